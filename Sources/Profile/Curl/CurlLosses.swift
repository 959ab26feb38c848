import REST

/// What a saved request cannot keep of a curl command, in words.
enum CurlLosses {
    /// One line for each.
    static func words(_ asked: CurlArguments) -> [String] {
        let route = asked.route
        var words: [String] = []
        func lost(_ isSaid: Bool, _ line: String) { if isSaid { words.append(line) } }
        for file in asked.cookieFiles where !file.isEmpty {
            words.append("-b \(file.prefix(40)): cookies are not read from files; write them as a Cookie header")
        }
        lost(asked.continuation == .endOfFile, "-C -: a saved request has no file to go on with; write a Range header")
        lost(asked.comparedTag != nil, "--etag-compare: {{etag}} in If-None-Match is the tag of the last answer")
        lost(asked.netrc != nil, "-n: .netrc is not read; write the name and the password")
        lost(route.family != .any, "-4 and -6: a saved request takes every address")
        lost(
            !route.known.isEmpty,
            "--resolve: a saved request asks the name server; write the address, and a Host header")
        lost(!route.detours.isEmpty, "--connect-to: a saved request connects to the host of its URL")
        lost(route.unixSocket != nil, "--unix-socket: a saved request goes over the network")
        lost(asked.oldestTLS != nil || asked.newestTLS != nil, "versions of TLS: a saved request speaks 1.2 and 1.3")
        lost(asked.scheme == .any, "--anyauth: a saved request answers Digest; choose Basic where that is asked for")
        lost(route.source != nil, "--interface: a saved request comes from where the system sends it")
        lost(asked.ciphers != nil, "--ciphers: a saved request offers every cipher that is safe")
        lost(!asked.proxyHeaders.isEmpty, "--proxy-header: a saved request has no fields for its proxy alone")
        lost(asked.bytesPerSecond != nil, "--limit-rate: a saved request goes as fast as it can")
        lost(asked.takesHTTP09, "--http0.9: a saved request shows an answer without a status line as what is no HTTP")
        lost(asked.speaksHTTP10, "--http1.0: a saved request speaks HTTP/1.1")
        lost(asked.keepsCodings, "--raw: a saved request shows answers without their codings")
        lost(asked.requestTarget != nil, "--request-target: a saved request asks for what its URL says")
        return words
    }
}
