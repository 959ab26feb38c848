/// Names for copies and for what has none.
enum FreeName {
    /// A name that is not taken: the name itself, or with the first number from 2 that makes it one.
    static func next(_ name: String, among names: some Sequence<String>) -> String {
        let taken = Set(names)
        guard taken.contains(name) else { return name }
        var number = 2
        while taken.contains("\(name) \(number)") { number += 1 }
        return "\(name) \(number)"
    }
}
