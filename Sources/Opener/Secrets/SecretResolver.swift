import Files
public import Profile
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
        /// Who waits for the answer to a question; the same is not asked twice.
        var waiting: [Int: (asked: SecretQuestion.Subject, by: [CheckedContinuation<String?, Never>])] = [:]
        var lastNumber = 0
    }
    private let state = Mutex(State())
    private let ask: @Sendable (SecretResolver, SecretQuestion) -> Void
    /// The programs that may be run; nil where nobody is there to be asked, and the file is the person's own.
    private let approved: ApprovedCommands?
    /// Signs in for what needs a token.
    public let signIns: SignIns

    /// A resolver that asks the person by `ask`; the answer comes by ``answer(_:_:)``. A program is run once the person has
    /// agreed to it.
    public init(
        approved: ApprovedCommands, signIns: SignIns = .unattended,
        ask: @escaping @Sendable (SecretQuestion) -> Void
    ) {
        self.approved = approved
        self.signIns = signIns
        self.ask = { _, question in ask(question) }
    }

    /// A resolver for scripts, that waits for the person on a thread of its own; nil is no answer.
    public init(
        signIns: SignIns = .unattended, reading read: @escaping @Sendable (_ words: String) -> String?
    ) {
        approved = nil
        self.signIns = signIns
        ask = { resolver, question in
            BlockingWork.run { resolver.answer(question.number, read(question.subject.words)) }
        }
    }

    /// The value of a secret.
    /// - Parameter words: what it is for, as `password of home`: said in errors, asked with, and kept under.
    public func resolve(_ secret: Secret, for words: String) async throws(Failure) -> String {
        switch secret {
        case .prompt: return try await prompt(words)
        // A profile may come from somebody else, and with it the program that it names.
        case .command(let arguments): try await agree(to: arguments, for: words)
        case .token(let name):
            throw Failure(description: "\(words): the token of \(name) is had for requests and connections only")
        case .literal, .environment, .file: break
        }
        do {
            return try await SecretReader.value(of: secret, for: words)
        } catch {
            throw Failure(description: error.description)
        }
    }

    /// The values of secrets that stand in variables.
    public func values(of needs: [Expansion.Need]) async throws(Failure) -> [Expansion.Need: String] {
        var found: [Expansion.Need: String] = [:]
        for need in needs { found[need] = try await resolve(need.secret, for: "variable \(need.name)") }
        return found
    }

    // MARK: - Asking

    private func prompt(_ words: String) async throws(Failure) -> String {
        if let known = state.withLock({ $0.answers[words] }) { return known }
        guard let answer = await answer(to: .value(words)) else {
            throw Failure(description: "\(words): none was given")
        }
        state.withLock { $0.answers[words] = answer }
        return answer
    }

    /// Has the person agree to a program before it is run for the first time.
    private func agree(to arguments: [String], for words: String) async throws(Failure) {
        guard let approved else { return }
        let isKnown = await withCheckedContinuation { done in
            BlockingWork.run { done.resume(returning: approved.contains(arguments)) }
        }
        guard !isKnown else { return }
        guard await answer(to: .command(arguments, for: words)) != nil else {
            throw Failure(
                description: "\(words): \(arguments.first ?? "the program") was not run: you did not agree to it")
        }
        let failure: Failure? = await withCheckedContinuation { done in
            BlockingWork.run {
                do throws(FileFailure) {
                    // Of two that waited for one answer the first has written it down.
                    if !approved.contains(arguments) { try approved.add(arguments) }
                    done.resume(returning: nil)
                } catch {
                    done.resume(returning: Failure(description: "\(words): \(error); you will be asked again"))
                }
            }
        }
        if let failure { throw failure }
    }

    private func answer(to subject: SecretQuestion.Subject) async -> String? {
        await withCheckedContinuation { continuation in
            let number: Int? = state.withLock { state in
                if let number = state.waiting.first(where: { $0.value.asked == subject })?.key {
                    state.waiting[number]?.by.append(continuation)
                    return nil
                }
                state.lastNumber += 1
                state.waiting[state.lastNumber] = (subject, [continuation])
                return state.lastNumber
            }
            // Outside the lock: a script's reader may answer before this returns.
            if let number { ask(self, SecretQuestion(number: number, subject: subject)) }
        }
    }

    /// What the person answered; nil when nothing.
    public func answer(_ number: Int, _ text: String?) {
        let waiting = state.withLock { $0.waiting.removeValue(forKey: number)?.by ?? [] }
        for continuation in waiting { continuation.resume(returning: text) }
    }

    /// Forgets an answer that was not right, so that the person is asked again.
    public func forget(_ words: String) {
        state.withLock { _ = $0.answers.removeValue(forKey: words) }
    }

    /// Nobody answers any more: whoever waits goes without.
    public func close() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values.flatMap(\.by)
        }
        for continuation in waiting { continuation.resume(returning: nil) }
        signIns.close()
    }
}
