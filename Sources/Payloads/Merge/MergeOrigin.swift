/// Who changed a place.
public enum MergeOrigin: String, Hashable, Sendable {
    /// Only this side.
    case mine
    /// Only the other side.
    case theirs
    /// Both, in the same way.
    case both
    /// Both, differently.
    case conflict

    init(isMine: Bool, isTheirs: Bool, isSame: Bool) {
        self = isSame ? .both : isMine && isTheirs ? .conflict : isMine ? .mine : .theirs
    }
}
