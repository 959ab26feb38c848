public import Expectations
public import Payloads
public import Profile
public import REST

/// What one check of a saved request came to.
public struct CheckResult: Hashable, Sendable {
    /// The check as it is saved.
    public var text: String
    /// Whether it holds.
    public var isMet: Bool
    /// What did not pass, a line each; secrets are dots.
    public var words: [String]
    /// What each of its tests found; secrets are dots.
    public var findings: [Verdict.Finding] = []
    /// Why it is no condition, and where; nil when it is one.
    public var problem: ConditionProblem?

    /// The results of the checks of a request, in their order.
    /// - Parameters:
    ///   - variables: what `{{name}}` in a check stands for.
    ///   - mask: what of the request must not be told.
    public static func all(
        _ checks: [String], of answer: Subject, _ variables: Variables, _ mask: SecretMask = .named
    ) -> [CheckResult] {
        checks.map { CheckResult($0, of: answer, variables, mask) }
    }

    /// A check that nothing could be asked of: why, in words.
    public init(_ text: String, problem: String) {
        self.text = text
        isMet = false
        words = ["\(text): \(problem)"]
    }

    /// The result of one condition.
    public init(_ text: String, of subject: Subject, _ variables: Variables, _ mask: SecretMask = .named) {
        self.text = text
        do throws(ConditionProblem) {
            let condition = try Condition(text, about: subject.kind, filling: variables.filling)
            var verdict = condition.judge(subject)
            verdict.hideSecrets(mask)
            isMet = verdict.isMet
            findings = verdict.findings
            words = isMet ? [] : verdict.missed.map(\.words)
        } catch {
            isMet = false
            words = ["\(text): \(error)"]
            problem = error
        }
    }
}

extension Variables {
    /// Puts variables into what a condition compares with, and the values of answers that are at hand for it. Secrets and
    /// generators have no place there: what was compared with is told.
    public var filling: Condition.Fill {
        { text throws(Condition.FillProblem) in
            let expander = TemplateExpander(
                variables: self,
                generate: { name, arguments in
                    ResponseCall(name, arguments).flatMap { answers[$0] }.map { .value($0) }
                        ?? TemplateExpander.named(name, arguments)
                })
            let expansion = expander.expand(text)
            if let words = expansion.problems.first { throw Condition.FillProblem(words) }
            if let need = expansion.secrets.first {
                throw Condition.FillProblem(
                    "\(need.name) is a secret: it is not compared with, since that would tell it")
            }
            for span in expansion.spans where span.standing == .generated {
                if let call = ResponseCall(span.call.name, span.call.arguments), answers[call] != nil {
                    guard call.value.isSecret else { continue }
                    throw Condition.FillProblem(
                        "\(call.value.text) is a secret: it is not compared with, since that would tell it")
                }
                throw Condition.FillProblem("\(span.call.name) is made anew each time: nothing can be compared with it")
            }
            return expansion.text
        }
    }
}

extension Extraction {
    /// Whether its name says that what it takes is secret.
    public var isSecret: Bool { !name.isEmpty && Secret.isSecretField(name) }
}

extension Verdict {
    /// Puts dots in the place of what a name calls secret, and of secrets that were sent.
    public mutating func hideSecrets(_ mask: SecretMask) {
        for index in findings.indices {
            let finding = findings[index]
            let isSecret = !finding.name.isEmpty && Secret.isSecretField(finding.name)
            // That nothing was there tells no secret, and has to be seen.
            if isSecret, finding.got != "nothing" { findings[index].got = Secret.dots }
            if !isSecret { findings[index].got = mask.sentence(finding.got) }
        }
    }
}

extension Subject {
    /// An answer as it came.
    /// - Parameters:
    ///   - body: without its codings.
    ///   - duration: nanoseconds from the request's start to the answer's end.
    public init(_ response: Response, body: PayloadBytes, duration: Int64) {
        self.init(
            status: response.status, fields: response.fields.map { Field($0.name, $0.value) }, body: body,
            duration: duration)
    }
}
