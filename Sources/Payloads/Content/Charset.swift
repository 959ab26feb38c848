/// How characters were made into bytes.
public enum Charset: Hashable, Sendable {
    case utf8
    /// Also what is meant by ISO-8859-1 and, with bytes beyond it, by US-ASCII: the letters are the same.
    case windows1252
    case utf16(isBigEndian: Bool)
    /// One that the C library knows, by its name there.
    case system(String)

    /// The charset of that name (IANA, in small letters); nil when it is not known here. `bytes` tell the order of UTF-16.
    init?(_ name: String, _ bytes: UnsafeRawBufferPointer) {
        switch name {
        case "utf-8", "utf8", "us-ascii", "ascii": self = .utf8
        case "iso-8859-1", "iso8859-1", "latin1", "l1", "windows-1252", "cp1252": self = .windows1252
        case "utf-16be": self = .utf16(isBigEndian: true)
        case "utf-16le": self = .utf16(isBigEndian: false)
        case "utf-16":
            // Without a mark: the zeros of ASCII tell, else the standard's order (RFC 2781 4.3).
            let isLittle = bytes.count > 1 && bytes[1] == 0 && bytes[0] != 0
            self = .utf16(isBigEndian: !isLittle)
        default:
            guard Self.known.contains(name) else { return nil }
            self = .system(name)
        }
    }

    /// The charset that the bytes' own mark tells, and how long the mark is.
    static func mark(_ bytes: UnsafeRawBufferPointer) -> (charset: Charset, length: Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16(isBigEndian: true), 2) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16(isBigEndian: false), 2) }
        return nil
    }

    /// Names that are handed to iconv(3), and no others: those that the web knows.
    private static let known: Set<String> = [
        "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-9",
        "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16", "windows-1250", "windows-1251",
        "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "koi8-r",
        "koi8-u",
        "macintosh", "ibm437", "ibm850", "ibm866", "gbk", "gb2312", "gb18030", "big5", "euc-jp", "iso-2022-jp",
        "shift_jis",
        "euc-kr", "tis-620", "utf-32", "utf-32be", "utf-32le",
    ]

    /// What it is called.
    public var label: String {
        switch self {
        case .utf8: "utf-8"
        case .windows1252: "windows-1252"
        case .utf16(let isBigEndian): isBigEndian ? "utf-16be" : "utf-16le"
        case .system(let name): name
        }
    }

    /// How `bytes` were made, by their mark, by the media type, by what XML and HTML say of themselves; nil for UTF-8 and
    /// when nothing says. The words tell of a charset that is not known here.
    public static func find(_ bytes: PayloadBytes, claim: MediaType?) -> (charset: Charset?, words: String?) {
        bytes.withBytes { bytes in
            let isText = claim?.kind != nil
            if isText || claim == nil, let mark = mark(bytes) {
                if mark.charset == .utf8 { return (nil, nil) }
                // Without a claim, two bytes are too few to go by: they may be anything.
                if isText { return (mark.charset, nil) }
            }
            guard let name = claim?.charset ?? (isText ? declared(bytes, claim?.kind) : nil) else { return (nil, nil) }
            guard let charset = Charset(name, bytes) else {
                return (nil, "the charset \(name) is not known here: the bytes are shown as they are")
            }
            return (charset == .utf8 ? nil : charset, nil)
        }
    }

    /// What XML says in its declaration, or HTML in its head.
    private static func declared(_ bytes: UnsafeRawBufferPointer, _ kind: PayloadKind?) -> String? {
        guard kind == .xml || kind == .html else { return nil }
        // What is beyond ASCII is not known yet, and need not be UTF-8.
        // As far as browsers look for it, too (HTML 13.2.3.2).
        let start = String(decoding: bytes.prefix(1024).map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self).lowercased()
        let word = kind == .xml && start.hasPrefix("<?xml") ? "encoding" : "charset"
        guard let found = start.firstRange(of: word) else { return nil }
        let rest = start[found.upperBound...].drop { $0 == " " || $0 == "=" || $0 == "\"" || $0 == "'" }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        // What could be read byte by byte is in no charset of wider units: it was made so before it was copied to bytes
        // (HTML 13.2.3.2 takes it for UTF-8; XML 1.0 4.3.3 calls it an error).
        if name.hasPrefix("utf-16") || name.hasPrefix("utf-32") { return nil }
        return name.isEmpty ? nil : String(name)
    }
}
