import Glibc

/// Does something while no file of this process can grow beyond a size: as on a full disk, what would go further is refused.
/// Other tests must write nothing large meanwhile: the bound is the process's.
public func withFiles<Result>(upTo bytes: UInt, _ body: () throws -> Result) rethrows -> Result {
    let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    var before = rlimit()
    getrlimit(resource, &before)
    var small = rlimit(rlim_cur: rlim_t(bytes), rlim_max: before.rlim_max)
    // The signal that comes with the refusal ends a program that has not said otherwise.
    let handler = signal(SIGXFSZ, SIG_IGN)
    setrlimit(resource, &small)
    defer {
        setrlimit(resource, &before)
        signal(SIGXFSZ, handler)
    }
    return try body()
}
