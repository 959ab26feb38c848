import Files
import Glibc
import Profile

/// A file that answers go into, opened as curl's letters have it.
enum AnswerFile {
    /// Opens it; its name is another than was asked for where that one is kept.
    /// - Parameters:
    ///   - isNamedByAnswer: whether a server chose the name, which takes the place of nothing.
    ///   - isContinued: whether what comes stands behind what is there.
    static func open(
        _ name: String, _ asked: CurlArguments, isNamedByAnswer: Bool = false, isContinued: Bool = false
    ) throws -> OutputFile {
        if asked.createsFolders { try FilePath.makeFolder(FilePath.folder(of: name)) }
        let keeps = asked.keepsFiles ?? isNamedByAnswer
        let manner: OutputFile.Manner = isContinued ? .behind : keeps ? .onlyNew : .anew
        var path = name
        var number = 0
        while true {
            do throws(FileFailure) {
                return try OutputFile(path, manner)
            } catch {
                // `--no-clobber` of curl counts up to 100 as well.
                number += 1
                guard error.reason == .system(EEXIST), asked.keepsFiles == true, number <= 100 else {
                    throw WriteProblem(error)
                }
                path = "\(name).\(number)"
            }
        }
    }
}
