import Text

/// What a `Content-Disposition` field says (RFC 6266).
public enum ContentDisposition {
    /// The name of the file, without the folders before it and without control characters; nil when there is none that can
    /// be used.
    public static func filename(_ value: String) -> String? {
        for part in FieldList.parts(value[...], at: ";") {
            // `filename*` (RFC 6266 4.3) is passed over, as in curl.
            guard let equals = part.firstIndex(of: "="),
                part[..<equals].trimming(\.isFieldBlank).lowercased() == "filename"
            else { continue }
            var rest = part[part.index(after: equals)...].trimming(\.isFieldBlank)
            let text = rest.first == "\"" ? rest.popQuotedWord() : String(rest)
            // Both slashes: names come from Windows, too, and none may climb out of the folder. Scalar by scalar, as the system
            // reads them: a slash with a mark over it is another letter to Swift.
            let last = text.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last.map { String($0) } ?? ""
            let isSafe = !["", ".", ".."].contains(last) && last.unicodeScalars.allSatisfy { $0.value >= 0x20 }
            return isSafe ? last : nil
        }
        return nil
    }
}
