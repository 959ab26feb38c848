import Text

/// The names in a certificate (RFC 5280 4.1): subject, issuer and subjectAltName. Every length is checked; what cannot be
/// read is left out.
struct DistinguishedNames {
    /// `CN=broker.example, O=Example`, the most particular first.
    private(set) var subject = ""
    private(set) var issuer = ""
    /// DNS names and addresses.
    private(set) var alternative: [String] = []

    init(certificate bytes: [UInt8]) {
        var outer = DERReader(bytes[...])
        guard var certificate = outer.next(0x30).map(DERReader.init), let inner = certificate.next(0x30) else { return }
        var fields = DERReader(inner)
        _ = fields.next(0xA0)  // version
        // In the order of RFC 5280 4.1: serial number, algorithm, issuer, validity, subject.
        guard fields.next(0x02) != nil, fields.next(0x30) != nil, let issuerName = fields.next(0x30),
            fields.next(0x30) != nil, let subjectName = fields.next(0x30)
        else { return }
        issuer = Self.text(issuerName)
        subject = Self.text(subjectName)
        _ = fields.next(0x30)  // public key
        // issuerUniqueID and subjectUniqueID, seldom there; behind them the extensions.
        _ = fields.next(0x81)
        _ = fields.next(0x82)
        guard var wrapped = fields.next(0xA3).map(DERReader.init), var list = wrapped.next(0x30).map(DERReader.init)
        else { return }
        while var one = list.next(0x30).map(DERReader.init) {
            guard let identifier = one.next(0x06) else { continue }
            // Whether it is critical: left out where it is not. 55 1D 11 is 2.5.29.17, subjectAltName.
            _ = one.next(0x01)
            if Array(identifier) == [0x55, 0x1D, 0x11], let value = one.next(0x04) { readAlternative(value) }
        }
    }

    private mutating func readAlternative(_ bytes: ArraySlice<UInt8>) {
        var outer = DERReader(bytes)
        guard var names = outer.next(0x30).map(DERReader.init) else { return }
        while let (tag, value) = names.any() {
            // Tags of the context: 2 is dNSName, 7 is iPAddress (RFC 5280 4.2.1.6).
            switch tag {
            case 0x82: alternative.append(String(decoding: value, as: UTF8.self))
            case 0x87: alternative += IPAddress.text(Array(value)).map { [$0] } ?? []
            default: break
            }
        }
    }

    private static func text(_ name: ArraySlice<UInt8>) -> String {
        var parts: [String] = []
        var sets = DERReader(name)
        while var set = sets.next(0x31).map(DERReader.init), var pair = set.next(0x30).map(DERReader.init) {
            guard let identifier = pair.next(0x06), let (tag, value) = pair.any() else { continue }
            let words =
                // BMPString: two bytes a character.
                tag == 0x1E
                ? String(
                    decoding: stride(from: value.startIndex, to: value.endIndex - 1, by: 2).map {
                        UInt16(value[$0]) << 8 | UInt16(value[$0 + 1])
                    }, as: UTF16.self) : String(decoding: value, as: UTF8.self)
            parts.append("\(label(Array(identifier)))=\(words)")
        }
        // The certificate goes from the country down, people write it the other way (RFC 4514 2.1).
        return parts.reversed().joined(separator: ", ")
    }

    private static func label(_ identifier: [UInt8]) -> String {
        // 55 04 is 2.5.4, X.520's attributes; the longer ones are DC (RFC 4519 2.4) and emailAddress (PKCS #9).
        switch identifier {
        case [0x55, 0x04, 0x03]: "CN"
        case [0x55, 0x04, 0x06]: "C"
        case [0x55, 0x04, 0x07]: "L"
        case [0x55, 0x04, 0x08]: "ST"
        case [0x55, 0x04, 0x0A]: "O"
        case [0x55, 0x04, 0x0B]: "OU"
        case [0x55, 0x04, 0x05]: "serialNumber"
        case [0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 0x01, 0x19]: "DC"
        case [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01]: "emailAddress"
        default: "?"
        }
    }
}

/// Reads elements of DER (X.690 8.1) one after another.
struct DERReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The content of the next element if it has this tag; it is passed over only then.
    mutating func next(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard rest.first == tag else { return nil }
        return any()?.value
    }

    /// The next element whatever it is; nil at the end and when it is cut off.
    mutating func any() -> (tag: UInt8, value: ArraySlice<UInt8>)? {
        var bytes = rest
        guard let tag = bytes.popFirst(), let first = bytes.popFirst() else { return nil }
        var length = Int(first)
        if first & 0x80 != 0 {
            let count = Int(first & 0x7F)
            // 0x80 alone is the form without a length, which DER does not have.
            guard (1...4).contains(count), bytes.count >= count else { return nil }
            length = bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            bytes = bytes.dropFirst(count)
        }
        guard length <= bytes.count else { return nil }
        rest = bytes.dropFirst(length)
        return (tag, bytes.prefix(length))
    }
}
