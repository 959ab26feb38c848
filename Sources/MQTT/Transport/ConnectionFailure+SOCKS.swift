extension ConnectionFailure {
    /// What the proxy said instead of opening the way, in words.
    static func proxy(_ proxy: SOCKSProxy, _ endpoint: Endpoint, _ refusal: SOCKSRefusal) -> ConnectionFailure {
        let place = "the proxy \(proxy.authority)"
        switch refusal {
        case .notSOCKS:
            return ConnectionFailure(
                .proxyRefused, "\(place) does not answer as a SOCKS5 proxy does", advice: "check its host and port")
        case .wantsAuthentication:
            return ConnectionFailure(
                .proxyRefused, "\(place) wants a user name and a password",
                advice: "write them into its URL: socks5h://user:password@\(proxy.authority)")
        case .acceptsNoMethod:
            return ConnectionFailure(
                .proxyRefused, "\(place) accepts neither a password nor none", advice: "ask its operator")
        case .wrongPassword:
            return ConnectionFailure(
                .proxyRefused, "\(place) does not accept the user name and password", advice: "check both")
        case .nameTooLong:
            return ConnectionFailure(
                .badOptions, "the broker's name has more than 255 bytes, which a SOCKS5 proxy cannot be told",
                advice: "use its IP address")
        case .refused(let code):
            let (words, advice) = words(code)
            return ConnectionFailure(
                .proxyRefused, "\(place) cannot reach \(endpoint.spokenAuthority): \(words)", advice: advice,
                detail: "SOCKS5 reply \(code)")
        }
    }

    /// The replies of RFC 1928 6.
    private static func words(_ code: UInt8) -> (String, advice: String) {
        switch code {
        case 1: ("it failed", "see the proxy's log")
        case 2: ("its rules do not allow that", "ask its operator")
        case 3: ("its network is unreachable", "check the broker's address")
        case 4: ("its host is unreachable", "check the broker's name and address")
        case 5: ("it refused the connection", "check that the broker runs and listens there")
        case 6: ("the way is too long", "see the proxy's log")
        case 7: ("the proxy does not know CONNECT", "use another proxy")
        case 8: ("the proxy does not know that kind of address", "give the broker's name, or its IPv4 address")
        default: ("reply \(code), which RFC 1928 does not know", "see the proxy's log")
        }
    }

    /// A failure of the socket to the proxy: says that it is one.
    func through(_ proxy: SOCKSProxy) -> ConnectionFailure {
        var failure = self
        failure.summary = "the proxy: \(summary)"
        failure.advice = advice.replacing("the broker", with: "the proxy")
        return failure
    }
}
