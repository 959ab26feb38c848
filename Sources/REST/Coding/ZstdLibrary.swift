/// The system's Zstandard decoder, `libzstd`, where there is one; loaded at run time as ``BrotliLibrary`` is.
struct ZstdLibrary: Sendable {
    /// `ZSTD_inBuffer` and `ZSTD_outBuffer` (zstd.h): where bytes are, how many, and how far they are used.
    struct Buffer {
        var start: UnsafeMutableRawPointer?
        var size: Int
        var place: Int
    }

    typealias Create = @convention(c) () -> OpaquePointer?
    typealias Decompress = @convention(c) (OpaquePointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int
    typealias Free = @convention(c) (OpaquePointer) -> Int
    typealias IsError = @convention(c) (Int) -> UInt32

    /// `ZSTD_createDStream`.
    let create: Create
    /// `ZSTD_decompressStream`: the output, then the input; 0 at the end of a frame.
    let decompress: Decompress
    /// `ZSTD_freeDStream`.
    let free: Free
    /// `ZSTD_isError`.
    let isError: IsError

    /// The file that is looked for.
    static let name = "libzstd.so.1"
    /// The one of this system; nil where there is none.
    static let shared = ZstdLibrary(name)

    init?(_ name: String) {
        guard let library = SystemLibrary(name),
            let create = library.function("ZSTD_createDStream", as: Create.self),
            let decompress = library.function("ZSTD_decompressStream", as: Decompress.self),
            let free = library.function("ZSTD_freeDStream", as: Free.self),
            let isError = library.function("ZSTD_isError", as: IsError.self)
        else { return nil }
        self.create = create
        self.decompress = decompress
        self.free = free
        self.isError = isError
    }
}
