/// The system's Brotli decoder, `libbrotlidec`, where there is one.
///
/// Loaded at run time: one content coding is no reason for a package that every build would need.
struct BrotliLibrary: Sendable {
    typealias Create = @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?) -> OpaquePointer?
    typealias Decompress =
        @convention(c) (
            OpaquePointer, UnsafeMutablePointer<Int>, UnsafeMutablePointer<UnsafePointer<UInt8>?>,
            UnsafeMutablePointer<Int>, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, UnsafeMutablePointer<Int>?
        ) -> Int32
    typealias Destroy = @convention(c) (OpaquePointer) -> Void

    /// `BrotliDecoderCreateInstance`: an allocator, its counterpart and what they are given; nil for malloc's.
    let create: Create
    /// `BrotliDecoderDecompressStream`.
    let decompress: Decompress
    /// `BrotliDecoderDestroyInstance`.
    let destroy: Destroy

    /// The file that is looked for.
    static let name = "libbrotlidec.so.1"
    /// The one of this system; nil where there is none.
    static let shared = BrotliLibrary(name)

    init?(_ name: String) {
        guard let library = SystemLibrary(name),
            let create = library.function("BrotliDecoderCreateInstance", as: Create.self),
            let decompress = library.function("BrotliDecoderDecompressStream", as: Decompress.self),
            let destroy = library.function("BrotliDecoderDestroyInstance", as: Destroy.self)
        else { return nil }
        self.create = create
        self.decompress = decompress
        self.destroy = destroy
    }
}
