import Expectations
import Model
import Opener
import Payloads
import Profile
import REST

/// What the checks of the open request come to, by the answer that is looked at.
extension RequestComposer {
    /// The answer that checks are judged by; nil while there is none.
    var judged: Subject? {
        guard let exchange = shown, exchange.state == .finished, var response = exchange.response else { return nil }
        // A 304 to a condition that was added says that the kept answer, whose body is shown, is still good.
        if response.status == 304, exchange.condition != nil, let kept = exchange.renewed {
            (response.status, response.fields) = (kept.status, kept.fields)
        }
        return Subject(response, body: exchange.body, duration: exchange.duration * 1000)
    }

    /// What the checks that are switched on came to; nil while there is no answer to judge, empty without checks.
    var checkResults: [CheckResult]? {
        let checks = draft.allChecks
        // Nil is that there are checks and no answer yet.
        guard !checks.isEmpty, canJudge else { return checks.isEmpty ? [] : nil }
        return checks.compactMap { checkResult($0) }
    }

    /// The answer without an end that is looked at; nil for one that ends.
    private var streaming: (stream: EventStream, head: Response)? {
        guard let exchange = shown, let stream = requests.streams[exchange.id], stream.format != nil else { return nil }
        return exchange.response.map { (stream, $0) }
    }

    private var canJudge: Bool { streaming != nil || judged != nil }

    /// What a check of an answer without an end came to: of its head at any time, of a body by the last event.
    private func result(_ text: String, _ stream: EventStream, _ head: Response) -> CheckResult {
        let reach = (try? Condition(text, about: .answer, filling: variables.filling))?.reach ?? []
        if reach.contains(.time) { return CheckResult(text, problem: "what has no end has no duration") }
        if reach.contains(.body), stream.judgeable == 0 { return CheckResult(text, problem: "no event has come yet") }
        let data = stream.lastData ?? []
        // It is judged again with each event, between two frames.
        if data.count > Self.longestEvent {
            return CheckResult(
                text, problem: "the event has more than \(Self.longestEvent) bytes: martlet run --stream judges it")
        }
        return CheckResult(text, of: Subject(head, body: PayloadBytes(data), duration: 0), variables)
    }

    private static var longestEvent: Int { 1 << 20 }

    /// What one check came to, judged once for each answer; nil while there is none.
    func checkResult(_ text: String) -> CheckResult? {
        guard let exchange = shown, canJudge else { return nil }
        let basis = CheckMemory.Basis(
            id: exchange.id, request: exchange.requestID, variables: variables, event: streaming?.stream.judgeable)
        // Another answer, or variables that stand in a check: nothing that was judged holds.
        if checkMemory.basis != basis { checkMemory = CheckMemory(basis: basis) }
        if let known = checkMemory.results[text] { return known }
        let judgement =
            streaming.map { result(text, $0.stream, $0.head) } ?? judged.map { CheckResult(text, of: $0, variables) }
        guard let result = judgement else { return nil }
        // Every letter that is typed makes another one.
        if checkMemory.results.count > CheckMemory.most { checkMemory.results = [:] }
        checkMemory.results[text] = result
        return result
    }

    /// Why a check is no condition; nil when it is one.
    func checkProblem(_ text: String) -> ConditionProblem? {
        do throws(ConditionProblem) {
            _ = try Condition(text, about: .answer, filling: variables.filling)
            return nil
        } catch {
            return error
        }
    }

    /// Adds a check to the open request, unless it has it; answers what is said of that.
    func addCheck(_ text: String) -> String {
        if let place = draft.checkRows.firstIndex(where: { $0.text == text }) {
            guard !draft.checkRows[place].isEnabled else { return "That check is there already: \(text)" }
            draft.checkRows[place].isEnabled = true
            return "Switched on again: \(text)"
        }
        draft.checkRows.append(RequestCheck(text))
        return "New check: \(text)"
    }
}

/// What checks came to, by one answer.
struct CheckMemory {
    /// What the results follow from.
    struct Basis: Equatable {
        var id: UInt64
        var request: Int
        var variables: Variables
        /// The last event of an answer without an end.
        var event: Int?
    }

    /// The most results that are remembered.
    static let most = 500

    var basis: Basis?
    var results: [String: CheckResult] = [:]
}
