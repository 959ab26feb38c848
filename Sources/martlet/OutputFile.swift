import Files
import Glibc
import Profile

/// A file that answers go into, opened as curl's letters have it.
struct OutputFile {
    /// Its name: another than was asked for where that one is kept.
    private(set) var name: String
    let descriptor: CInt
    /// Whether it is a file that can be cut short and removed, and no device or pipe.
    let isRegular: Bool

    /// Opens it.
    /// - Parameters:
    ///   - isNamedByAnswer: whether a server chose the name, which takes the place of nothing.
    ///   - isContinued: whether what comes stands behind what is there.
    init(_ name: String, _ asked: CurlArguments, isNamedByAnswer: Bool = false, isContinued: Bool = false) throws {
        if asked.createsFolders { try FilePath.makeFolder(FilePath.folder(of: name)) }
        self.name = name
        let keeps = asked.keepsFiles ?? isNamedByAnswer
        // With O_EXCL, so that looking and making are one step.
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (isContinued ? O_APPEND : keeps ? O_EXCL : O_TRUNC)
        var file = open(name, flags, 0o666)
        // `--no-clobber` of curl counts up to 100 as well.
        if file < 0, errno == EEXIST, asked.keepsFiles == true {
            for number in 1...100 where file < 0 {
                self.name = "\(name).\(number)"
                file = open(self.name, flags, 0o666)
            }
        }
        guard file >= 0 else { throw RequestPrinter.problem(with: self.name) }
        descriptor = file
        // After it is opened: what the name meant before may be something else now.
        var facts = stat()
        isRegular = fstat(file, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }
}
