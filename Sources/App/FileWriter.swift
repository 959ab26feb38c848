import Dispatch
import Files
import Interface
import Model
import Payloads
import Profile
import Topics

/// Writes files of the person's choice, and the history of requests.
final class FileWriter {
    private let answers: Answers
    /// The history is written in the order in which requests ended.
    private let disk = DispatchQueue(label: "martlet.disk")

    init(answers: Answers) { self.answers = answers }

    /// Writes what a pane asked for.
    func run(_ effect: FileEffect, of connection: Workspace) {
        switch effect {
        case .writeMessage(let path, let sequence):
            guard let payload = connection.live.messages.payload(sequence) else {
                return answers.say((.error, "That message is no longer kept: nothing was written to \(path)"))
            }
            write(payload, to: path)
        case .write(let path, let bytes): write(bytes, to: path)
        }
    }

    private func write(_ payload: PayloadBytes, to path: String) {
        answers.begin()
        Task.detached { [answers] in
            do {
                try payload.withBytes { _ = try WholeFile.replace(HomePath.expanded(path), with: $0, for: .everybody) }
                answers.end(with: (.info, "Wrote \(payload.count) bytes to \(path)"))
            } catch {
                answers.end(with: (.error, "\(error)"))
            }
        }
    }

    /// Puts a copy into the clipboard of a desktop.
    func copy(_ bytes: [UInt8], by tool: ClipboardTool) {
        answers.begin()
        disk.async { [answers] in
            answers.end(with: tool.copy(bytes).map { (.warning, "Not in the desktop's clipboard: \($0)") })
        }
    }

    /// Writes down what was sent, one entry after another.
    func keep(_ entry: RequestHistory.Entry, in history: HistoryFile) {
        answers.begin()
        disk.async { [answers] in
            do {
                try history.add(entry)
                answers.end(with: nil)
            } catch {
                answers.end(with: (.warning, "\(error)"))
            }
        }
    }
}
