/// Links as they are found: the first are kept, the rest is counted.
struct FoundLinks {
    private(set) var links: [Link] = []
    private(set) var further = 0

    /// Whether no more are kept.
    var isFull: Bool { links.count >= BodyLinks.most }

    /// Takes a link, which is not even made when it would not be kept.
    mutating func add(_ link: @autoclosure () -> Link) {
        if isFull { further += 1 } else { links.append(link()) }
    }
}
