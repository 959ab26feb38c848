public import JSONPath

extension JSONPathSearch {
    /// Starts to ask a payload.
    public convenience init(_ path: JSONPath, in payload: PayloadBytes) {
        // The bytes stay where they are as long as the payload lives.
        self.init(path, in: payload.withBytes { $0 }, ownedBy: payload)
    }

    /// The results that are kept, as they were sent, one after another with line breaks in between.
    /// - Parameter payload: the one that was asked.
    public func result(in payload: PayloadBytes) -> PayloadBytes {
        payload.withBytes { bytes in
            if ranges.count == 1 {
                return PayloadBytes(owner: payload, UnsafeRawBufferPointer(rebasing: bytes[ranges[0]]))
            }
            var all: [UInt8] = []
            all.reserveCapacity(keptBytes + ranges.count)
            for (number, range) in ranges.enumerated() {
                if number > 0 { all.append(0x0A) }
                all.append(contentsOf: bytes[range])
            }
            return PayloadBytes(all)
        }
    }
}

extension JSONPathLocator {
    /// A locator for the values of a payload.
    public convenience init(_ payload: PayloadBytes) {
        self.init(payload.withBytes { $0 }, ownedBy: payload)
    }
}
