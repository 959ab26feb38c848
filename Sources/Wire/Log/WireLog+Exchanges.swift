import REST

/// HTTP exchanges become rows.
extension WireLog {
    /// Adds the steps of an exchange that were not known.
    func update(_ exchange: WireExchange, _ piece: UInt64) {
        let known = exchangeRows(piece)
        let handshake: WireRow.Handshake = !exchange.isOver ? .open : exchange.failure.isEmpty ? .done : .failed
        var beginner = known.first?.number
        for (step, hop, after) in exchange.steps {
            let place = Self.place(step, hop)
            if known.contains(where: { $0.place == place }) { continue }
            var entry = WireEntry(
                piece: piece, uptime: exchange.startedUptime + after, head: beginner ?? entries.end, kind: .step)
            entry.offset = place
            let number = add(entry)
            if let beginner { link(number, to: beginner, handshake) } else { beginner = number }
        }
        guard let beginner, entries.contains(beginner) else { return }
        entries[beginner].handshake = handshake
        tell(beginner)
        if exchange.isOver, !entries[beginner].isJudged {
            for verdict in WireVerdict.all(of: exchange) { judge(verdict, beginner) }
        }
    }

    /// The rows of an exchange that are there, and which step each is.
    private func exchangeRows(_ piece: UInt64) -> [(number: UInt64, place: UInt32)] {
        // They are among the last.
        var number = entries.end
        while number > entries.first {
            number -= 1
            let entry = entries[number]
            guard entry.piece == piece else { continue }
            return rows(from: entry.head).map { ($0, entries[$0].offset) }
        }
        return []
    }

    /// The rows of a handshake in order, as far as they are kept.
    public func rows(from head: UInt64) -> [UInt64] {
        var numbers: [UInt64] = []
        var number = head
        while entries.contains(number) {
            numbers.append(number)
            number = entries[number].next
        }
        return numbers
    }

    /// Whether one of the rows of a handshake is so.
    func containsRow(from head: UInt64, where isSo: (UInt64) -> Bool) -> Bool {
        var number = head
        while entries.contains(number) {
            if isSo(number) { return true }
            number = entries[number].next
        }
        return false
    }

    static func place(_ step: WireHTTP.Step, _ hop: Int) -> UInt32 {
        UInt32(hop * 8 + (WireHTTP.Step.allCases.firstIndex(of: step) ?? 0))
    }

    static func step(at place: UInt32) -> (step: WireHTTP.Step, hop: Int) {
        (WireHTTP.Step.allCases[min(Int(place % 8), WireHTTP.Step.allCases.count - 1)], Int(place / 8))
    }
}
