/// What `martlet request --help` says.
enum RequestHelp {
    static let text = """
        OVERVIEW: Send one HTTP request: curl's letters, meanings and exit codes

        USAGE: martlet request [options] URL

        REQUEST:
          -X, --request METHOD     the method; POST with a body, GET without
          -H, --header 'K: V'      a header field; 'K:' takes a default away; @FILE for one a line
          -d, --data DATA|@FILE    a form's data; several are joined with & (--data-raw, --data-binary,
                                   --data-urlencode NAME=CONTENT)
          --json DATA|@FILE        JSON, with its Content-Type and Accept
          -F, --form NAME=CONTENT|@FILE[;type=T][;filename=N]    multipart/form-data, files streamed
          -T, --upload-file FILE   PUT a file, streamed; - for standard input
          -G, --get                -d goes into the query; --url-query DATA adds to it
          -A, -e, -b, -r, -z       User-Agent, Referer, Cookie NAME=VALUE, Range, If-Modified-Since DATE
          -u, --user USER:PASSWORD basic, or --digest; --oauth2-bearer TOKEN
          --compressed             ask for gzip, deflate, br and zstd, and decode them

        ANSWER:
          -o, --output FILE        the body into a file; -O names it by the URL
          -i, --include            headers too; -I asks for them only (HEAD)
          --raw FILE               the answers' bytes as they came into a file, also of what is no HTTP
          -f, --fail               end with 22 on 400 and above, without the body; --fail-with-body
          -w, --write-out FORMAT   then write this: %{http_code} %{time_total} %{json} ...
          -s, -S, -v               silent; errors all the same; tell what happens

        WAY:
          -L, --location           follow redirects (not followed without it); --max-redirs N,
                                   --location-trusted, --post301, --post302
          -m, --max-time S         seconds in all; --connect-timeout S
          -x, --proxy URL          http://[user:password@]host:port or socks5://host:port; else the
                                   environment's; -U, --noproxy
          -k, --insecure           do not check the certificate; --cacert FILE
          -E, --cert FILE[:PASS]   a client certificate; --key FILE, --pass PASSWORD
          --http1.1                do not speak HTTP/2; --max-filesize BYTES

        EXIT CODES:
          0 answered, 2 arguments, 3 URL, 5 proxy's name, 6 name, 7 connect, 18 cut short, 22 -f,
          23 writing, 26 reading, 28 time-out, 35 TLS, 47 redirects, 52 no answer, 56 reset,
          60 certificate, 61 decoding, 63 too large, 97 proxy
        """
}
