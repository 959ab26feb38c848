import REST

/// The events of some bytes, which come in pieces that end at `cuts`.
func events(
    _ bytes: [UInt8], as format: StreamFormat, cutAt cuts: [Int] = [], lastID: String = "", limit: Int = 1 << 20,
    ends: Bool = true
) -> (events: [StreamEvent], reader: StreamReader) {
    var reader = StreamReader(format, lastID: lastID, limit: limit)
    var found: [StreamEvent] = []
    var start = 0
    for end in cuts + [bytes.count] {
        bytes[start..<end].withUnsafeBytes { piece in reader.take(piece) { found.append($0) } }
        start = end
    }
    if ends { reader.end { found.append($0) } }
    return (found, reader)
}

/// The same events however the bytes are cut: at each place in two, and in single bytes; nil when a cut changes them.
func eventsOfAnyCut(_ text: String, as format: StreamFormat, limit: Int = 1 << 20) -> [StreamEvent]? {
    let bytes = Array(text.utf8)
    let whole = events(bytes, as: format, limit: limit).events
    let cuts = bytes.indices.map { [$0] } + [Array(bytes.indices)]
    for cut in cuts where events(bytes, as: format, cutAt: cut, limit: limit).events != whole { return nil }
    return whole
}

extension StreamEvent {
    /// An event of text.
    init(_ text: String, name: String = "", id: String = "", cut: Int = 0) {
        self.init(Array(text.utf8), name: name, id: id, cut: cut)
    }
}
