import Dispatch
import Files
import Glibc
import Interface
import Model
import Payloads
import Profile
import Text
import Topics

/// Writes files of the person's choice, pictures of the screen, and the history of requests.
final class FileWriter {
    private let answers: Answers
    private let copies: ClipboardCopies
    private let inbox: Inbox
    /// Where the last answers by URL are kept over restarts; nil keeps none.
    var states: StatesFolder?
    /// Where answers are kept over restarts; nil keeps none.
    var kept: BoundedFolder?
    /// The history is written in the order in which requests ended, and the last choices come last.
    private let disk = DispatchQueue(label: "martlet.disk")

    init(inbox: Inbox, answers: Answers) {
        self.inbox = inbox
        self.answers = answers
        copies = ClipboardCopies(answers: answers)
    }

    /// Writes what a pane asked for.
    func run(_ effect: FileEffect, of connection: Workspace) {
        switch effect {
        case .writeMessage(let path, let sequence):
            guard let payload = connection.live.messages.payload(sequence) else {
                return answers.say((.error, "That message is no longer kept: nothing was written to \(path)"))
            }
            write(payload, to: path)
        case .write(let path, let bytes): write(bytes, to: path)
        case .removeAnswers: removeAnswers()
        }
    }

    /// Takes away what is kept of answers, behind what is still to be written.
    private func removeAnswers() {
        answers.begin()
        // On the same queue: an answer that is being written would otherwise appear behind the removal.
        disk.async { [answers, folders = [kept, states?.folder].compactMap(\.self)] in
            do {
                var count = 0
                for folder in folders { count += try folder.removeAll() }
                let words = count == 1 ? "1 file of answers was" : "\(count) files of answers were"
                answers.end(with: (.info, "\(words) taken off the disk"))
            } catch {
                answers.end(with: (.error, "\(error)"))
            }
        }
    }

    private func write(_ payload: PayloadBytes, to path: String) {
        answers.begin()
        Task.detached { [answers] in
            do {
                try payload.withBytes { _ = try WholeFile.replace(HomePath.expanded(path), with: $0, for: .everybody) }
                answers.end(with: (.info, "Wrote \(grouped(payload.count)) bytes to \(path)"))
            } catch {
                answers.end(with: (.error, "\(error)"))
            }
        }
    }

    /// Writes to a file that was not there: all but the first of one name have a further number.
    func writeNew(_ bytes: [UInt8], named name: String, ending: String) {
        answers.begin()
        BlockingWork.run { [answers] in answers.end(with: Self.create(bytes, named: name, ending: ending)) }
    }

    private static func create(_ bytes: [UInt8], named name: String, ending: String) -> EffectOutcome {
        var number = 1
        while true {
            let path = number == 1 ? "\(name).\(ending)" : "\(name)-\(number).\(ending)"
            do throws(FileFailure) {
                // Created, never replaced: what has the name may be the person's own.
                try WholeFile.create(path, with: bytes, for: .everybody)
                return (.info, "Wrote \(grouped(bytes.count)) bytes to \(path)")
            } catch {
                guard error.reason == .system(EEXIST), number < mostOfOneName else { return (.error, "\(error)") }
                number += 1
            }
        }
    }

    private static let mostOfOneName = 1000

    /// Writes down what is known of resources, one after another.
    func keep(_ kept: [KeptAnswer]) {
        guard let states, !kept.isEmpty else { return }
        answers.doOnDisk(in: disk) { () throws(FileFailure) in for answer in kept { try states.keep(answer) } }
    }

    /// Puts a copy into the clipboard of a desktop.
    func copy(_ bytes: [UInt8], by tool: ClipboardTool) { copies.add(bytes, by: tool) }

    /// Writes down what was sent, one entry after another, and what was answered before it.
    func keep(_ ended: Requests.Ended, in history: HistoryFile) {
        answers.doOnDisk(in: disk) { [answers, inbox, kept] () throws(FileFailure) in
            var entry = ended.entry
            do {
                if let record = ended.record, let kept {
                    let dropped = try kept.put(record.key, record.bytes).count
                    if dropped > 0 { inbox.deliver(.answersDropped(dropped)) }
                } else {
                    // An entry that names an answer is offered with it: this one has none on the disk.
                    entry.answer = nil
                }
            } catch {
                entry.answer = nil
                answers.say((.warning, "The answer is not kept: \(error)"))
            }
            try history.add(entry)
        }
    }

    /// Writes down what was taken from the palette.
    func keep(_ choices: [String], in file: ChoicesFile) {
        answers.doOnDisk(in: disk) { () throws(FileFailure) in try file.keep(choices) }
    }
}
