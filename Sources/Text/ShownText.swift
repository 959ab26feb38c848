/// Bytes as people read them: text as it is, a byte that is no UTF-8 by its value, as `k«fc»che`.
public func shownText(_ bytes: UnsafeRawBufferPointer) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    bytes.withMemoryRebound(to: UInt8.self) { bytes in
        guard let base = bytes.baseAddress else { return }
        var position = 0
        while position < bytes.count {
            let (value, length) = UTF8Bytes.scalar(base, position, bytes.count)
            if length > 0, let scalar = Unicode.Scalar(value) {
                text.unicodeScalars.append(scalar)
            } else {
                text += ScalarClass.byte(base[position])
            }
            position += max(1, length)
        }
    }
    return text
}
