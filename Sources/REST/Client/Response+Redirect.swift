import Text

extension Response {
    /// Whether the status may lead to another place (RFC 9110 15.4): 304 says that there is nothing new, and 305, which
    /// would send everything through a proxy that an answer names, is not obeyed.
    var isRedirect: Bool { (300..<400).contains(status) && status != 304 && status != 305 }
    /// Whether it names the place.
    var leadsOn: Bool { isRedirect && fields["location"]?.isEmpty == false }

    /// The place as it goes into a request: bytes that are no UTF-8 are percent-encoded as they came.
    var location: String? {
        guard let value = fields["location"] else { return nil }
        let isPlain =
            // A value that stands in the head byte for byte was UTF-8; else `Field.text` read it as ISO 8859-1.
            value.utf8.allSatisfy { $0 < 0x80 } || head.isEmpty || head.firstRange(of: Array(value.utf8)) != nil
        if isPlain { return value }
        // Each byte stands as the character of its number.
        return PercentEncoding.encode(value.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }) { $0 < 0x80 }
    }
}

extension Hop {
    /// Where the answer leads on to, as an absolute URL; as it stands in the answer when nothing can be made of it. Nil when
    /// it leads nowhere.
    public var redirectURL: String? {
        guard let response, response.leadsOn, let location = response.location else { return nil }
        guard let target = try? Target(url).resolving(location) else { return location }
        return target.url + (location.firstIndex(of: "#").map { location[$0...] } ?? "")
    }
}
