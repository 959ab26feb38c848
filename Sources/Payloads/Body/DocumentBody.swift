/// The lines of a document in one of its forms.
///
/// Lines are counted as they show, without folded ones; positions count all of them, and do not change with folds.
protocol DocumentBody: AnyObject {
    var isComplete: Bool { get }
    func advance(units: Int) -> Bool
    var lineCount: Int { get }
    var positionCount: Int { get }
    func paint(line: Int, _ painter: inout Painter)
    func paint(position: Int, _ painter: inout Painter)
    func width(ofLine line: Int) -> Int
    /// Whether a window was left empty, as more of its line was to be read than the painter may.
    var isWaiting: Bool { get }
    /// Reads on through so many bytes towards that window; true when it can be painted.
    func measure(bytes: Int) -> Bool
    /// Reads on through so many bytes of a line; true when its width is exact.
    func measure(line: Int, bytes: Int) -> Bool
    func isFoldable(_ line: Int) -> Bool
    func isFolded(_ line: Int) -> Bool
    func toggleFold(_ line: Int) -> Bool
    func foldAll()
    func unfoldAll()
    func position(ofLine line: Int) -> Int
    func line(atPosition position: Int) -> Int
    /// Opens the folds that hide `position`.
    func reveal(position: Int)
    /// The next position from `position` on that may have the pattern; it is quicker to ask than to look. Nil when that is
    /// not known yet: `searched` remembers how far the line at `position` was looked through, 0 at first.
    func nextCandidate(_ pattern: SearchPattern, from position: Int, searched: inout Int, units: inout Int) -> Int?
    /// Lays lines out anew for so many columns: how many bytes a line had and has now. Nil when nothing changes.
    func fit(columns: Int) -> (old: Int, new: Int)?
    /// What is wrong, and the position of the line it is on.
    var problem: (words: String, position: Int)? { get }
}

extension DocumentBody {
    var isWaiting: Bool { false }
    func measure(bytes: Int) -> Bool { true }
    func measure(line: Int, bytes: Int) -> Bool { true }
    func isFoldable(_ line: Int) -> Bool { false }
    func isFolded(_ line: Int) -> Bool { false }
    func toggleFold(_ line: Int) -> Bool { false }
    func foldAll() {}
    func unfoldAll() {}
    func position(ofLine line: Int) -> Int { line }
    func line(atPosition position: Int) -> Int { position }
    func reveal(position: Int) {}
    func fit(columns: Int) -> (old: Int, new: Int)? { nil }
    var problem: (words: String, position: Int)? { nil }
    var positionCount: Int { lineCount }
    func nextCandidate(_ pattern: SearchPattern, from position: Int, searched: inout Int, units: inout Int) -> Int? {
        position
    }
    func paint(position: Int, _ painter: inout Painter) { paint(line: position, &painter) }
}
