import Interface
import Kit
import Terminal
import Text

/// What the monkey does next: keys, mouse, pastes and sizes, by moods that each begin somewhere else in the program.
struct MonkeyHand {
    private var random: SplitMix64
    /// Where the next moods begin, in turn, so that all of them come.
    private var tour: Int
    private var left = 0
    private var mood = Mood.keys
    /// Events that are decided already.
    private var planned: [TerminalEvent] = []
    private(set) var size = Size(width: 120, height: 36)
    private let bound: [KeyPress]

    private enum Mood: CaseIterable {
        case keys, typing, mouse, lists, all
    }

    /// Ways into every room, popup, form, editor and line.
    static let starts = [
        "1", "1s", "1u", "1p", "1p<C-o>", "1p<C-o><C-o>", "1P", "1P<Tab>", "1P<Tab><Tab>", "1/", "1jjc", "1jjR", "1jjD",
        "1jj<Del>", "1X",
        "1<Tab>/", "1<Tab><Enter>", "1<Tab><Tab>v", "1<Tab><Tab>/", "1<Tab><Tab>|", "1<Tab><Tab><Tab><Enter>",
        "1<Tab><Tab>w", "2", "2j<Enter>", "2/", "2H", "2r", "2m", "2S", "2a", "2<Tab><Enter>", "2<Tab>l<Down><Enter>",
        "2<Tab>ll<Down><Down><Enter>", "2<Tab>b", "2<Tab>lll", "2<Tab>llll<Down>", "2<C-s>", "2<Tab><Tab>/", "3", "3c",
        "3<Tab>", "3<Tab><Tab>/", "3<Tab><Tab><Tab>", "3<S-Tab>/", "3w", "4", "4e", "4a", "4d", "4t", "4r", "4/",
        "4<Tab><Tab>a", "4<Tab><Tab>e", "4jj<Enter>", "?", "<C-p>", "<C-p>retained<Enter>", "<C-p>chart<Enter>",
        "<C-p>notices<Enter>", "<C-p>connection<Enter>", "!", "z", "E", "]",
    ]

    private static let sizes = [
        Size(width: 80, height: 24), Size(width: 120, height: 36), Size(width: 160, height: 50),
        Size(width: 210, height: 60), Size(width: 90, height: 50), Size(width: 79, height: 23),
        Size(width: 1, height: 1),
        Size(width: 80, height: 25), Size(width: 300, height: 24), Size(width: 100, height: 30),
    ]

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        tour = Int(seed % UInt64(Self.starts.count))
        bound = Keymap.standard.bindings.flatMap(\.keys)
    }

    mutating func next() -> TerminalEvent {
        if !planned.isEmpty { return planned.removeFirst() }
        if left == 0 { begin() }
        left -= 1
        switch random.below(400) {
        case 0: return resize()
        case 1..<4: return .paste(MonkeyTexts.paste(&random))
        default: break
        }
        switch mood {
        case .keys: return .key(random.percent(70) ? random.one(of: bound) : anyKey())
        case .typing: return random.percent(75) ? typed() : .key(anyKey())
        case .mouse: return random.percent(70) ? mouse() : .key(random.one(of: bound))
        case .lists: return random.percent(80) ? .key(move()) : .key(random.one(of: bound))
        case .all:
            switch random.below(4) {
            case 0: return mouse()
            case 1: return typed()
            case 2: return .key(anyKey())
            default: return .key(random.one(of: bound))
            }
        }
    }

    /// Out of whatever stands, and in somewhere else.
    private mutating func begin() {
        mood = random.one(of: Mood.allCases)
        left = 10 + random.below(50)
        let way = Self.starts[tour % Self.starts.count]
        tour += 1
        // Not always out: what stands above what is the more interesting.
        let out = random.percent(70) ? "<Esc><Esc><Esc><Esc>" : ""
        let keys = (try? KeyPress.script(out + way)) ?? []
        planned += keys.map { .key($0) }
    }

    private mutating func resize() -> TerminalEvent {
        size =
            random.percent(70)
            ? random.one(of: Self.sizes) : Size(width: 1 + random.below(220), height: 1 + random.below(70))
        // A small screen shows nothing: soon a larger one again.
        if size.width < 80 || size.height < 24, planned.isEmpty {
            planned += (0..<3).map { _ in mouse() }
            size = Self.sizes[random.below(4)]
            planned.append(.resized(size))
            return .resized(Size(width: 1 + random.below(79), height: 1 + random.below(23)))
        }
        return .resized(size)
    }

    private mutating func mouse() -> TerminalEvent {
        let at = Point(x: random.below(size.width), y: random.below(size.height))
        let actions: [MouseAction] = [.press, .press, .press, .wheelUp, .wheelDown, .drag, .release]
        return .mouse(MouseEvent(random.one(of: actions), button: random.percent(90) ? 0 : random.below(3), at: at))
    }

    private mutating func move() -> KeyPress {
        let keys: [Key] = [
            .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .tab, .character(" "), .character("g"),
            .character("G"), .escape,
        ]
        return KeyPress(random.one(of: keys), random.percent(10) ? .shift : [])
    }

    private mutating func typed() -> TerminalEvent {
        let letters = Array("abcdefgh0123456789 {}[]()\"':/+#$%.,-_?&=*|\\éß漢😀\u{301}".unicodeScalars)
        return .key(KeyPress(.character(random.one(of: letters)), []))
    }

    private mutating func anyKey() -> KeyPress {
        let keys: [Key] = [
            .enter, .tab, .escape, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp,
            .pageDown, .f(1), .f(5), .character("y"), .character("n"), .character(" "), .character("/"),
        ]
        if random.percent(40) {
            let letter = Unicode.Scalar(UInt8(0x61 + random.below(26)))
            return KeyPress(.character(letter), random.percent(50) ? .control : .meta)
        }
        let modifiers: Modifiers = random.percent(80) ? [] : random.one(of: [.shift, .control, .meta])
        return KeyPress(random.one(of: keys), modifiers)
    }
}
