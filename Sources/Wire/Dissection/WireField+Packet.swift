public import MQTT
import Profile
import Text

/// The fields of a control packet.
extension WireField {
    /// Every field of a packet, in the order of its bytes, with what the standard says of those that are left out and, where
    /// the packet is damaged, what is wrong and where.
    ///
    /// - Parameters:
    ///   - bytes: the packet, or its head.
    ///   - total: bytes of the whole packet, where `bytes` is its head.
    ///   - version: the version spoken; nil where no CONNECT was seen. A CONNECT is read in its own.
    ///   - receiver: who reads it: the server what was sent, the client what was received.
    ///   - names: what is said of texts of the settings that nobody may read.
    ///   - revealsSecrets: whether passwords, authentication data and those texts are told.
    public static func fields(
        of bytes: UnsafeRawBufferPointer, total: Int? = nil, version: ProtocolVersion?, to receiver: Receiver,
        saying names: SpokenNames = SpokenNames(), revealsSecrets: Bool = false
    ) -> [WireField] {
        let maker = FieldMaker(bytes, saying: names, revealsSecrets: revealsSecrets)
        var walk = PacketWalk(bytes, total: total ?? bytes.count, version: version, to: receiver, maker)
        walk.run()
        return walk.visitor.fields
    }

    /// Every field of a packet whose bytes are in an array.
    public static func fields(
        of bytes: [UInt8], total: Int? = nil, version: ProtocolVersion?, to receiver: Receiver,
        saying names: SpokenNames = SpokenNames(), revealsSecrets: Bool = false
    ) -> [WireField] {
        bytes.withUnsafeBytes {
            fields(
                of: $0, total: total, version: version, to: receiver, saying: names, revealsSecrets: revealsSecrets)
        }
    }

    /// The bytes of a packet that are not to be seen: those of its secret fields.
    public static func secrets(
        in bytes: UnsafeRawBufferPointer, total: Int? = nil, version: ProtocolVersion?, to receiver: Receiver,
        saying names: SpokenNames = SpokenNames()
    ) -> [Range<Int>] {
        var walk = PacketWalk(
            bytes, total: total ?? bytes.count, version: version, to: receiver, SecretFinder(bytes, names))
        walk.run()
        return walk.visitor.ranges
    }

    /// The bits of a byte that the field is made of, as Wireshark draws them: `..1. ....`; nil for a field of whole bytes.
    public func drawn(in byte: UInt8) -> String? {
        guard let bits else { return nil }
        // The highest bit first, as the standard draws a byte.
        var text = ""
        for place in (0..<8).reversed() {
            if place == 3 { text += " " }
            let bit = UInt8(1) << UInt8(place)
            text += bits & bit == 0 ? "." : byte & bit == 0 ? "0" : "1"
        }
        return text
    }
}

/// Finds the bytes of a packet that are secret.
struct SecretFinder: PacketVisitor {
    private let bytes: UnsafeRawBufferPointer
    private let names: SpokenNames
    private(set) var ranges: [Range<Int>] = []

    let wantsNotes = false

    init(_ bytes: UnsafeRawBufferPointer, _ names: SpokenNames) {
        self.bytes = bytes
        self.names = names
    }

    mutating func visit(_ walked: WalkedPart) -> Bool {
        // The length before a password is shown: it is no part of the password's own bytes.
        let isSecret = walked.part.isSecret(walked.property) || names.said(of: walked, in: bytes) != nil
        if isSecret, !walked.range.isEmpty { ranges.append(walked.range) }
        return true
    }

    mutating func note(_ note: WalkNote, at range: Range<Int>) {}

    mutating func begins(_ packet: PacketType, in version: ProtocolVersion) {}
}

extension SpokenNames {
    /// What is said of a part of a packet that nobody may read; nil of any other.
    func said(of walked: WalkedPart, in bytes: UnsafeRawBufferPointer) -> String? {
        if isEmpty { return nil }
        switch walked.part {
        case .userName: return hidesUsername ? Secret.dots : nil
        case .clientID, .willTopic, .willPayload, .filter, .propertyText, .propertyBytes, .propertyKey, .propertyValue:
            return texts[String(decoding: bytes.kept(walked.range), as: UTF8.self)]
        default: return nil
        }
    }
}
