/// Steps that change a JSON text (RFC 6902), beside what somebody else made of that text meanwhile: for each step what it
/// started from, what it wants, and what it finds now.
///
/// Each step is judged as if those before it were done, on what was there and on what is there now.
public struct JSONPatchMerge: Sendable {
    /// One step.
    public struct Step: Sendable {
        /// `replace /on`
        public var name: String
        /// What was there; nil for nothing.
        public var base: JSONValue?
        /// What it wants there; nil for nothing.
        public var mine: JSONValue?
        /// What is there now; nil for nothing.
        public var theirs: JSONValue?
        /// Who changed the place: a conflict is a place that both changed, one that is gone, or a test that fails.
        public var origin: MergeOrigin
        /// Whether it only goes on if a value is there: what it guards is all that stands behind it.
        public var isTest: Bool
        /// Why it does not go through as it is written; nil when it does.
        public var problem: String?
        var form: Form

        /// Whether it can be done at all, as it is written or fitted to what is there now.
        public var canBeDone: Bool { form != .impossible }
        /// Whether nothing is left to do for it: what it takes away is gone.
        public var isDone: Bool { form == .none && !isTest }
        /// What becomes of it when it is done all the same, in words; nil when it stays as it is written.
        public var fitted: String? {
            switch form {
            // Impossible was found with all the steps before it done: without some of them it may go through.
            case .written, .impossible: nil
            case .changed(let element): "done as \(element.excerpt(60))"
            case .none: isTest ? "done without the test" : "it is done already"
            }
        }
    }

    /// How a step is written when it is done.
    enum Form: Equatable, Sendable {
        case written
        case changed(JSONValue)
        /// There is nothing to do for it.
        case none
        case impossible
    }

    /// The steps in order.
    public let steps: [Step]
    /// The places that only the others changed, which no step touches.
    public let others: [ThreeWayJSON.Difference]
    private let elements: [JSONValue]
    private let theirs: JSONValue

    /// Compares.
    ///
    /// - Parameter base: the text that the patch started from; nil when nobody knows it.
    public init(_ patch: JSONValue, base: JSONValue?, theirs: JSONValue) throws(JSONPatch.Problem) {
        let operations = try JSONPatch(patch).operations
        (elements, self.theirs) = (patch.elements ?? [], theirs)
        var (before, now) = (base, theirs)
        var steps: [Step] = []
        for (index, operation) in operations.enumerated() {
            let step = Self.step(operation, elements[index], number: index + 1, before, now)
            steps.append(step)
            // A step that does not go through leaves what is there.
            before = before.map { (try? JSONPatch.apply(operation, index + 1, to: $0)) ?? $0 }
            if let done = try? Self.done(step.form, elements[index], index + 1, to: now) { now = done }
        }
        self.steps = steps
        let touched = operations.flatMap { Self.places($0, in: theirs) + [$0.path] }
        others =
            base.map { base in
                // As if one wanted no change: what differs then is what the others did.
                ThreeWayJSON(base: base, mine: base, theirs: theirs).differences.filter { difference in
                    !touched.contains {
                        difference.path.steps.starts(with: $0.steps) || $0.steps.starts(with: difference.path.steps)
                    }
                }
            } ?? []
    }

    /// The steps that are taken, fitted to what is there now.
    ///
    /// - Throws: the first that does not go through without those that are left out.
    public func patch(_ takesMine: [Bool]) throws(JSONPatch.Problem) -> JSONValue {
        var taken: [JSONValue] = []
        var now = theirs
        for (index, isMine) in zip(steps.indices, takesMine) where isMine {
            let form = steps[index].form
            now = try Self.done(form, elements[index], index + 1, to: now)
            if case .changed(let element) = form { taken.append(element) }
            if form == .written || form == .impossible { taken.append(elements[index]) }
        }
        return JSONValue(.array(taken))
    }

    private static func done(
        _ form: Form, _ element: JSONValue, _ number: Int, to value: JSONValue
    ) throws(JSONPatch.Problem) -> JSONValue {
        switch form {
        case .none: return value
        case .written, .impossible:
            return try JSONPatch.apply(try JSONPatch.operation(element, number), number, to: value)
        case .changed(let element):
            return try JSONPatch.apply(try JSONPatch.operation(element, number), number, to: value)
        }
    }

    // MARK: - One step

    private static func step(
        _ operation: JSONPatch.Operation, _ element: JSONValue, number: Int, _ before: JSONValue?, _ now: JSONValue
    ) -> Step {
        let path = operation.path
        var step = Step(
            name: "\(operation.kind.name) \(path.steps.isEmpty ? "(all of it)" : path.description)",
            base: before?[path], mine: operation.wanted(in: now), theirs: now[path], origin: .mine,
            isTest: operation.kind.name == "test", problem: nil, form: .written)
        do {
            _ = try JSONPatch.apply(operation, number, to: now)
        } catch {
            step.problem = error.description
            step.form = fitted(operation, element, number, now)
        }
        step.origin = origin(operation, step, before, now)
        return step
    }

    private static func origin(
        _ operation: JSONPatch.Operation, _ step: Step, _ before: JSONValue?, _ now: JSONValue
    ) -> MergeOrigin {
        if step.isTest { return step.problem == nil ? .mine : .conflict }
        switch operation.kind {
        case .add, .replace:
            // An element put into a list once more is a second one.
            let isMember = operation.path.steps.isEmpty || now[operation.path.parent]?.elements == nil
            if isMember || operation.kind.name == "replace", let mine = step.mine, let theirs = step.theirs,
                mine.isSame(as: theirs)
            {
                return .both
            }
        case .remove where step.theirs == nil: return .both
        default: break
        }
        if step.problem != nil { return .conflict }
        guard let before else { return .mine }
        let isChanged = places(operation, in: now).contains { place in
            switch (before[place], now[place]) {
            case (nil, nil): false
            case (let one?, let two?): !one.isSame(as: two)
            default: true
            }
        }
        return isChanged ? .conflict : .mine
    }

    /// The places whose values a step depends on. What is put into a list depends on the list: elements have no names.
    private static func places(_ operation: JSONPatch.Operation, in now: JSONValue) -> [JSONPointer] {
        let path = operation.path
        // `-` is the end, wherever that is by now (RFC 6902 4.1): it depends on no element.
        let isInList = !path.steps.isEmpty && path.steps.last != "-" && now[path.parent]?.elements != nil
        let target = isInList ? path.parent : path
        switch operation.kind {
        case .add: return [target]
        case .remove, .replace: return [path]
        case .move(let from), .copy(let from): return [from, target]
        case .test: return []
        }
    }

    /// A step that does not go through as it is written, so that it does.
    private static func fitted(
        _ operation: JSONPatch.Operation, _ element: JSONValue, _ number: Int, _ now: JSONValue
    ) -> Form {
        switch operation.kind {
        case .test:
            // The guard stays, for what is seen to be there now.
            return now[operation.path].map { .changed(element.with("value", $0)) } ?? .none
        case .remove: return now[operation.path] == nil ? .none : .impossible
        case .replace:
            // To replace, something has to be there; to add it has not (RFC 6902 4.1, 4.3).
            let added = element.with("op", JSONValue(text: "add"))
            return (try? done(.changed(added), element, number, to: now)) == nil ? .impossible : .changed(added)
        case .add, .move, .copy: return .impossible
        }
    }
}

extension JSONPatch.Operation {
    /// What it wants at its path; nil for nothing.
    fileprivate func wanted(in now: JSONValue) -> JSONValue? {
        switch kind {
        case .add(let value), .replace(let value), .test(let value): value
        case .move(let from), .copy(let from): now[from]
        case .remove: nil
        }
    }
}

extension JSONValue {
    fileprivate func with(_ name: String, _ value: JSONValue) -> JSONValue {
        setting(value, at: JSONPointer(steps: [name])) ?? self
    }
}
