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
