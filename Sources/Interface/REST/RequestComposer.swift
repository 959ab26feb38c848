import Kit
import Model
import Opener
import Profile
import REST
import Text

/// The request that is open, as all panes see it, and what is sent of it.
final class RequestComposer {
    /// The requests, and what came back.
    let requests: Requests
    /// The requests in folders.
    var library: RequestLibrary {
        get { requests.library }
        // In place: a getter and a setter would copy the library with every letter.
        _modify { yield &requests.library }
    }
    /// What was sent.
    var history: RequestHistory { requests.history }
    /// What was sent last from each request, and what came back.
    var exchanges: ExchangeLog { requests.exchanges }
    /// What `{{names}}` stand for.
    var variables: Variables { book.variables }
    /// Where requests are saved.
    let book: ProfileBook
    /// The open request.
    private(set) var current: Int
    /// How often a request was begun, also in the place of an empty one, whose number stays.
    private(set) var openings = 0
    /// Whether the body is to be looked at next.
    var wantsBody = false
    /// Begins to type the URL of the open request, in whichever pane it stands.
    var typeURL: (() -> Void)?
    /// What the key that ends a request takes back in its answer before; nil where it ends it.
    var leadsBack: () -> String? = { nil }
    /// Takes over what is typed into a body and is not in its draft yet.
    var takeTyped: () -> Void = {}
    /// What was changed in requests, to be taken back.
    var changes = RequestChanges()
    /// What was said of a WebSocket that is not opened once more.
    var talk: Talk?
    /// What is said of the request that was repeated last, until that is stopped.
    var repeating: (notice: Notice, id: Int)?
    /// What was said of the last attempt that was refused.
    private(set) var refusal: Notice?
    /// What was said last of a secret in clear: it is taken back when the secret has become a reference.
    var clearNotice: Notice?
    /// Values of path parameters that went from a URL, for when they come back.
    private var remembered: [String: String] = [:]
    private var previews: RequestPreview.Maker
    /// Which condition a request is sent with, where it is not the first that is offered.
    var choices: [Int: ChosenCondition] = [:]
    /// The tries of answers, by the number of the exchange that is tried.
    var trials: [UInt64: [Trial]] = [:]
    /// What was asked aside last for a request.
    var aside: [Int: UInt64] = [:]
    /// Which attempt of a request is looked at, where it is not the last.
    private var looked: [Int: UInt64] = [:]
    /// What is known of the sending that a request was opened from, when its answer is not kept.
    private var reopened: [Int: RequestHistory.Entry] = [:]
    /// Where links have led.
    var trail = LinkTrail()
    /// The requests that links became, and the answers that those were in.
    var followed: Set<Int> = []
    var origins: [Int: UInt64] = [:]
    /// The moment of this key or frame, and the last value of a topic: what is taken of answers and topics is as old as that.
    var now: () -> Moment = { 0 }
    var lastValue: (_ topic: String) -> TopicValue? = { _ in nil }
    /// The topics that begin so, a few of them.
    var topics: (_ start: String) -> [String] = { _ in [] }
    /// What was found last of what the open request takes.
    var takenMemory = TakenMemory()
    /// What was found last of the cookies that go along.
    var cookieMemory = CookieMemory()
    /// The requests by their names.
    var names = RequestNames()
    /// What checks came to.
    var checkMemory = CheckMemory()
    /// What folders said before they changed, the last change last.
    var folderChanges: [FolderChange] = []
    /// What is known of the token that the open request is sent with.
    var tokens = TokenBoard()
    /// What was expected last.
    var expected: ExpectTyped?
    /// What was typed for the variables of templates, by the template.
    var templateValues: [String: [String: String]] = [:]
    /// What was typed to sign in at things, by server and scheme, until the program ends.
    var signIns: [String: ThingSignIn] = [:]

    init(_ requests: Requests, _ book: ProfileBook = ProfileBook()) {
        self.requests = requests
        self.book = book
        previews = RequestPreview.Maker(identity: requests.identity)
        current = requests.library.add(RequestDraft())
    }

    var item: RequestLibrary.Item? { library[current] }

    /// The open request as it is typed.
    var draft: RequestDraft {
        get { library[current]?.draft ?? RequestDraft() }
        set {
            var new = newValue
            // Whoever changes the URL: its parameters and their rows are one.
            new.followPathParameters(remembering: &remembered)
            if library[current] == nil { current = library.add(new) } else { library.edit(current, new) }
        }
    }

    /// Where the open request would go, and what is wrong with it; secrets are dots.
    var preview: RequestPreview {
        previews.identity = requests.identity
        previews.cookies = cookies.jar
        return previews.preview(of: draft, variables, exchanges.kept, taken: taken)
    }

    /// Puts in values for the screen.
    var expander: TemplateExpander {
        let (tag, taken) = (preview.tag, taken)
        var expander = TemplateExpander(
            variables: variables,
            generate: { name, arguments in
                if name == EntityTags.name, arguments.isEmpty { return tag }
                // An answer is at hand, and has no such value: no colour of a good call.
                return taken.problem(of: name, arguments).map { .none($0) } ?? TemplateExpander.named(name, arguments)
            })
        expander.conceals = .named
        return expander
    }

    // MARK: - Which request

    /// Opens a request.
    func open(_ id: Int) { if library[id] != nil { current = id } }

    /// Opens a request that is not saved yet. An empty one gives way.
    func openNew(_ draft: RequestDraft) {
        openings += 1
        // The request that the program begins with, and others that nobody has typed into, in whatever folder.
        func isEmpty(_ item: RequestLibrary.Item) -> Bool { item.saved == nil && item.draft.isUntyped }
        let open = library[current].flatMap { isEmpty($0) ? $0 : nil }
        if let item = open ?? library.items.last(where: isEmpty) {
            current = item.id
            var draft = draft
            // Where it was begun it stays.
            if draft.folder.isEmpty { draft.folder = item.draft.folder }
            self.draft = draft
            changes.forget(current)
        } else {
            current = library.add(draft, after: library[current] == nil ? nil : current)
        }
    }

    /// Takes a body into the open request when that has one of text or none and a method for one; else into a new request
    /// beside it. What stood there comes back with the editor's undo.
    func take(_ body: RequestBody) {
        let open = draft
        if Method(rawValue: open.method)?.meansBody == true, open.body == .none || open.body.text != nil {
            draft.body = body
        } else {
            var draft = RequestDraft()
            draft.method = "POST"
            draft.body = body
            openNew(draft)
        }
        wantsBody = true
    }

    /// Keeps one request open whatever was taken out.
    func keepOpen() {
        guard library[current] == nil else { return }
        current = library.items.first?.id ?? library.add(RequestDraft())
    }

    /// Takes requests that are saved elsewhere; answers which of them were changed there and are typed into here.
    func load(_ saved: [RequestDraft]) -> [String] {
        // Before it is compared with what is saved: a text that is typed into is changed here.
        takeTyped()
        noteChanges()
        defer {
            keepOpen()
            changes.keep { library[$0]?.draft }
        }
        let isBeginning = !library.hasSaved
        let parted = library.load(saved)
        // The one that the program begins with; one that was begun since is about to be typed into.
        if isBeginning, let item, item.saved == nil, item.draft == RequestDraft(), library.items.count > 1 {
            let empty = current
            current = library.items.first { $0.id != empty }?.id ?? empty
            library.delete(empty)
            // Nobody took the empty one out: undo must not bring it back.
            library.forgetUndo()
        }
        return parted
    }

    // MARK: - Which answer

    /// The attempt of the open request that is looked at: the last, unless another one was chosen.
    var shown: SentRequest? {
        looked[current].flatMap { exchanges.exchange($0, of: current) } ?? exchanges[current]
    }

    /// What was sent when the open request was found in the history, if what was answered then is not kept.
    var origin: RequestHistory.Entry? { exchanges[current] == nil ? reopened[current] : nil }

    /// Looks at an attempt of the open request.
    func look(at exchange: SentRequest) {
        // nil follows: the next answer is looked at when it comes.
        looked[current] = exchange.id == exchanges[current]?.id ? nil : exchange.id
    }

    /// Opens the request of an attempt and looks at it; false when it is not kept.
    func look(atExchange id: UInt64) -> Bool {
        guard let exchange = exchanges.exchange(id), library[exchange.requestID] != nil else { return false }
        current = exchange.requestID
        look(at: exchange)
        return true
    }

    /// Looks at the attempt so many further on; false when there is none.
    func look(by steps: Int) -> Bool {
        let all = exchanges.all(of: current)
        guard let place = all.firstIndex(where: { $0.id == shown?.id }), all.indices.contains(place + steps) else {
            return false
        }
        look(at: all[place + steps])
        return true
    }

    /// Opens what was sent once with what was answered: the request that it was sent from, unless that was edited since.
    /// An answer that is not in memory is looked for on the disk.
    func reopen(_ entry: RequestHistory.Entry) -> [Effect] {
        guard let origin = entry.origin, let answer = exchanges.exchange(origin.exchange, of: origin.request) else {
            return reopenKept(entry)
        }
        let same = library.items.first { item in
            // Any request that still is what was sent then, also one that it was copied to.
            !answer.isOutdated(by: item.draft) && exchanges.exchange(answer.id, of: item.id) != nil
        }
        if let same {
            current = same.id
        } else {
            openNew(answer.draft.unsaved)
            exchanges.copy(answer, to: current)
        }
        look(at: answer)
        return []
    }

    private func reopenKept(_ entry: RequestHistory.Entry) -> [Effect] {
        let same = library.items.first { item in
            item.draft.name == entry.draft.name && item.draft.folder == entry.draft.folder
                && entry.draft.isSame(as: item.draft.withoutSecrets())
        }
        // Without an answer on the disk there is nothing to look at in the old one.
        if entry.answer != nil, let same { current = same.id } else { openNew(entry.draft.unsaved) }
        reopened[current] = entry
        guard let key = entry.answer else { return [] }
        let id = SentRequest.id(ofKept: key, sentAt: entry.at)
        // Before it is here: when the file was read it is what is shown.
        looked[current] = id
        if exchanges.exchange(id, of: current) != nil { return [] }
        requests.lookUp(entry, for: current)
        return [.request(.readAnswer(key: key, request: current))]
    }

    /// What became of the answer to the open request that was looked for on the disk.
    var lookup: AnswerLookup? { requests.lookups[current] }

    // MARK: - Sending

    /// Sends the open request, if nothing is wrong with it, with the condition that is shown.
    func send(_ stage: Stage) -> [Effect] {
        let offer = offer
        return send(stage, on: offer?.condition, of: offer?.base)
    }

    /// Sends the open request and asks for the pages that follow.
    /// - Parameter list: the names that lead to the list that they are joined at; nil finds it.
    func join(_ stage: Stage, at list: [String]?) -> [Effect] {
        let offer = offer
        return send(stage, on: offer?.condition, of: offer?.base) { order in
            order.pagesList = list
            return .join(order)
        }
    }

    /// Sends the open request on a condition.
    func send(
        _ stage: Stage, on condition: Precondition?, of base: KeptAnswer?,
        as effect: (inout RequestOrder) -> RequestEffect = { .send($0) }
    ) -> [Effect] {
        let preview = preview
        if isTalking(stage) { return [] }
        var order = RequestOrder(
            id: requests.nextExchange(), requestID: current, preview: preview,
            shownURL: shownURL(of: draft.withoutSecrets()), draft: draft, variables: variables,
            earlier: answersAtHand(for: draft))
        if condition?.fields.isEmpty == false { (order.condition, order.base) = (condition, base) }
        order.identity = requests.identity
        order.cookies = cookies
        order.environment = environment
        // As it was set when it was sent: a change does not reach answers that are on their way.
        order.keepsAnswer = book.profile.settings.keepsAnswers
        var exchange = order.exchange(at: stage.now)
        // What is sent is what is looked at.
        looked[current] = nil
        if let words = words(of: preview, stage.keymap) {
            // An attempt like any other: what is said of it goes with the next one.
            exchange.state = .failed("Not sent: \(words)")
            exchanges.update(exchange)
            refusal = stage.tell(.error, "Not sent: \(words)")
            return []
        }
        if let refusal { stage.settle(refusal) }
        // Before it is among the exchanges, of which the last tells whether it is.
        useUpCondition()
        exchanges.update(exchange)
        return [.request(effect(&order))]
    }

    /// Whether the open request is under way.
    var isSending: Bool { !exchanges.underWay(of: current).isEmpty }

    /// Whether a notice speaks of a WebSocket that stands otherwise by now, or of what is not repeated any more.
    func hasOutlived(_ notice: Notice) -> Bool {
        if let repeating, repeating.notice == notice { return requests.repeats[repeating.id]?.run.isActive != true }
        return hasEndedTalk(notice)
    }

    /// Ends what is looked at of the open request, or else whatever of it is under way.
    func cancelSending() -> [Effect] {
        // Several attempts may be under way: the one in sight is meant.
        if let shown, shown.isUnderWay { return [.request(.cancel(shown.id))] }
        return exchanges.underWay(of: current).map { .request(.cancel($0)) }
    }

    /// The URL of a request for people, whatever else is wrong with it.
    private func shownURL(of draft: RequestDraft) -> String {
        var draft = draft
        // A body may be large, and is no part of the URL.
        draft.body = .none
        var maker = RequestPreview.Maker()
        return maker.preview(of: draft, variables, exchanges.kept).shownURL ?? expander.expand(draft.url).text
    }

    /// Where another request than the open one would go, what is wrong with it, and its URL for people.
    func preview(ofOther draft: RequestDraft) -> (preview: RequestPreview, shownURL: String) {
        var maker = RequestPreview.Maker()
        let preview = maker.preview(of: draft, variables, exchanges.kept)
        return (preview, preview.shownURL ?? preview.url)
    }

    // MARK: - Copying

    /// The open request as a command with curl's letters; nil when it is not whole, and why is said.
    func command(_ stage: Stage, by program: String) -> String? {
        // Of its own: what is only copied does not count on.
        var generators = Generators()
        var draft = draft
        // As it would be sent.
        draft.headers += (offer?.condition?.fields ?? []).map { DraftField($0.name, $0.value) }
        let made = CurlCommand.made(
            of: draft, variables: variables, taken: taken,
            generate: { name, arguments in
                guard Generators.isGenerator(name) else { return .none("nothing is called \(name)") }
                let value = try? generators.value(name, arguments, now: stage.now) { _ in nil }
                return value.map { .value($0) } ?? .none("\(name) makes nothing here")
            }, tag: exchanges.kept.value, by: program)
        switch made {
        case .success(let command): return command
        case .failure(let problem):
            let words = draft.url.isEmpty ? "the URL is missing" : problem.description
            refusal = stage.tell(.error, "Not copied: \(self.words(of: preview, stage.keymap) ?? words)")
            return nil
        }
    }
}

extension RequestDraft {
    /// Whether nothing was typed into it: that it was begun in a folder is no text of it.
    fileprivate var isUntyped: Bool {
        var draft = self
        draft.folder = ""
        return draft == RequestDraft()
    }

    /// The request as one that is not saved.
    fileprivate var unsaved: RequestDraft {
        var draft = self
        draft.name = ""
        return draft
    }
}
