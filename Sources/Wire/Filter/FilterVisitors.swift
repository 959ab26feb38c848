import MQTT
import Payloads

/// Compares the parts of a packet that a name stands for.
struct PartMatcher: PacketVisitor {
    private let bytes: UnsafeRawBufferPointer
    private let length: Int
    private let test: PartTest
    /// Whether such a part was there.
    private(set) var isThere = false
    /// Whether one of them passed; for `!=` whether one of them is what it must not be.
    private(set) var isFound = false

    let wantsNotes = false

    init(_ bytes: UnsafeRawBufferPointer, _ length: Int, _ test: PartTest) {
        self.bytes = bytes
        self.length = length
        self.test = test
    }

    mutating func visit(_ walked: WalkedPart) -> Bool {
        guard test.parts & PartTest.bit(walked.part) != 0 else { return true }
        if let property = test.property, property != walked.property { return true }
        isThere = true
        switch PacketPart.facts[Int(walked.part.rawValue)].form {
        case .number, .code, .flag: isFound = test.comparison.matches(UInt64(walked.number))
        case .text, .bytes:
            // It can be asked whether a password is there, and nothing of its bytes.
            if walked.part.isSecret(walked.property) {
                if case .exists = test.comparison { isFound = true }
            } else {
                isFound = test.comparison.matches(bytes.kept(walked.range))
            }
        case .group: isFound = true
        }
        // One is enough, also for `!=`: it is the one that must not be.
        return !isFound
    }

    mutating func note(_ note: WalkNote, at range: Range<Int>) {}

    mutating func begins(_ packet: PacketType, in version: ProtocolVersion) {}
}

/// Looks for text in all parts of a packet that are text or bytes, and in what its numbers are called.
struct TextFinder: PacketVisitor {
    private let bytes: UnsafeRawBufferPointer
    private let search: ByteSearch
    private var packet = PacketType.publish
    private(set) var isFound = false

    let wantsNotes = false

    init(_ bytes: UnsafeRawBufferPointer, _ search: ByteSearch) {
        self.bytes = bytes
        self.search = search
    }

    mutating func begins(_ packet: PacketType, in version: ProtocolVersion) {
        self.packet = packet
        isFound = isFound || isIn(packet.name)
    }

    mutating func visit(_ walked: WalkedPart) -> Bool {
        if isFound { return false }
        switch PacketPart.facts[Int(walked.part.rawValue)].form {
        case .text, .bytes:
            isFound = !walked.part.isSecret(walked.property) && search.isFound(in: bytes.kept(walked.range))
        case .code where walked.part == .reasonCode || walked.part == .returnCode:
            // 0 is success in every packet: a search for its words would find all of them.
            isFound = walked.number != 0 && isIn(walked.part.meaning(walked.number, in: packet))
        default: break
        }
        return !isFound
    }

    private func isIn(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { search.isFound(in: UnsafeRawBufferPointer($0)) }
    }

    mutating func note(_ note: WalkNote, at range: Range<Int>) {}
}

/// Finds out whether a packet is damaged.
struct DamageFinder: PacketVisitor {
    private(set) var isMalformed = false
    private(set) var hasBreach = false

    let wantsNotes = true

    mutating func visit(_ walked: WalkedPart) -> Bool { true }

    mutating func note(_ note: WalkNote, at range: Range<Int>) {
        switch note {
        case .malformed: isMalformed = true
        case .breach: hasBreach = true
        case .notKept, .versionUnknown: break
        }
    }

    mutating func begins(_ packet: PacketType, in version: ProtocolVersion) {}
}

extension UnsafeRawBufferPointer {
    /// What is kept of a range.
    package func kept(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        let start = Swift.min(range.lowerBound, count)
        return UnsafeRawBufferPointer(rebasing: self[start..<Swift.min(Swift.max(range.upperBound, start), count)])
    }
}
