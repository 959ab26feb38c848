import MQTT
import Profile
import Text

/// Makes the fields of a packet from what a walk comes by.
struct FieldMaker: PacketVisitor {
    private let bytes: UnsafeRawBufferPointer
    private let names: SpokenNames
    private let revealsSecrets: Bool
    private(set) var fields: [WireField] = []
    private var packet = PacketType.publish
    private var version = ProtocolVersion.v311
    /// The properties that are walked over, and where their row and the one of the last of them stand.
    private var group: (row: Int, isWill: Bool, count: Int)?
    private var property: Int?

    let wantsNotes = true

    /// Bytes of a payload of which a field is made; the hex beside it has them all.
    private static let mostOfValue = 4096

    init(_ bytes: UnsafeRawBufferPointer, saying names: SpokenNames, revealsSecrets: Bool) {
        self.bytes = bytes
        self.names = names
        self.revealsSecrets = revealsSecrets
        fields.reserveCapacity(24)
    }

    mutating func begins(_ packet: PacketType, in version: ProtocolVersion) {
        self.packet = packet
        self.version = version
    }

    mutating func visit(_ walked: WalkedPart) -> Bool {
        var field = WireField(
            walked.part.name(in: packet, version), "", at: walked.range,
            filterName: walked.part.filterName(in: packet, walked.property), depth: walked.depth,
            isImplied: walked.isImplied, isSecret: walked.part.isSecret(walked.property),
            // The row of the will's properties itself stands in the walk before `group` says so.
            section: walked.part.section(
                in: packet, version, walked.property, isWill: walked.part != .properties && group?.isWill == true))
        field.bits = walked.part.mask == 0 ? nil : walked.part.mask
        switch PacketPart.facts[Int(walked.part.rawValue)].form {
        case .number, .flag: field.value = String(walked.number)
        case .code: field.value = "0x" + HexDigit.lower([UInt8(truncatingIfNeeded: walked.number)])
        case .text: (field.value, field.meaning) = text(walked.range, isTopic: walked.part == .topic)
        case .bytes: (field.value, field.meaning) = data(walked.range)
        case .group: break
        }
        if field.meaning.isEmpty { field.meaning = walked.part.meaning(walked.number, in: packet) }
        // The meaning too: of a password it would be its length.
        let said = names.said(of: walked, in: bytes)
        field.isSecret = field.isSecret || said != nil
        if field.isSecret, !revealsSecrets { (field.value, field.meaning) = (said ?? Secret.dots, "") }
        take(field, walked)
        return true
    }

    mutating func note(_ note: WalkNote, at range: Range<Int>) {
        // A note on what lies in a property belongs one level deeper.
        let depth = property == nil ? 0 : 1
        switch note {
        case .malformed(let words):
            fields.append(
                WireField(
                    ReasonCode.malformedPacket.name, words, at: range, filterName: "_ws.malformed", depth: depth,
                    // 4.13 is on handling errors in MQTT 5; 3.1.1 has the like in 4.8.
                    section: version == .v5 ? "4.13" : "4.8"))
        case .breach(let words):
            fields.append(
                WireField(
                    ReasonCode.protocolError.name, words, at: range, filterName: "_ws.expert", depth: depth,
                    section: version == .v5 ? "4.13" : "4.8"))
        case .notKept(let count):
            fields.append(
                WireField(
                    "Not Kept", "\(grouped(range.upperBound - count)) B", meaning: "\(grouped(count)) B are kept",
                    at: range))
        case .versionUnknown(let version):
            fields.append(
                WireField(
                    "Protocol Version", "not known", meaning: "No CONNECT was seen; read as MQTT \(version.label)",
                    at: 0..<0, filterName: "mqtt.unknown_version", isImplied: true))
        }
    }

    // MARK: - Properties

    /// Puts a field where it belongs, and into the rows that stand for the whole of it.
    private mutating func take(_ field: WireField, _ walked: WalkedPart) {
        var field = field
        switch walked.part {
        case .properties, .willProperties:
            // Its length and its properties follow: the row is filled in as they come by.
            group = (fields.count, walked.part == .willProperties, 0)
            property = nil
        case .property:
            let id = walked.property
            field.name = id?.name ?? field.name
            if walked.isImplied {
                // What the standard gives has no bytes, and stands with no others.
                field.value = String(walked.number)
                field.meaning = id.map { Self.meaning($0, walked.number) } ?? ""
                property = nil
            } else {
                property = fields.count
                group?.count += 1
            }
        case .propertyID: field.meaning = walked.property?.name ?? "Not known"
        case .propertyNumber, .propertyText, .propertyBytes, .propertyTextLength, .propertyKeyLength, .propertyKey,
            .propertyValueLength, .propertyValue:
            if walked.part == .propertyNumber, let id = walked.property {
                field.meaning = Self.meaning(id, walked.number)
            }
            extend(by: field, walked.part)
        case .propertyLength: break
        default:
            // What follows the properties is of the packet again.
            group = nil
            property = nil
        }
        fields.append(field)
        if let group, !walked.isImplied {
            fields[group.row].value = group.count == 1 ? "1 property" : "\(group.count) properties"
        }
    }

    /// Makes the row of a property tell what its parts do.
    private mutating func extend(by field: WireField, _ part: PacketPart) {
        guard let property else { return }
        // The row of a property grows over each of its parts.
        fields[property].range = fields[property].range.lowerBound..<field.range.upperBound
        switch part {
        case .propertyNumber, .propertyText, .propertyBytes:
            fields[property].value = field.value
            fields[property].meaning = field.meaning
            fields[property].isSecret = field.isSecret
        case .propertyKey: fields[property].value = field.value
        case .propertyValue: fields[property].value += ": \(field.value)"
        default: break
        }
    }

    /// What the number of a property means, in the words that the house has for it.
    private static func meaning(_ id: PropertyID, _ number: UInt32) -> String {
        let value: Property.Value? =
            switch id.form {
            case .byte: .byte(UInt8(truncatingIfNeeded: number))
            case .twoBytes: .twoBytes(UInt16(truncatingIfNeeded: number))
            case .fourBytes: .fourBytes(number)
            default: nil
            }
        guard let words = value.map({ Property(id, $0).described.value }), words != String(number) else { return "" }
        // 0xFFFFFFFF is no number of seconds (MQTT 5 3.1.2.11.2).
        if id == .sessionExpiryInterval, number == .max { return "Never" }
        let prefix = "\(number) ("
        return words.hasPrefix(prefix) ? String(words.dropFirst(prefix.count).dropLast()) : words
    }

    // MARK: - Values

    /// What is kept of some bytes, and whether that is all of them.
    private func kept(_ range: Range<Int>, most: Int) -> (bytes: UnsafeRawBufferPointer, isWhole: Bool) {
        let start = min(range.lowerBound, bytes.count)
        // Never more than that: a payload of 256 MB must not become a string of it.
        let end = min(range.upperBound, bytes.count, start + most)
        return (UnsafeRawBufferPointer(rebasing: bytes[start..<max(start, end)]), end == range.upperBound)
    }

    /// A string, or its bytes where they are no text (MQTT 5 1.5.4).
    private func text(_ range: Range<Int>, isTopic: Bool) -> (value: String, meaning: String) {
        let (bytes, isWhole) = kept(range, most: 65_535)
        guard isWhole else { return data(range) }
        let fault = textFault(bytes, allowingWildcards: !isTopic)
        guard fault != .invalidUTF8 else { return (Self.hex(bytes), "Not valid UTF-8") }
        let words = fault?.words ?? ""
        return (
            String(decoding: bytes, as: UTF8.self),
            fault == nil ? "" : "It \(words.hasSuffix(".") ? String(words.dropLast()) : words)"
        )
    }

    /// Bytes: as text where they are that without control characters other than those of a text, else in hexadecimal.
    private func data(_ range: Range<Int>) -> (value: String, meaning: String) {
        let (bytes, isWhole) = kept(range, most: Self.mostOfValue)
        let size = "\(grouped(range.count)) B"
        let meaning = isWhole ? size : "the first \(grouped(bytes.count)) of \(size)"
        guard let text = Self.text(bytes, isWhole: isWhole) else { return (Self.hex(bytes), meaning) }
        return (text, meaning)
    }

    private static func text(_ bytes: UnsafeRawBufferPointer, isWhole: Bool) -> String? {
        // A character at the end may be cut.
        for cut in 0...(isWhole ? 0 : min(3, bytes.count)) {
            let part = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - cut)])
            guard textFault(part, allowingWildcards: true) == nil else { continue }
            let isPlain = part.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
            return isPlain ? String(decoding: part, as: UTF8.self) : nil
        }
        return nil
    }

    private static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        bytes.map { HexDigit.lower(CollectionOfOne($0)) }.joined(separator: " ")
    }
}
