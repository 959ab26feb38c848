/// An expression as understood.
indirect enum ExpressionNode {
    /// What takes no scalar but holds at a place or not.
    enum Assertion {
        case start
        case end
        case wordBorder
        case noWordBorder
    }

    case scalar(UInt32)
    case set(ScalarSet)
    case assertion(Assertion)
    case sequence([ExpressionNode])
    case choice([ExpressionNode])
    /// `most` is nil when there is no most.
    case repeated(ExpressionNode, least: Int, most: Int?)
}
