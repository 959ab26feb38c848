import NIOCore

extension Publish {
    /// Bytes that it takes while it waits: payload, topic and properties, each of which may be large.
    var heldBytes: Int {
        var bytes = payload.readableBytes + topic.utf8.count
        for property in properties.list { bytes += property.value.heldBytes }
        return bytes
    }
}

extension Property.Value {
    fileprivate var heldBytes: Int {
        switch self {
        case .byte, .twoBytes, .fourBytes, .variable: 0
        case .string(let text): text.utf8.count
        case .pair(let name, let value): name.utf8.count + value.utf8.count
        case .binary(let bytes): bytes.count
        }
    }
}
