/// What status codes mean: all that are registered with IANA, in words of our own.
public enum StatusMeaning {
    /// The standard's reason phrase and, in a line, what it tells the one who asked; nil for a code that nobody registered.
    public static func of(_ status: Int) -> (reason: String, words: String)? { all[status] }

    /// What a code says by its first digit, registered or not (RFC 9110 15).
    public static func ofClass(_ status: Int) -> String {
        switch status {
        case 100..<200: "an answer before the answer"
        case 200..<300: "it was received, understood and accepted"
        case 300..<400: "something more is to be done, mostly at another URL"
        case 400..<500: "the server says the request is at fault"
        case 500..<600: "the server says it is at fault itself"
        default: "no status of HTTP"
        }
    }

    private static let all: [Int: (String, String)] = [
        100: ("Continue", "go on with the body"),
        101: ("Switching Protocols", "the connection speaks another protocol from now on"),
        102: ("Processing", "it takes longer; the answer is still to come (WebDAV)"),
        103: ("Early Hints", "fields that the answer will probably have"),
        // Registered for a time only, along with the draft of resumable uploads.
        104: ("Upload Resumption Supported", "an upload that breaks can be taken up again"),
        200: ("OK", "done"),
        201: ("Created", "something new is there, at the URL in Location"),
        202: ("Accepted", "taken on, but not done yet"),
        203: ("Non-Authoritative Information", "done, but a proxy changed the answer"),
        204: ("No Content", "done, and there is nothing to send back"),
        205: ("Reset Content", "done; clear the form it was sent from"),
        206: ("Partial Content", "the ranges that were asked for"),
        207: ("Multi-Status", "one status for each of several resources (WebDAV)"),
        208: ("Already Reported", "listed earlier in the same answer (WebDAV)"),
        226: ("IM Used", "the changes since the version at hand"),
        300: ("Multiple Choices", "there are several forms to choose from"),
        301: ("Moved Permanently", "it lives at the URL in Location from now on"),
        302: ("Found", "for this time it is at the URL in Location"),
        303: ("See Other", "the answer is to be fetched with GET at the URL in Location"),
        304: ("Not Modified", "the copy at hand is still good"),
        305: ("Use Proxy", "no longer used: ask by way of a proxy"),
        // 306 and 418 are kept from being given again (RFC 9110 15.4.7, 15.5.19).
        306: ("(Unused)", "no longer used"),
        307: ("Temporary Redirect", "ask the URL in Location, with the same method"),
        308: ("Permanent Redirect", "ask the URL in Location from now on, with the same method"),
        400: ("Bad Request", "the server does not understand what was sent: look at syntax and framing"),
        401: ("Unauthorized", "it wants to know who asks: credentials are missing or not accepted"),
        402: ("Payment Required", "reserved; some services use it for quotas"),
        403: ("Forbidden", "it knows who asks, and says no; the same credentials will not help"),
        404: ("Not Found", "nothing is there, or the server does not say that there is"),
        405: ("Method Not Allowed", "the resource is there, but not for this method: Allow lists those it takes"),
        406: ("Not Acceptable", "no form of it fits the Accept fields"),
        407: ("Proxy Authentication Required", "the proxy wants to know who asks"),
        408: ("Request Timeout", "the request did not come in the time the server waits: send it again"),
        409: ("Conflict", "it clashes with the state the resource is in: fetch it, then try again"),
        410: ("Gone", "it was there and will not come back"),
        411: ("Length Required", "the server wants a Content-Length"),
        412: ("Precondition Failed", "an If- field did not hold: the resource changed in between"),
        413: ("Content Too Large", "the body is larger than the server takes"),
        414: ("URI Too Long", "the URL is longer than the server reads"),
        415: ("Unsupported Media Type", "the server does not take a body of this Content-Type or coding"),
        416: ("Range Not Satisfiable", "none of the ranges lies inside the resource"),
        417: ("Expectation Failed", "the server does not do what Expect asks for"),
        418: ("(Unused)", "reserved: nothing is to answer it but a teapot"),
        421: ("Misdirected Request", "it came to a server that does not answer for this host"),
        422: ("Unprocessable Content", "well formed, but what it says cannot be done: look at the values"),
        423: ("Locked", "somebody holds a lock on it (WebDAV)"),
        424: ("Failed Dependency", "an earlier step of the same request failed (WebDAV)"),
        425: ("Too Early", "not before the TLS handshake is complete: it might be a replay"),
        426: ("Upgrade Required", "not by this protocol: Upgrade names the one to use"),
        428: ("Precondition Required", "the server wants If-Match, so that no change is lost"),
        429: ("Too Many Requests", "more than the server allows in that time: Retry-After says how long to wait"),
        431: ("Request Header Fields Too Large", "the header fields are larger than the server reads"),
        451: ("Unavailable For Legal Reasons", "kept back because a law or a court demands it"),
        500: ("Internal Server Error", "something broke in the server; its log knows more"),
        501: ("Not Implemented", "the server does not know this method at all"),
        502: ("Bad Gateway", "a proxy or gateway got a broken answer from the server behind it"),
        503: ("Service Unavailable", "overloaded or under repair: Retry-After may say how long"),
        504: ("Gateway Timeout", "a proxy or gateway waited in vain for the server behind it"),
        505: ("HTTP Version Not Supported", "the server does not speak this version of HTTP"),
        506: ("Variant Also Negotiates", "the server is set up in a circle"),
        507: ("Insufficient Storage", "the server has no room left (WebDAV)"),
        508: ("Loop Detected", "the server went round in a circle (WebDAV)"),
        510: ("Not Extended", "no longer used: an extension was missing"),
        511: ("Network Authentication Required", "the network wants a sign-in first: open a page in a browser"),
    ]
}
