import Payloads
import Text

/// A place in a profile, from the top.
public struct ProfilePath: Hashable, Sendable, CustomStringConvertible {
    /// One step down.
    public enum Step: Hashable, Sendable {
        /// A member of an object.
        case name(String)
        /// An element of a list, from 0.
        case index(Int)
    }

    /// The steps.
    public var steps: [Step] = []

    /// The profile itself.
    public init() {}

    /// The place of a member one level deeper.
    public func member(_ name: String) -> ProfilePath { appending(.name(name)) }

    /// The place of an element one level deeper.
    public func element(_ index: Int) -> ProfilePath { appending(.index(index)) }

    private func appending(_ step: Step) -> ProfilePath {
        var path = self
        path.steps.append(step)
        return path
    }

    /// The path as RFC 9535 writes it: `$.connections[0]['a b']`.
    public var description: String {
        steps.reduce(into: "$") { text, step in
            switch step {
            case .index(let index): text += "[\(index)]"
            case .name(let name): text += JSONPathStep.member(name)
            }
        }
    }

    /// Where it stands in a document; the nearest place around it when it is not there itself.
    func offset(in document: JSONValue) -> Int {
        var value = document
        for step in steps {
            let next: JSONValue? =
                switch step {
                case .name(let name): value[name]
                case .index(let index): value.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
                }
            guard let next else { break }
            value = next
        }
        return value.offset
    }
}
