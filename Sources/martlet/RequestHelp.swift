/// What `martlet request --help` says.
enum RequestHelp {
    static let text = """
        OVERVIEW: Send HTTP requests: curl's letters, meanings and exit codes

        USAGE: martlet request [options] URL...

        REQUEST:
          -X, --request METHOD     the method; POST with a body, GET without
          -H, --header 'K: V'      a header field; 'K:' takes a default away; @FILE for one a line
          -d, --data DATA|@FILE    a form's data; several are joined with & (--data-raw, --data-binary,
                                   --data-urlencode NAME=CONTENT)
          --json DATA|@FILE        JSON, with its Content-Type and Accept
          -F, --form NAME=CONTENT|@FILE[;type=T][;filename=N]    multipart/form-data, files streamed
          -T, --upload-file FILE   PUT a file, streamed; - for standard input
          -G, --get                -d goes into the query; --url-query DATA adds to it
          -A, -e, -r               User-Agent, Referer (URL;auto: of redirects too), Range
          -z DATE|FILE             If-Modified-Since; -DATE for If-Unmodified-Since
          --etag-compare FILE      If-None-Match with the tag in it; --etag-save FILE keeps the answer's
          -b NAME=VALUE|FILE       Cookie; a FILE has answers' cookies sent on; -c FILE writes them, -j
                                   leaves those of a session out; -b env:NAME for those of an environment
                                   of the profile, which are kept there (martlet cookies); --profile FILE
                                   for another profile
          -u, --user USER[:PASSWORD] basic, or --digest, or --anyauth for what is asked for;
                                   --oauth2-bearer TOKEN; --aws-sigv4 aws:amz:REGION:SERVICE;
                                   -n for ~/.netrc, --netrc-file, --netrc-optional
          --compressed             ask for gzip, deflate, br and zstd, and decode them; --tr-encoding for
                                   gzip on the way, which is decoded in any case
          --path-as-is, --request-target, -g

        SEVERAL:
          URL URL, {a,b}, [1-9:2]  one after the other, each with an -o or -O of its own; #1 in -o is what
                                   stands for the first list
          --next                   what follows is a request of its own
          -Z, --parallel           all at once; --parallel-max N, --fail-early
          -K, --config FILE        options from a file, one a line; ~/.curlrc is not read
          --retry N                again after a time-out or 408, 429, 500, 502, 503, 504;
                                   --retry-delay S, --retry-max-time S, --retry-all-errors,
                                   --retry-connrefused

        ANSWER:
          -o, --output FILE        the body into a file; -O names it by the URL, -J by the answer;
                                   --output-dir, --create-dirs, --no-clobber, --remove-on-error, -R
          -C, --continue-at N|-    the rest only, behind N bytes or those that the file has
          -i, --include            headers too; -I asks for them only (HEAD); -D FILE keeps them
          --raw-output FILE        the answers' bytes as they came into a file, also of what is no HTTP
          --raw                    leave a body coded, whatever --compressed asked for
          --explain-cache          tell what caches may do with the answer, and by which field and section
          -f, --fail               end with 22 on 400 and above, without the body; --fail-with-body
          -w, --write-out FORMAT   then write this: %{http_code} %{time_total} %{json} ...
          -s, -S, -v, --stderr     silent; errors all the same; tell what happens, and where

        LINKS:
          --links                  write the answer's links in place of its body, a line each, tabs between:
                                   relation, method, target, title, place, format
          --follow REL[,REL...]    GET what the answer links to by that relation, and so on; of other
                                   servers nothing is told who asks. --with NAME=VALUE for templates and forms
          --pages N                follow 'next' through N pages at most and write one page with the items of
                                   all; --items $.data.list says where they stand

        STREAMS:
          --stream                 write each event as a line as soon as it comes: of an event stream, lines of
                                   JSON, a JSON sequence, parts that replace each other, or lines of text;
                                   an event stream that ends is asked for again with Last-Event-ID
          --stream-json            the same as lines of JSON: at, event, id, encoding, data
          --count N, --for TIME    end after so many events, after 30s or 10min; with 28 when the time is over
                                   before the count, or before there is an answer
          --no-reconnect           end when the connection ends
          ws://... wss://...       a WebSocket, with --stream alone: its messages are events, and lines of
                                   standard input are sent; not with -X, -L, -C, -T, -F

        WAY:
          -L, --location           follow redirects (not followed without it); --max-redirs N,
                                   --location-trusted, --post301, --post302
          -m, --max-time S         seconds in all; --connect-timeout S; -y S of silence
          --limit-rate N[k|M|G]    no more bytes a second than that
          -4, -6, --resolve HOST:PORT:ADDRESS, --connect-to HOST:PORT:HOST:PORT, --unix-socket PATH
          -x, --proxy URL          http://[user:password@]host:port or socks5://host:port; else the
                                   environment's; -U, --noproxy
          --proxy-header 'K: V'    a field for the proxy alone
          --interface NAME         come from an interface, an address or a host of this machine
          -k, --insecure           do not check the certificate; --cacert FILE, --capath FOLDER
          -E, --cert FILE[:PASS]   a client certificate; --key FILE, --pass PASSWORD
          --tlsv1.0 to --tlsv1.3   the oldest TLS that is spoken (1.2); --tls-max 1.2 the newest;
                                   --ciphers LIST of TLS 1.2 and before
          --http1.1, --http1.0     do not speak HTTP/2; --max-filesize BYTES; --proto =https,
                                   --proto-default https for a URL that does not say
          --http0.9                an answer without a status line is a body (without it: 1)

        OTHERWISE THAN IN CURL:
          A file of -d that cannot be read ends with 2 and sends nothing. -C with -T, and
          --connect-to through a proxy, are not done. A PUT or PATCH of nothing says so
          (Content-Length: 0). What may not stand in a URL is percent-encoded. -Y counts as 1
          byte a second. .netrc is for the URL's host, not for those it redirects to. A cookie file and
          -H Cookie make one field. Cookies are those of RFC 6265bis: of equal paths the older first,
          400 days at most, dates by its rule, a default path without its last slash, a Path as it
          came and "/" for a quoted one, nameless ones too, of an answer all (curl: 50), __Host- and
          __Secure- in any letters. --aws-sigv4 signs as the test suite of AWS has it (curl 7.88 does
          not for equal fields, S3 and some queries), needs a key, and a region where the host names
          none; -F cannot be signed. No Proxy-Connection. A proxy that refuses ends with 97 (curl: 7), and
          a body that breaks its coding with 61 (curl: 0). -w %{json} has fewer members.
          --http2 asks for no upgrade of http. No Expect: 100-continue. --tls13-ciphers cannot be
          chosen: the TLS library fixes them. Options are written out: --loc is not --location.

        EXIT CODES:
          0 answered, 1 no HTTP, 2 arguments, 3 URL, 5 proxy's name, 6 name, 7 connect, 8 a head that
          breaks HTTP, 16 HTTP/2 (GOAWAY, frames), 18 cut short, 22 400 and above with -f or --stream and
          an answer that opens no WebSocket, 23 writing, 26 reading, 28 time-out, 33 -C, 35 TLS,
          47 redirects, 49 --resolve, 52 no answer, 56 reset or chunks, 60 certificate, 61 decoding,
          63 too large, 92 a stream of HTTP/2, 97 proxy; of several requests that of the last, with -Z
          of the last that failed
        """
}
