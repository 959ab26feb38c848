import Text

extension TemplateCall.Form {
    /// A value as it is written in the place; nil for one that is no Base64 and should be.
    public func applied(to value: [UInt8]) -> [UInt8]? {
        switch self {
        case .json:
            var escaped: [UInt8] = []
            for byte in value {
                if JSONString.mustBeEscaped(byte) {
                    JSONString.escape(byte) { escaped.append($0) }
                } else {
                    escaped.append(byte)
                }
            }
            return escaped
        case .url: return Array(PercentEncoding.component(value).utf8)
        case .base64: return Array(Base64.encode(value).utf8)
        case .unbase64: return try? Base64.decode(String(decoding: value, as: UTF8.self))
        }
    }
}
