extension StringProtocol {
    /// Control characters that neither XML nor a line of text may hold: all but tab, line feed and carriage return.
    var hasControls: Bool {
        unicodeScalars.contains {
            ($0.value < 0x20 && $0 != "\t" && $0 != "\n" && $0 != "\r") || (0x7F...0x9F).contains($0.value)
                || $0.value == 0xFFFE || $0.value == 0xFFFF
        }
    }
}
