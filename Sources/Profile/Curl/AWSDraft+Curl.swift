import REST

extension AWSDraft {
    /// What `--aws-sigv4` and `-u` of a curl command say.
    init(words: String, user: String) {
        self.init()
        let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let signature = AWSSignature(words: words, accessKey: parts.first ?? "", secretKey: "")
        accessKey = parts.first ?? ""
        // Without a password curl asks for it.
        secretKey = parts.count > 1 ? .literal(parts[1]) : .prompt
        region = signature?.region ?? ""
        service = signature?.service ?? ""
    }
}
