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
