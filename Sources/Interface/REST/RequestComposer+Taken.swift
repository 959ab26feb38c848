import Expectations
import Model
import Opener
import Profile
import REST
import Text

/// What the open request takes of the answers to others and of topics.
extension RequestComposer {
    /// The environment whose variables hold; empty for none.
    var environment: String { book.environment?.name ?? "" }

    /// The answers that a request takes of, as they are when it is sent now.
    /// - Parameter given: the variables that hold; those of the environment that is chosen when there are none.
    func answersAtHand(for draft: RequestDraft, _ given: Variables? = nil) -> EarlierAnswers {
        let variables = given ?? variables
        return EarlierAnswers(
            for: RequestNeeds(draft, variables).taken, variables,
            find: { earlier($0, numbered: true) }, lastValue: lastValue)
    }

    /// The answers at hand that something takes values of which is no request, as a publish is.
    func answers(taking needs: [RequestNeeds.Taken]) -> EarlierAnswers {
        EarlierAnswers(for: needs, variables, find: { earlier($0, numbered: false) }, lastValue: lastValue)
    }

    /// With what the requests are sent whose answers it takes, where they are not at hand.
    func order(taking needs: [RequestNeeds.Taken], _ variables: Variables) -> RequestOrder {
        let nothing = RequestDraft()
        var order = RequestOrder(
            id: requests.nextExchange(), requestID: current, preview: preview(ofOther: nothing).preview, shownURL: "",
            draft: nothing, variables: variables,
            earlier: EarlierAnswers(
                for: needs, variables, find: { earlier($0, numbered: true) }, lastValue: lastValue))
        order.identity = requests.identity
        order.cookies = cookies
        order.environment = environment
        order.keepsAnswer = book.profile.settings.keepsAnswers
        return order
    }

    /// What the open request takes as it would be sent now. It is found anew when something of it is another, and each
    /// second, since it tells ages.
    var taken: TakenValues {
        let (draft, variables) = (draft, variables)
        takenMemory.follow(draft, variables)
        guard !takenMemory.needs.isEmpty else { return TakenValues() }
        let earlier = EarlierAnswers(
            for: takenMemory.needs, variables, find: { self.earlier($0, numbered: false) }, lastValue: lastValue)
        let now = now()
        let basis = TakenMemory.Basis(earlier: earlier, path: draft.savedPath, second: now / 1_000_000)
        if let found = takenMemory.found, found.basis == basis { return found.values }
        let sources = TakenValues.Sources(
            request: { (name) throws(RequestOpener.Failure) in try earlier.entry(name).draft },
            answer: { earlier.entry(of: $0)?.answer }, lastValue: { earlier.topics[$0] })
        let values = TakenValues(of: takenMemory.needs, variables, path: [draft.savedPath], now: now, sources)
        takenMemory.found = (basis, values)
        return values
    }

    /// What the request of a name answered last in this environment; nil when nothing is at hand.
    func lastAnswer(to name: String) -> ResponseChain.Answer? {
        let found = earlier(name, numbered: false)
        return found.count == 1 ? found[0].answer : nil
    }

    /// The requests of a name, each with what it answered last in this environment.
    /// - Parameter numbered: whether each gets the number of the exchange that it becomes if it is sent for this.
    private func earlier(_ name: String, numbered: Bool) -> [EarlierAnswers.Entry] {
        names.requests(named: name, in: library).map { item in
            EarlierAnswers.Entry(
                // A preview takes no numbers: it is made with every frame.
                draft: item.draft, requestID: item.id, exchangeID: numbered ? requests.nextExchange() : 0,
                answer: lastAnswer(of: item.id))
        }
    }

    /// What a request answered last in this environment; nil when nothing is at hand.
    func lastAnswer(of request: Int) -> ResponseChain.Answer? {
        let last = exchanges.all(of: request).last {
            // One that was read from the disk is shortened: no value is taken from it.
            $0.state == .finished && $0.response != nil && $0.kept == nil && $0.environment == environment
        }
        return last.flatMap { exchange in
            exchange.response.map { response in
                ResponseChain.Answer(
                    Subject(response, body: exchange.body, duration: exchange.duration * 1000),
                    time: exchange.startedAt + exchange.duration)
            }
        }
    }
}

/// What was found last of what the open request takes, so that a frame costs no more than what changed.
struct TakenMemory {
    /// What it follows from beside the request itself.
    struct Basis: Equatable {
        var earlier: EarlierAnswers
        var path: String
        var second: Int64
    }

    private var draft: RequestDraft?
    private var variables = Variables()
    /// What the body alone takes: it may be large, and is not read again for a letter of the URL.
    private var body: (body: RequestBody, needs: [RequestNeeds.Taken])?
    /// What the texts of the request call for.
    private(set) var needs: [RequestNeeds.Taken] = []
    var found: (basis: Basis, values: TakenValues)?

    /// Looks at a request when it is another one than before.
    mutating func follow(_ draft: RequestDraft, _ variables: Variables) {
        if self.draft == draft, self.variables == variables {
            // Its own lists, so that they are known again without being read.
            (self.draft, self.variables) = (draft, variables)
            return
        }
        // Before they are stored: this compares with the ones before.
        if body?.body != draft.body || self.variables != variables {
            body = (draft.body, RequestNeeds(draft.body, variables).taken)
        }
        (self.draft, self.variables, found) = (draft, variables, nil)
        var head = draft
        head.body = .none
        needs = RequestNeeds(head, variables).taken
        for taken in body?.needs ?? [] {
            if let place = needs.firstIndex(where: { $0.call == taken.call }) {
                // Secret in one place is secret in all: the value is one.
                needs[place].isSecret = needs[place].isSecret || taken.isSecret
            } else {
                needs.append(taken)
            }
        }
    }
}
