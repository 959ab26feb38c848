/// Whether two names differ by the case of letters or by two letters at most, one of them being a slip of the other.
func isNear(_ one: String, _ other: String) -> Bool {
    let a = Array(one.lowercased().utf8)
    let b = Array(other.lowercased().prefix(40).utf8)
    guard abs(a.count - b.count) <= 2, min(a.count, b.count) >= 3 else { return a == b }
    // Letters that changed places.
    if a.sorted() == b.sorted() { return true }
    // Of a short name two letters are half of it.
    let limit = min(a.count, b.count) >= 6 ? 2 : 1
    // Levenshtein's distance, of whose table one row is enough.
    var row = Array(0...b.count)
    for i in a.indices {
        var corner = row[0]
        row[0] = i + 1
        for j in b.indices {
            let change = corner + (a[i] == b[j] ? 0 : 1)
            corner = row[j + 1]
            row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[b.count] <= limit
}
