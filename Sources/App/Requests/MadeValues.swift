import Profile
import Synchronization
import Text

/// What the generators of a request made, in the order in which they are called: made on the main thread, where the
/// topics are, and put in where the secrets are.
struct MadeValues: Sendable {
    private var values: [String: [TemplateExpander.Generated]] = [:]

    /// Makes the values of a request's generators.
    init(
        for draft: RequestDraft, _ variables: Variables, tag: TemplateExpander.Generated,
        with generators: inout Generators, now: Moment,
        lastValue: (String) -> String?
    ) {
        var made: [String: [TemplateExpander.Generated]] = [:]
        var running = generators
        withoutActuallyEscaping(lastValue) { lastValue in
            let expander = TemplateExpander(variables: variables) { _, _ in
                nil
            } generate: { name, arguments in
                // Read where the request is sent.
                if name == TemplateFile.name { return TemplateExpander.named(name, arguments) }
                guard Generators.isGenerator(name) else { return .none("nothing is called \(name)") }
                let value: TemplateExpander.Generated
                do {
                    value = .value(try running.value(name, arguments, now: now, lastValue: lastValue))
                } catch {
                    value = .none("\(error)")
                }
                made[Self.key(name, arguments), default: []].append(value)
                return value
            }
            _ = RequestResolver.resolve(draft, with: expander) { _ in tag }
        }
        generators = running
        values = made
    }

    private static func key(_ name: String, _ arguments: [String]) -> String {
        ([name] + arguments).joined(separator: "\u{1F}")
    }

    /// Gives the values out in order.
    final class Queue: Sendable {
        private let left: Mutex<[String: ArraySlice<TemplateExpander.Generated>]>

        init(_ made: MadeValues) {
            left = Mutex(made.values.mapValues { $0[...] })
        }

        /// The next value of a call; the last again when there are no more.
        func next(_ name: String, _ arguments: [String]) -> TemplateExpander.Generated {
            left.withLock { left in
                let key = MadeValues.key(name, arguments)
                guard let value = left[key]?.first else { return TemplateExpander.named(name, arguments) }
                if let count = left[key]?.count, count > 1 { left[key]?.removeFirst() }
                return value
            }
        }
    }
}
