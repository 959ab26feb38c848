import Files
import Glibc
import Profile

/// Finds secrets where they are: in the environment, in files, in what programs print. ``SecretResolver`` asks for the
/// others.
enum SecretReader {
    /// A secret could not be found, in words.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The most bytes read of a file or of a program.
    private static let maximumSize = 64 * 1024
    /// How long a program or a pipe may take.
    private static let patience = Duration.seconds(20)

    /// The value of a secret; what is read and run is on a thread that nobody else waits for.
    /// - Parameter words: what it is for: said in errors.
    static func value(of secret: Secret, for words: String) async throws(Failure) -> String {
        switch secret {
        // Here already: a thread for it would be a twentieth of a script's start.
        case .literal, .environment: return try find(secret, words)
        case .file, .command, .prompt, .token: break
        }
        let result: Result<String, Failure> = await withCheckedContinuation { done in
            BlockingWork.run {
                do throws(Failure) {
                    done.resume(returning: .success(try find(secret, words)))
                } catch {
                    done.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    private static func find(_ secret: Secret, _ words: String) throws(Failure) -> String {
        switch secret {
        case .literal(let text): return text
        case .environment(let name):
            guard let value = getenv(name) else {
                throw Failure(description: "\(words): $\(name) is not set; set it before martlet starts")
            }
            return String(cString: value)
        case .file(let path): return try read(path, words)
        case .command(let arguments): return try run(arguments, words)
        // `SecretResolver` asks for these, and does not come here with them.
        case .prompt, .token: throw Failure(description: "\(words) was not asked for")
        }
    }

    // MARK: - Files and programs

    private static func read(_ path: String, _ words: String) throws(Failure) -> String {
        let path = HomePath.expanded(path)
        let bytes: [UInt8]
        do {
            let file = try FileInput(path)
            bytes = try WholeFile.read(file, limit: maximumSize, until: .now + patience)
        } catch {
            if case .tooLarge = error.reason { throw tooLarge(words, path) }
            throw Failure(description: "\(words): cannot read \(path): \(error.reason)")
        }
        return try firstLine(bytes, words, path)
    }

    /// Runs a program without a shell; its standard input is empty and what it complains of goes nowhere.
    private static func run(_ arguments: [String], _ words: String) throws(Failure) -> String {
        guard let program = arguments.first, !program.isEmpty else {
            throw Failure(description: "\(words): the command has no program")
        }
        do {
            let bytes = try Program.output(of: arguments, limit: maximumSize, within: patience)
            return try firstLine(bytes, words, program)
        } catch let error as Program.Failure {
            throw Failure(description: "\(words): \(error)")
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure(description: "\(words): \(error)")
        }
    }

    private static func firstLine(_ bytes: [UInt8], _ words: String, _ place: String) throws(Failure) -> String {
        var line = bytes.prefix { $0 != 0x0A }
        // The file may have been written on Windows.
        if line.last == 0x0D { line.removeLast() }
        guard !line.isEmpty else { throw Failure(description: "\(words): the first line of \(place) is empty") }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw Failure(description: "\(words): the first line of \(place) is not UTF-8")
        }
        return text
    }

    private static func tooLarge(_ words: String, _ place: String) -> Failure {
        Failure(description: "\(words): \(place) gives over 64 KiB: a secret is its first line")
    }
}
