import Glibc

/// The three descriptors that every program is given, and may have been given closed.
public enum StandardDescriptors {
    /// Puts something on each that is closed, before anything else is opened: else the first pipe of our own would be
    /// taken for standard output.
    ///
    /// `/dev/null`, opened the wrong way round: reading a closed standard input and writing to a closed standard output
    /// stay the errors that they are (EBADF), as in the programs of coreutils.
    public static func fill() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            // open(2) answers with the lowest number that is free, which is this one.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
