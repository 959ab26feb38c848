public import Explorer
public import Interface
import Synchronization

/// Finds the value of a secret when it is needed: in the environment, in a file, from a program, or from the person.
///
/// What was found lives in the effect that asked for it; only what the person typed is kept, until the program ends.
public final class SecretResolver: Sendable {
    /// A secret could not be had: one line for the person, without the secret.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// What failed and what to do.
        public let description: String
    }

    private struct State {
        var answers: [String: String] = [:]
        var waiting: [Int: CheckedContinuation<String?, Never>] = [:]
        var lastNumber = 0
    }
    private let state = Mutex(State())
    private let ask: @Sendable (SecretResolver, SecretQuestion) -> Void

    /// A resolver that asks the person by `ask`; the answer comes by ``answer(_:_:)``.
    public init(ask: @escaping @Sendable (SecretQuestion) -> Void) {
        self.ask = { _, question in ask(question) }
    }

    /// A resolver that waits for the person on a thread of its own; nil is no answer.
    public init(reading read: @escaping @Sendable (_ words: String) -> String?) {
        ask = { resolver, question in
            BlockingWork.run { resolver.answer(question.number, read(question.words)) }
        }
    }

    /// The value of a secret.
    /// - Parameter words: what it is for, as `password of home`: said in errors, asked with, and kept under.
    public func resolve(_ secret: Secret, for words: String) async throws(Failure) -> String {
        if case .prompt = secret { return try await prompt(words) }
        do {
            return try await SecretReader.value(of: secret, for: words)
        } catch {
            throw Failure(description: error.description)
        }
    }

    // MARK: - Asking

    private func prompt(_ words: String) async throws(Failure) -> String {
        if let known = state.withLock({ $0.answers[words] }) { return known }
        let answer = await withCheckedContinuation { continuation in
            let number = state.withLock { state in
                state.lastNumber += 1
                state.waiting[state.lastNumber] = continuation
                return state.lastNumber
            }
            ask(self, SecretQuestion(number: number, words: words))
        }
        guard let answer else { throw Failure(description: "\(words): none was given") }
        state.withLock { $0.answers[words] = answer }
        return answer
    }

    /// What the person answered; nil when nothing.
    public func answer(_ number: Int, _ text: String?) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: text)
    }

    /// Forgets an answer that was not right, so that the person is asked again.
    public func forget(_ words: String) {
        state.withLock { _ = $0.answers.removeValue(forKey: words) }
    }

    /// Nobody answers any more: whoever waits goes without.
    public func close() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        for continuation in waiting { continuation.resume(returning: nil) }
    }
}
