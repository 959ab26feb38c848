/// Numbers in payloads that are one, or JSON.
extension NumericValue {
    /// The number in a payload; nil when there is none.
    /// - Parameter path: the field that it stands in; nil when the payload is the number.
    public init?(at path: JSONFieldPath?, in payload: UnsafeRawBufferPointer) {
        guard let path else {
            self.init(payload)
            return
        }
        guard let number = JSONValues.scalar(at: path, in: payload).flatMap({ NumericValue($0) }) else { return nil }
        self = number
    }

    /// The number in a payload as it was sent, with its unit; nil when there is none.
    public static func text(at path: JSONFieldPath?, in payload: UnsafeRawBufferPointer) -> String? {
        guard let bytes = path.map({ JSONValues.scalar(at: $0, in: payload) }) ?? payload, NumericValue(bytes) != nil
        else {
            return nil
        }
        // Without the blanks and line ends around it, as it was read.
        guard let start = bytes.firstIndex(where: { $0 > 0x20 }), let end = bytes.lastIndex(where: { $0 > 0x20 }) else {
            return nil
        }
        return String(decoding: bytes[start...end], as: UTF8.self)
    }

    /// The fields of a payload that are numbers, in its order; nil stands for the payload itself.
    public static func fields(of payload: UnsafeRawBufferPointer, limit: Int) -> [JSONFieldPath?] {
        if NumericValue(payload) != nil { return [nil] }
        guard let first = payload.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return [] }
        var fields: [JSONFieldPath?] = []
        JSONValues.forEachScalar(in: payload) { path, value in
            if NumericValue(value) != nil { fields.append(path) }
            return fields.count < limit
        }
        return fields
    }
}
