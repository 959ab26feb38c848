extension Properties {
    /// The correlation data (MQTT 5 3.3.2.3.6) among the raw property bytes of a PUBLISH; nil when there is none.
    public static func correlationData(in bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        var scanner = PropertyScanner(bytes, in: PropertyPlace(.publish), isTolerant: true)
        while let item = try? scanner.next() {
            if item.id == .correlationData { return [UInt8](item.bytes) }
        }
        return nil
    }
}
