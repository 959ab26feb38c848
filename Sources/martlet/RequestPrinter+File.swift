import Files
import Glibc
import Profile
import REST
import Scripts
import Synchronization
import Text

/// The file that the body goes into.
extension RequestPrinter {
    func openFile(_ state: inout State) throws {
        let isContinued = asked.continuation.map { $0 != .from(0) } ?? false
        var facts = stat()
        // What a failed try leaves is cut back to this, and not to nothing.
        state.found = isContinued && stat(state.name, &facts) == 0 ? Int(facts.st_size) : nil
        state.file = try AnswerFile.open(
            state.name, asked, isNamedByAnswer: state.isNamedByAnswer, isContinued: isContinued)
        state.name = state.file.path
        state.isOpen = true
    }

    /// Makes ready for another try (`--retry`): what came into a file is taken back.
    func beginAgain() throws {
        try state.withLock { state in
            // What came of an answer that failed before its body.
            if !state.hasShownHeads { try showHeads(&state) }
            // Of a pipe nothing can be taken back: there both tries stand behind one another, as with curl.
            if !state.name.isEmpty, state.file.isRegular, state.isOpen {
                try WriteProblem.saying { () throws(FileFailure) in try state.file.cut(to: state.found ?? 0) }
            }
            (state.hops, state.toldSent, state.toldAnswers) = ([], 0, 0)
            (state.hasShownHeads, state.isHidden, state.makesFile, state.verdict) = (false, false, true, nil)
            state.unfinished = []
        }
    }

    /// Closes the file. One that was asked for is there also when the body was empty.
    /// - Parameter isGood: whether the answer is what was asked for.
    /// - Throws: ``WriteProblem`` when it is not, or when its end could not be written.
    func end(isGood: Bool) throws {
        try state.withLock { state in
            var isDone = false
            defer {
                try? state.headFile.take()?.close()
                // Something failed before its end.
                if state.isOpen, !state.name.isEmpty {
                    state.isOpen = false
                    try? state.file.close()
                }
                // A device is not removed.
                if !(isDone && isGood), !state.file.isStandard, state.file.isRegular, asked.removesOnError {
                    unlink(state.name)
                }
            }
            // The body ended within a character: its half is shown as what it is.
            if !state.unfinished.isEmpty { try OutputDescriptor.standard.print(state.unfinished, terminator: "") }
            // What came of an answer that failed before its body.
            if !state.hasShownHeads { try showHeads(&state) }
            let response = state.hops.last?.response
            if let response {
                // HTTP/2 has no such text.
                let text = response.trailers.map { "\($0.name): \($0.value)\r\n" }.joined()
                let trailers = response.version == "HTTP/2" ? Array(text.utf8) : response.trailerSection
                if !trailers.isEmpty { try show(head: trailers, &state) }
            }
            if let file = state.headFile.take() {
                try WriteProblem.saying { () throws(FileFailure) in try file.close() }
            }
            guard !state.name.isEmpty else { return }
            if !state.isOpen, isGood, state.makesFile { try openFile(&state) }
            guard state.isOpen else { return }
            state.isOpen = false
            if asked.keepsTime, let moment = response?.fields["last-modified"].flatMap({ LenientDate.seconds($0) }) {
                let time = timespec(tv_sec: moment, tv_nsec: 0)
                // On the open file: its name may have been given to another one meanwhile.
                futimens(state.file.descriptor, [time, time])
            }
            // A server of files may tell only now that there is no room.
            try WriteProblem.saying { () throws(FileFailure) in try state.file.close() }
            isDone = true
        }
    }
}
