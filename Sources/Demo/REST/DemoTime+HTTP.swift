import Text

extension DemoTime {
    /// RFC 9110 5.6.7: "Tue, 24 Nov 2026 22:31:11 GMT".
    var httpDate: String { HTTPDate.text(Int(seconds)) }
}
