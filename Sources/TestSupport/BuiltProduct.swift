import Glibc

/// The path of a program that was built beside the running test bundle: `builtProduct("martlet")`.
///
/// Test runs of every kind start with the test bundle's path somewhere in their arguments, or are the bundle itself.
public func builtProduct(_ name: String) -> String {
    let candidates = CommandLine.arguments + [executablePath()]
    for argument in candidates {
        guard let slash = argument.lastIndex(of: "/") else { continue }
        let path = "\(argument[..<slash])/\(name)"
        if access(path, X_OK) == 0 { return path }
    }
    // Not found: the path where it should be, so that the failing start names it.
    let own = executablePath()
    return "\(own[..<(own.lastIndex(of: "/") ?? own.startIndex)])/\(name)"
}

private func executablePath() -> String {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = buffer.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { readlink("/proc/self/exe", $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? 0
    }
    return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
}
