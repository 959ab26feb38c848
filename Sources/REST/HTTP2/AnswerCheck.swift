import Text

/// Looks whether what comes on one stream is an answer (RFC 9113 8.1): heads of status 1xx, one that counts, a body of the
/// length it is said to have, trailers.
struct AnswerCheck {
    /// The stream.
    let stream: UInt32
    /// Whether the request was a HEAD, whose answer has no body whatever it says.
    let isHead: Bool
    /// The status of the head that counts, once that came.
    private(set) var status: Int?
    private var announced: Int?
    private var received = 0

    /// What a header block is.
    enum Block: Equatable {
        /// A head, with its status; of 1xx when others follow.
        case head(Int)
        case trailers
    }

    init(stream: UInt32, isHead: Bool) {
        self.stream = stream
        self.isHead = isHead
    }

    /// Checks a header block.
    mutating func take(_ fields: [HeaderTable.Entry], ends: Bool) throws(FrameProblem) -> Block {
        try Self.checkFields(fields)
        let pseudo = fields.prefix { $0.name.first == Self.colon }
        // Behind the head that counts only trailers may come, and they are the end (RFC 9113 8.1).
        guard status == nil else {
            guard pseudo.isEmpty else {
                throw problem("the trailers have \(Self.shown(pseudo[0].name)), which only a head may", "8.1")
            }
            guard ends else { throw problem("a second head comes, or trailers that are not the end", "8.1") }
            try checkLength()
            return .trailers
        }
        let found = try Self.status(pseudo)
        guard found != 101 else { throw problem("it switches protocols (101), which HTTP/2 cannot", "8.6") }
        if found < 200 {
            guard !ends else { throw problem("its answer ends with \(found), which only announces one", "8.1") }
            return .head(found)
        }
        status = found
        announced = try Self.length(fields)
        if ends { try checkLength() }
        return .head(found)
    }

    /// Checks a piece of the body.
    mutating func take(_ count: Int, ends: Bool) throws(FrameProblem) {
        guard status != nil else { throw problem("a DATA frame comes before the head of the answer", "8.1") }
        received += count
        if ends { try checkLength() }
    }

    /// Whether a body of that status and method has the length it is said to have, at its end (RFC 9113 8.1.1).
    private func checkLength() throws(FrameProblem) {
        // What content-length says there is the length of another answer's body (RFC 9110 8.6).
        if isHead || status == 204 || status == 304 {
            guard received == 0 else {
                let what = isHead ? "to HEAD" : "of status \(status ?? 0)"
                throw problem("an answer \(what) has no body, and \(received) bytes came", "8.1.1")
            }
        } else if let announced, announced != received {
            throw problem("its body has \(received) bytes, and content-length says \(announced)", "8.1.1")
        }
    }

    // MARK: - Fields

    private static let colon = UInt8(ascii: ":")
    /// What is about a connection of HTTP/1.1 (RFC 9113 8.2.2).
    private static let ofConnections = ["connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade"]

    private static func checkFields(_ fields: [HeaderTable.Entry]) throws(FrameProblem) {
        var isPast = false
        for field in fields {
            guard isName(field.name) else {
                throw problem("'\(shown(field.name))' is no name of a field, which has small letters", "8.2.1")
            }
            let isPseudo = field.name.first == colon
            if isPseudo, isPast { throw problem("\(shown(field.name)) comes behind other fields", "8.3") }
            if !isPseudo { isPast = true }
            if field.value.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }) {
                throw problem("the value of \(shown(field.name)) holds NUL or the end of a line", "8.2.1")
            }
            if ofConnections.contains(where: { field.name.elementsEqual($0.utf8) }) {
                throw problem("it has \(shown(field.name)), which is a field of HTTP/1.1 only", "8.2.2")
            }
        }
    }

    /// A token without capitals; of a pseudo-header field behind its colon.
    private static func isName(_ name: [UInt8]) -> Bool {
        let rest = name.first == colon ? name[1...] : name[...]
        return !rest.contains { (0x41...0x5A).contains($0) }
            // A method is a token as well (RFC 9110 5.6.2).
            && Method(rawValue: String(decoding: rest, as: UTF8.self)) != nil
    }

    private static func status(_ pseudo: ArraySlice<HeaderTable.Entry>) throws(FrameProblem) -> Int {
        if let other = pseudo.first(where: { !$0.name.elementsEqual(":status".utf8) }) {
            throw problem("an answer has no \(shown(other.name))", "8.3.2")
        }
        guard let value = pseudo.first?.value else { throw problem("its head has no :status", "8.3.2") }
        guard pseudo.count == 1 else { throw problem("its head has \(pseudo.count) :status", "8.3.2") }
        guard value.count == 3, value.allSatisfy({ $0.isDigit }),
            let status = Int(String(decoding: value, as: UTF8.self)), status >= 100
        else { throw problem(":status is '\(shown(value))', no number from 100 to 999", "8.3.2") }
        return status
    }

    /// What content-length says; the same number several times is one.
    private static func length(_ fields: [HeaderTable.Entry]) throws(FrameProblem) -> Int? {
        let values = fields.filter { $0.name.elementsEqual("content-length".utf8) }.map(\.value)
        guard let value = values.first else { return nil }
        guard !value.isEmpty, value.allSatisfy({ $0.isDigit }), let length = Int(String(decoding: value, as: UTF8.self))
        else { throw problem("content-length '\(shown(value))' is no number", "8.1.1") }
        if let other = values.first(where: { $0 != value }) {
            throw problem("content-length is \(length) and '\(shown(other))'", "8.1.1")
        }
        return length
    }

    private static func shown(_ bytes: [UInt8]) -> String { ResponseReader.shown(bytes[...]) }

    private func problem(_ what: String, _ section: String) -> FrameProblem { Self.problem(what, section) }
    private static func problem(_ what: String, _ section: String) -> FrameProblem {
        FrameProblem(what: what, section: "RFC 9113 \(section)", isOfConnection: false)
    }
}
