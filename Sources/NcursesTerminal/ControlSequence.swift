import Terminal

/// A complete `ESC [ … final` or `ESC O … final`, as xterm and those like it send for keys and for the mouse.
struct ControlSequence {
    private let introducer: UInt8
    private let mark: UInt8?
    private let parameters: [Int]
    private let final: UInt8

    init(_ bytes: UnsafeRawBufferPointer) {
        introducer = bytes[1]
        final = bytes[bytes.count - 1]
        var body = bytes[2..<(bytes.count - 1)]
        // `<`, `=`, `>` or `?`: private parameters (ECMA-48 5.4.1), of which the mouse has `<`.
        if let first = body.first, first >= 0x3C {
            mark = first
            body = body.dropFirst()
        } else {
            mark = nil
        }
        var parameters: [Int] = []
        for field in body.split(separator: 0x3B, omittingEmptySubsequences: false) {
            var value = 0
            // What follows a colon only says more about the same.
            for byte in field.prefix(while: { $0 != 0x3A }) where (0x30...0x39).contains(byte) {
                // Bounded, so that a long row of digits does not overflow; above every scalar there is.
                value = min(value * 10 + Int(byte - 0x30), 1 << 24)
            }
            parameters.append(value)
        }
        self.parameters = parameters
    }

    private func parameter(_ index: Int, default value: Int = 0) -> Int {
        index < parameters.count && parameters[index] > 0 ? parameters[index] : value
    }

    /// `ESC [200~`
    var isPasteBegin: Bool { final == 0x7E && introducer == 0x5B && mark == nil && parameter(0) == 200 }

    /// What was pressed or pointed at; nil when it is nothing of interest.
    func event(in size: Size, adding modifiers: Modifiers) -> TerminalEvent? {
        // The answer to DSR 5: `ESC [ 0 n`, ready (ECMA-48 8.3.35).
        if final == UInt8(ascii: "n"), introducer == 0x5B, mark == nil, parameters == [0] { return .shown }
        if mark == 0x3C { return mouse(in: size).map { .mouse($0) } }
        guard mark == nil, let press = key(adding: modifiers) else { return nil }
        return .key(press)
    }

    private func key(adding modifiers: Modifiers) -> KeyPress? {
        // Old terminals say ESC O 5 A, where it is the only parameter.
        let bits = introducer == 0x4F ? parameter(0, default: 1) : parameter(1, default: 1)
        let modifiers = ControlSequence.modifiers(bits).union(modifiers)
        switch final {
        case UInt8(ascii: "~"): return numbered(modifiers)
        // `ESC [ code ; modifiers u`: kitty's protocol, and xterm's formatOtherKeys.
        case UInt8(ascii: "u"): return introducer == 0x5B ? written(parameter(0), modifiers) : nil
        case UInt8(ascii: "Z"): return KeyPress(.tab, modifiers.union(.shift))
        case UInt8(ascii: "M") where introducer == 0x4F: return KeyPress(.enter, modifiers)
        case UInt8(ascii: "j")...UInt8(ascii: "y") where introducer == 0x4F:
            // The keys of the number pad in application mode.
            return KeyPress(.character(Unicode.Scalar(final - 0x40)), modifiers)
        default: return ControlSequence.lettered(final).map { KeyPress($0, modifiers) }
        }
    }

    private static func lettered(_ final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .f(Int(final) - 0x4F)
        default: nil
        }
    }

    private func numbered(_ modifiers: Modifiers) -> KeyPress? {
        let key: Key
        switch parameter(0) {
        case 1, 7: key = .home
        case 2: key = .insert
        case 3: key = .delete
        case 4, 8: key = .end
        case 5: key = .pageUp
        case 6: key = .pageDown
        case let number where (11...15).contains(number): key = .f(number - 10)
        // DEC's numbers have holes where the VT220's keyboard had gaps: 16, 22, 27 and 30.
        case let number where (17...21).contains(number): key = .f(number - 11)
        case let number where (23...26).contains(number): key = .f(number - 12)
        case let number where (28...29).contains(number): key = .f(number - 13)
        case let number where (31...34).contains(number): key = .f(number - 14)
        // `ESC [ 27 ; modifiers ; code ~`: xterm's modifyOtherKeys.
        case 27: return written(parameter(2), modifiers)
        default: return nil
        }
        return KeyPress(key, modifiers)
    }

    /// A key that is told by its character, where a terminal says more than bytes can.
    private func written(_ code: Int, _ modifiers: Modifiers) -> KeyPress? {
        switch code {
        case 9: return KeyPress(.tab, modifiers)
        case 13: return KeyPress(.enter, modifiers)
        case 27: return KeyPress(.escape, modifiers)
        case 8, 127: return KeyPress(.backspace, modifiers)
        default:
            // The private use area has kitty's numbers for keys without a character.
            guard code >= 0x20, !(0x7F..<0xA0).contains(code), !(0xE000...0xF8FF).contains(code),
                let scalar = Unicode.Scalar(UInt32(code))
            else { return nil }
            return KeyPress(.character(scalar), modifiers)
        }
    }

    /// xterm's number: one more than Shift 1, Alt 2, Control 4, Meta 8.
    private static func modifiers(_ number: Int) -> Modifiers {
        let bits = UInt8(truncatingIfNeeded: max(0, number - 1))
        return Modifiers(rawValue: bits & 7).union(bits & 8 != 0 ? .meta : [])
    }

    private func mouse(in size: Size) -> MouseEvent? {
        guard parameters.count == 3, final == UInt8(ascii: "M") || final == UInt8(ascii: "m") else { return nil }
        let code = parameters[0]
        let action: MouseAction
        var button = code & 3
        // Bit 5: it moved; bit 6: the wheel; bit 7: further buttons.
        switch code & 0b1110_0000 {
        case 64:
            guard button < 2 else { return nil }
            action = button == 0 ? .wheelUp : .wheelDown
            button = 0
        // With mode 1002 a move is told only while a button is down.
        case 32: action = .drag
        case 0: action = final == UInt8(ascii: "M") ? .press : .release
        default: return nil
        }
        // 3 is a move with no button down.
        guard button < 3 else { return nil }
        let at = Point(
            // The window may have shrunk since, and a hostile or broken terminal says anything.
            x: min(max(1, parameters[1]), max(1, size.width)) - 1,
            y: min(max(1, parameters[2]), max(1, size.height)) - 1)
        var modifiers: Modifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.meta) }
        if code & 16 != 0 { modifiers.insert(.control) }
        return MouseEvent(action, button: button, at: at, modifiers: modifiers)
    }
}
