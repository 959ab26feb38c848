/// How many bytes stand in a line that shows them as hex and as characters.
public enum HexRow {
    /// Sixteen, or eight or four where there is less room: the characters stand whole beside the bytes.
    /// - Parameter columns: the columns that a line of so many bytes takes.
    public static func bytes(in width: Int, columns: (Int) -> Int) -> Int {
        [16, 8].first { columns($0) <= width } ?? 4
    }
}
