import NIOCore

/// Cuts what is read into lines, each without its end; the memory of one read is shared by its lines.
struct LineSplitter {
    /// The beginning of a line whose end has not come.
    private var partial = ByteBuffer()

    /// How many bytes wait for the end of their line.
    var pendingBytes: Int { partial.readableBytes }

    /// Adds a read, and hands out the lines that are complete.
    mutating func receive(_ read: ByteBuffer, _ line: (ByteBuffer) -> Void) {
        var read = read
        while let length = read.readableBytesView.firstIndex(of: 0x0A).map({ $0 - read.readerIndex }) {
            guard var piece = read.readSlice(length: length) else { return }
            read.moveReaderIndex(forwardBy: 1)
            if partial.readableBytes > 0 {
                // Only a line that lies across two reads is copied.
                partial.writeBuffer(&piece)
                line(partial)
                partial = ByteBuffer()
            } else {
                line(piece)
            }
        }
        partial.writeBuffer(&read)
    }

    /// The last line, when it has no end.
    mutating func rest() -> ByteBuffer? {
        guard partial.readableBytes > 0 else { return nil }
        defer { partial = ByteBuffer() }
        return partial
    }
}
