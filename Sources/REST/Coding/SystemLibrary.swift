import Glibc

/// A library that a system may have or lack: looked for when it is first wished for, and never let go.
struct SystemLibrary: @unchecked Sendable {
    /// The handle of dlopen(3), which any thread may use.
    private let handle: UnsafeMutableRawPointer

    /// - Parameter name: the file's name with the version of its interface, so that an older or newer one with other
    ///   functions is never taken for it.
    init?(_ name: String) {
        guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { return nil }
        self.handle = handle
    }

    /// A function of the library; nil when it has none of that name.
    ///
    /// `Function` must be the C function's own `@convention(c)` type: nothing can check it.
    func function<Function>(_ name: String, as _: Function.Type = Function.self) -> Function? {
        guard let address = dlsym(handle, name) else { return nil }
        return unsafeBitCast(address, to: Function.self)
    }
}
