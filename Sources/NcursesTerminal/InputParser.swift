import Terminal

/// Turns what a terminal sends into events. Pure: bytes go in, events come out, nothing waits.
///
///     ground ──ESC──> sequence ──final──> ground        what is not complete yet stays in `rest`
///        ├── ESC [200~ ──> paste ── ESC [201~ ──> ground
///        └── ESC ] digit ──> answer ── BEL, ESC \ ──> ground
///
/// An answer is what the terminal says when it is asked (`TerminalAnswer`). Whatever stands in one is never taken for keys,
/// however long it is; only a second of silence, C-c, or another sequence ends one that was broken off.
struct InputParser {
    /// The longest sequence that is looked at; anything longer is noise.
    private static let longestSequence = 64

    /// Sequences that only the description of this terminal knows.
    private let known: [[UInt8]: KeyPress]
    private let erasesWithControlH: Bool
    /// Columns and rows, to keep the mouse inside.
    var size: Size
    private var rest: [UInt8] = []
    /// Whether the terminal was asked for its ground and has not answered.
    var awaitsAnswer = false
    /// What a pause has made a key of while an answer was awaited: it may have been the first byte or two of that.
    private var takenForKey: [UInt8] = []
    private var paste: PasteCollector?

    init(size: Size, known: [[UInt8]: KeyPress] = [:], erasesWithControlH: Bool = false) {
        self.size = size
        self.known = known
        self.erasesWithControlH = erasesWithControlH
    }

    /// What was understood, and how many bytes it took.
    enum Outcome {
        case incomplete
        case nothing(Int)
        case event(TerminalEvent, Int)
        case pasteBegins(Int)
    }

    /// Whether an answer of the terminal has begun and not ended.
    var isInAnswer: Bool { rest.count > 2 && TerminalAnswer.begins(rest) }

    /// Nothing arrived for a second: an answer that has not ended was broken off, unless what comes now is the rest of it.
    mutating func giveUpAnswer(before bytes: UnsafeRawBufferPointer) {
        if isInAnswer, !TerminalAnswer.isPlausible(rest + bytes) { rest = [] }
    }

    /// Takes what has arrived.
    mutating func feed(_ bytes: UnsafeRawBufferPointer, into events: inout [TerminalEvent]) {
        // The end marker of a paste got lost: C-c, alone in a read, is a way out; pasted it comes with its neighbours.
        if paste != nil && bytes.count == 1 && bytes[0] == 0x03 {
            endPaste(into: &events)
            return
        }
        // What a pause took for a key was the beginning of the answer.
        if !takenForKey.isEmpty, bytes.count > 2, TerminalAnswer.isPlausible(takenForKey + bytes) { rest = takenForKey }
        takenForKey = []
        var input = bytes
        var joined: [UInt8] = []
        if !rest.isEmpty {
            joined = rest + bytes
            rest = []
        }
        joined.withUnsafeBytes { joined in
            if !joined.isEmpty { input = joined }
            parse(input, into: &events)
        }
    }

    private mutating func parse(_ input: UnsafeRawBufferPointer, into events: inout [TerminalEvent]) {
        var index = 0
        while index < input.count {
            if paste != nil {
                index += paste?.take(UnsafeRawBufferPointer(rebasing: input[index...]), into: &events) ?? 0
                if paste?.isComplete == true { endPaste(into: &events) }
                continue
            }
            switch one(UnsafeRawBufferPointer(rebasing: input[index...])) {
            case .incomplete:
                let left = input[index...]
                // What is too long is noise: its end is waited for without keeping it. An Escape may be the half of an end.
                rest = Array(left.count <= InputParser.longestSequence ? left : left.prefix(3))
                if left.count > InputParser.longestSequence, left.last == 0x1B { rest.append(0x1B) }
                return
            case .nothing(let count):
                index += count
            case .event(let event, let count):
                // answer -> ground. One that is no colour leaves it awaited.
                if case .ground = event { awaitsAnswer = false }
                events.append(event)
                index += count
            case .pasteBegins(let count):
                paste = PasteCollector()
                index += count
            }
        }
    }

    private mutating func endPaste(into events: inout [TerminalEvent]) {
        paste?.flush(into: &events)
        paste = nil
    }

    /// Whether nothing that came waits for its end.
    var isIdle: Bool { rest.isEmpty && paste == nil }

    /// Whether a pause would show that what came is a key by itself: Escape, or `M-[`.
    var isUndecided: Bool {
        switch rest {
        // Escape alone or twice, M-[, M-O and M-], or Escape before one of these: each also begins something longer.
        case [0x1B], [0x1B, 0x1B], [0x1B, 0x5B], [0x1B, 0x4F], [0x1B, 0x1B, 0x5B], [0x1B, 0x1B, 0x4F], [0x1B, 0x5D]:
            true
        default: false
        }
    }

    /// Nothing arrived for as long as it takes.
    mutating func pause(into events: inout [TerminalEvent]) {
        guard isUndecided, let last = rest.last else { return }
        // An answer begins with ESC and ]: cut behind either by a slow line it looks like these keys.
        takenForKey = awaitsAnswer && rest.count <= 2 && (last == 0x5D || rest.count == 1) ? rest : []
        // The first of two Escapes; the second, or the letter with Meta, follows below.
        if rest.count == 3 || rest == [0x1B, 0x1B] { events.append(.key(KeyPress(.escape))) }
        if last == 0x1B {
            events.append(.key(KeyPress(.escape)))
        } else {
            events.append(.key(KeyPress(.character(Unicode.Scalar(last)), .meta)))
        }
        rest = []
    }

    /// Understands what the bytes begin with. There is at least one.
    private func one(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        guard bytes[0] == 0x1B else { return plain(bytes, modifiers: []) }
        guard bytes.count > 1 else { return .incomplete }
        switch bytes[1] {
        case 0x5B, 0x4F:
            return sequence(bytes, modifiers: [])
        case 0x5D where bytes.count == 2:
            return .incomplete
        case 0x5D where (0x30...0x39).contains(bytes[2]):
            return answer(bytes)
        case 0x1B:
            guard bytes.count > 2 else { return .incomplete }
            let next = bytes[2]
            // Escape, and another one that may begin something.
            guard next == 0x5B || next == 0x4F else { return .event(.key(KeyPress(.escape)), 1) }
            return after(1, sequence(UnsafeRawBufferPointer(rebasing: bytes[1...]), modifiers: .meta))
        default:
            return after(1, plain(UnsafeRawBufferPointer(rebasing: bytes[1...]), modifiers: .meta))
        }
    }

    private func after(_ count: Int, _ outcome: Outcome) -> Outcome {
        switch outcome {
        case .incomplete: .incomplete
        case .nothing(let taken): .nothing(taken + count)
        case .event(let event, let taken): .event(event, taken + count)
        case .pasteBegins(let taken): .pasteBegins(taken + count)
        }
    }

    /// A control or a character.
    private func plain(_ bytes: UnsafeRawBufferPointer, modifiers: Modifiers) -> Outcome {
        let byte = bytes[0]
        switch byte {
        // The terminal's own C-z is off with ISIG: it arrives as a byte.
        case 0x1A where modifiers.isEmpty: return .event(.suspendRequested, 1)
        case 0x09: return key(.tab, modifiers, 1)
        case 0x0D: return key(.enter, modifiers, 1)
        case 0x08 where erasesWithControlH, 0x7F: return key(.backspace, modifiers, 1)
        // C-Space, and C-@.
        case 0x00: return key(.character(" "), modifiers.union(.control), 1)
        case 0x01...0x1A: return key(.character(Unicode.Scalar(byte + 0x60)), modifiers.union(.control), 1)
        case 0x1B: return key(.escape, modifiers, 1)
        case 0x1C...0x1F: return key(.character(Unicode.Scalar(byte + 0x40)), modifiers.union(.control), 1)
        case 0x20..<0x7F: return key(.character(Unicode.Scalar(byte)), modifiers, 1)
        default: return character(bytes, modifiers)
        }
    }

    /// A character of several bytes; broken ones are passed over.
    private func character(_ bytes: UnsafeRawBufferPointer, _ modifiers: Modifiers) -> Outcome {
        let length =
            switch bytes[0] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        // Broken off by what comes next: only the bytes before that are passed over.
        for index in 1..<max(1, length) where index < bytes.count && bytes[index] & 0xC0 != 0x80 {
            return .nothing(index)
        }
        guard length > 1 else { return .nothing(1) }
        guard bytes.count >= length else { return .incomplete }
        let scalars = String(decoding: bytes[..<length], as: UTF8.self).unicodeScalars
        // C1 controls, overlong forms and surrogates write nothing.
        guard scalars.count == 1, let scalar = scalars.first, scalar.value >= 0xA0 else { return .nothing(length) }
        return key(.character(scalar), modifiers, length)
    }

    private func key(_ key: Key, _ modifiers: Modifiers, _ count: Int) -> Outcome {
        .event(.key(KeyPress(key, modifiers)), count)
    }

    /// What begins with `ESC ]` and a digit, up to its end.
    private func answer(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        var end = 3
        while end < bytes.count {
            switch bytes[end] {
            case 0x07: return answer(bytes[2..<end], end + 1)
            case 0x1B:
                guard end + 1 < bytes.count else { return .incomplete }
                // Another sequence: this one was broken off.
                return bytes[end + 1] == 0x5C ? answer(bytes[2..<end], end + 2) : .nothing(end)
            // Not taken: the C-c behind it is a key, and the way out of an answer without an end.
            case 0x03: return .nothing(end)
            // CAN and SUB end any sequence.
            case 0x18, 0x1A: return .nothing(end + 1)
            default: end += 1
            }
        }
        return .incomplete
    }

    private func answer(_ body: Slice<UnsafeRawBufferPointer>, _ count: Int) -> Outcome {
        TerminalAnswer.ground(UnsafeRawBufferPointer(rebasing: body)).map { .event(.ground($0), count) }
            ?? .nothing(count)
    }

    /// A sequence that begins with `ESC [` or `ESC O`.
    private func sequence(_ bytes: UnsafeRawBufferPointer, modifiers: Modifiers) -> Outcome {
        guard bytes.count > 2 else { return .incomplete }
        var end = 2
        if bytes[1] == 0x5B && bytes[2] == 0x5B {
            // The Linux console: ESC [ [ A is F1.
            end = 3
        } else {
            while end < bytes.count, (0x20...0x3F).contains(bytes[end]) { end += 1 }
        }
        guard end < bytes.count else { return .incomplete }
        // Another control, or no ASCII: the sequence was broken off.
        guard (0x40..<0x7F).contains(bytes[end]) else { return .nothing(end) }
        let whole = UnsafeRawBufferPointer(rebasing: bytes[...end])
        let control = ControlSequence(whole)
        if control.isPasteBegin { return .pasteBegins(end + 1) }
        // Before the description: what xterm sends means the same everywhere, and descriptions are often wrong.
        if let event = control.event(in: size, adding: modifiers) { return .event(event, end + 1) }
        if !known.isEmpty, let press = known[Array(whole)] {
            return .event(.key(KeyPress(press.key, press.modifiers.union(modifiers))), end + 1)
        }
        return .nothing(end + 1)
    }
}
