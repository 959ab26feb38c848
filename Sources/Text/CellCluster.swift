/// What of a text stands in one cell of a terminal: a scalar with its marks. Whatever else belongs to it for people, and
/// would change nothing that is seen in a cell, is written beside it, so that no two texts look the same.
///
/// One reading for payloads and for the screen: both ask it scalar by scalar.
public struct CellCluster: Sendable {
    /// How a scalar is shown.
    public enum Standing: Equatable, Sendable {
        /// In a cell of its own.
        case cell
        /// As a mark on the cell before.
        case mark
        /// Beside the cell before, as `«x»`: a joiner, a selector, a skin tone, the second half of a flag. Terminals do not
        /// agree on the columns of what these make.
        case tail(UInt8)
        /// By its number beside the cell before: it makes of the letter what another scalar is by itself, or is another
        /// scalar for all who look at it.
        case twin
        /// By its number, since nobody would see it.
        case number
    }

    // Scripts put two or three on a letter; more pile up over the lines beside it.
    /// The most marks in a cell.
    public static let mostMarks = 4

    /// The scalar that gives the cell its width; 0 for none that marks could stand on.
    @usableFromInline var base: UInt32 = 0
    @usableFromInline var marks = 0

    /// Nothing yet.
    @inlinable
    public init() {}

    /// A cell begins with that scalar.
    @inlinable
    public mutating func start(_ scalar: UInt32) {
        base = scalar
        marks = 0
    }

    /// The cell is over: what comes next stands alone.
    @inlinable
    public mutating func end() {
        start(0)
    }

    /// Takes the next scalar, which is not ASCII, and its columns (``ScalarClass/columns(_:)``).
    public mutating func take(_ scalar: UInt32, columns: Int) -> Standing {
        let standing = standing(of: scalar, columns)
        switch standing {
        case .cell: start(scalar)
        case .mark: marks += 1
        case .tail, .twin, .number: end()
        }
        return standing
    }

    private func standing(of scalar: UInt32, _ columns: Int) -> Standing {
        if columns == ScalarClass.unprintable || ScalarClass.isHidden(scalar) { return .number }
        if columns == 0 {
            if ScalarClass.isSelector(scalar) { return Self.letter(ofSelector: scalar).map { .tail($0) } ?? .twin }
            guard base != 0, marks < Self.mostMarks else { return .number }
            return Composition.isMade(of: base, and: scalar) || Composition.isSingle(scalar) ? .twin : .mark
        }
        // The first of the pictographs is ©; what lies below is the text that nearly all is.
        if base >= 0xA9, marks == 0 {
            if ScalarClass.isRegionalIndicator(scalar), ScalarClass.isRegionalIndicator(base) {
                return .tail(UInt8(ascii: "A") + UInt8(truncatingIfNeeded: scalar - 0x1F1E6))
            }
            if ScalarClass.isSkinTone(scalar), ScalarClass.isPictograph(base) {
                // As Unicode counts them: types 1-2, 3, 4, 5 and 6 of Fitzpatrick's.
                return .tail(UInt8(ascii: "2") + UInt8(truncatingIfNeeded: scalar - 0x1F3FB))
            }
        }
        return Composition.isSingle(scalar) ? .twin : .cell
    }

    /// `+` joins, `-` keeps apart, `e` asks for a picture (emoji), `t` for text.
    private static func letter(ofSelector scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0x200D: UInt8(ascii: "+")
        case 0x200C: UInt8(ascii: "-")
        case 0xFE0F: UInt8(ascii: "e")
        case 0xFE0E: UInt8(ascii: "t")
        default: nil
        }
    }
}
