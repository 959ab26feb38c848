import Text

extension Target {
    /// Where cookies of a request belong: to the host that its `Host` field names, if it has one of its own, as in curl. Who
    /// asks a server by its address for one of the sites there means the cookies of that site.
    func forCookies(_ fields: [Field]) -> Target {
        guard let named = fields.last(where: { $0.name.lowercased() == "host" })?.value,
            let host = try? Target("\(isSecure ? "https" : "http")://\(named)/")
        else { return self }
        var target = self
        target.host = host.host
        return target
    }
}
