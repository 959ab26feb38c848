/// The payload in one line of at most `limit` columns, for a row of the tree or of the log.
///
/// White space is folded, bytes that are not text are shown as `0x12 34 …`. Only as many bytes are read as can show.
public func excerpt(_ bytes: UnsafeRawBufferPointer, limit: Int) -> String {
    String(decoding: bytes.prefix(limit).map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
}
