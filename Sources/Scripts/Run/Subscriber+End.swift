import MQTT

extension Subscriber {
    /// How a run ends.
    struct End {
        var result: Result<Int32, ScriptError> = .success(ExitStatus.success)
        /// Whether the broker is to publish the will.
        var publishesWill = false
        /// Whether there is nobody to print for.
        var isReaderGone = false

        static var done: End { End() }
        static var readerGone: End { End(isReaderGone: true) }
    }

    /// Says good-bye, after which nothing more is acknowledged, and prints what was: no broker sends it again.
    func finish(_ end: End) throws(ScriptError) -> Int32 {
        isOver = true
        // From now on a reader that takes nothing is given the patience of the end, and no more.
        deadline = .now
        var isReaderGone = end.isReaderGone
        let take = { [self] (item: Mailbox.Item) in
            // What the broker has left open is said, also when the messages that ended the run were faster.
            switch item {
            case .subscribed(.success(let answers)): tell(answers)
            case .unsubscribed(.success(let answers)): client.tell(answers)
            default: break
            }
            guard case .client(.messages(let batch), let time) = item, !isReaderGone else { return }
            if obstacle == nil {
                self.print(batch, at: time)
                if out.count >= Self.flushSize, (try? flush()) == false { isReaderGone = true }
            } else {
                unwritten += batch.count
            }
        }
        let left = mail
        mail = []
        for item in left {
            if case .client(let event, _) = item { client.tell(event) }
            take(item)
        }
        client.end(withWill: end.publishesWill, take)
        if !isReaderGone, obstacle == nil, client.hasBeenAccepted { _ = try? flush() }
        guard let obstacle else { return try end.result.get() }
        throw failure(obstacle, end)
    }

    /// What could not be written, behind what ended the run.
    private func failure(_ obstacle: ScriptError, _ end: End) -> ScriptError {
        var words = obstacle.description
        var status = obstacle.status
        if case .failure(let error) = end.result, error.description != words {
            words = "\(error.description); \(words)"
            status = error.status
        }
        if unwritten > 0 { words += ": up to \(unwritten) messages that came are not printed" }
        return ScriptError(words, status: status)
    }
}
