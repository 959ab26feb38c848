import Hypermedia
import Kit
import Model
import Payloads
import Profile
import REST

extension ResponsePane {
    func offers(_ action: Action) -> Bool {
        guard let exchange = composer.shown else { return action == .nextTab || action == .zoom }
        switch action {
        case .cancelRequest: return composer.isSending
        case .nextView, .filter, .path, .fold, .copy, .write, .openPager: return offersOnText(action)
        case .olderAnswer: return composer.exchanges.all(of: composer.current).count > 1
        case .revalidate: return composer.known != nil
        case .probeCache: return tab == .cache && exchange.state == .finished
        case .takeValue: return (tab == .body && bodyView.isJSON || tab == .headers) && composer.judged != nil
        case .makeCheck: return [.body, .headers, .checks].contains(tab) && composer.judged != nil
        case .follow: return linksView.selected != nil
        case .wayBack, .wayForth: return composer.canGo(by: action == .wayBack ? -1 : 1)
        case .joinPages: return linksView.nextPage != nil || exchange.joined != nil
        case .pause, .openMessage, .filterTopic, .chart, .sendLine: return tab == .events && eventsView.offers(action)
        default: return true
        }
    }

    /// What is done with the text of a tab: seen otherwise, searched, narrowed, taken elsewhere.
    private func offersOnText(_ action: Action) -> Bool {
        if tab == .links { return !linksView.isEmpty }
        if tab == .events { return eventsView.offers(action) }
        switch action {
        case .nextView: return tab == .body && body != nil || tab == .raw && composer.shown?.hop?.raw.count ?? 0 > 0
        case .path: return tab == .body && bodyView.isJSON
        case .fold: return tab == .body && bodyView.isOnFold
        default: return tab != .body || body != nil
        }
    }

    /// While a stream is narrowed its key leads back, and ends nothing.
    func hintWords(_ action: Action) -> String? {
        guard action == .cancelRequest, tab == .events else { return nil }
        return eventsView.backWords
    }

    var isHeld: Bool { tab == .events && eventsView.isHeld }

    func perform(_ action: Action) -> [Effect] {
        // Keys may come faster than frames: what they are about is the answer that is looked at now.
        if let exchange = composer.shown {
            linksView.load(exchange)
            loadEvents(exchange)
        }
        if tab == .events, let effects = eventsView.perform(action) { return effects }
        if let effects = performAhead(action) { return effects }
        if tab == .links, linksView.perform(action) { return [] }
        if tab != .links, tab != .events, view.perform(action) {
            // Moved away from the end, what grows no longer takes the cursor along; back there it does.
            if tab == .body, action.move != nil { followsEnd = bodyView.isAtEnd }
            return []
        }
        return performOnAnswer(action)
    }

    /// What goes ahead of the tab's own keys; nil where that has the word.
    private func performAhead(_ action: Action) -> [Effect]? {
        switch action {
        // No return: the path is then typed in the body, as below.
        case .path where tab != .body && tab != .events: tab = .body
        case .nextTab: return turn(by: 1)
        case .previousTab: return turn(by: -1)
        case .links: return show(.links)
        case .wayBack, .wayForth:
            composer.go(by: action == .wayBack ? -1 : 1, stage)
            return []
        case .follow where tab != .links: return show(.links)
        case .joinPages: return joinPages()
        case .pagesList: return choosePagesList()
        case .thing: return openThing()
        case .twin:
            guard let exchange = composer.shown, exchange.response != nil else {
                stage.say(.info, "There is no answer that could have a twin")
                return []
            }
            return stage.journeys?.showTwin(of: exchange) ?? []
        // Enter on a line: a URL is followed, a fold turned, a value taken, whichever is there first.
        case .fold where tab == .body:
            if let effects = followInText() { return effects }
            guard bodyView.isOnFold || bodyView.valuePath == nil else {
                takeValue()
                return []
            }
        case .takeValue:
            takeValue()
            return []
        case .makeCheck:
            makeCheck()
            return []
        default: break
        }
        return nil
    }

    /// What is asked of the answer as a whole.
    private func performOnAnswer(_ action: Action) -> [Effect] {
        switch action {
        case .follow, .fold: return followSelected()
        case .olderAnswer: look(by: -1)
        case .newerAnswer: look(by: 1)
        case .answers: showAnswers()
        case .onWire: showOnWire()
        case .nextView where tab == .body:
            bodyView.nextMode()
            lay(staysInPlace: false)
        case .nextView where tab == .raw: isRawInHex.toggle()
        case .send: return composer.send(stage)
        case .revalidate: return composer.revalidate(stage)
        case .merge: return composer.merge(stage)
        case .nextSteps: return composer.askOptions(stage)
        case .probeCache:
            tab = .cache
            return composer.probeCache(stage)
        default: return performOnBytes(action)
        }
        return []
    }

    /// What is done with the bytes that are shown: drawn, copied, written, taken elsewhere.
    private func performOnBytes(_ action: Action) -> [Effect] {
        switch action {
        case .chart:
            Charts.open(
                answersTo: composer.current, of: composer.requests,
                preferring: tab == .body ? bodyView.fieldPath : nil, stage)
        case .copy where tab == .links:
            return PayloadActions.copy(
                "the link's target", linksView.selected.map { PayloadBytes(Array($0.target.utf8)) }, writtenIn: nil,
                stage)
        case .copy:
            return PayloadActions.copy(copied, bytes, writtenIn: keyContext, stage)
        case .write: PayloadActions.write(bytes, name: fileName, stage)
        case .publish: PublishFromAnswer.compose(bodyView.result ?? body?.bytes, of: composer.shown, stage)
        case .openPager:
            guard let bytes = bytes else { return [] }
            return [
                stage.runInTerminal(.pager, bytes, fileExtension: fileExtension) { [stage] outcome in
                    if case .failed(let words) = outcome { stage.say(.error, words) }
                }
            ]
        default: break
        }
        return []
    }

    private func showOnWire() {
        guard let exchange = composer.shown else {
            return stage.say(.info, "Not sent yet: nothing went over the wire")
        }
        guard exchange.kept == nil else {
            return stage.say(.info, "This answer is from disk: it went over the wire before martlet was started")
        }
        stage.journeys?.showOnWire(exchange: exchange.id)
    }

    func look(by steps: Int) {
        if !composer.look(by: steps) {
            stage.say(.info, steps < 0 ? "No older answer to this request is kept" : "This is the newest answer")
        }
    }

    func show(_ wanted: ResponseTab) -> [Effect] {
        tab = wanted
        return []
    }

    func turn(by count: Int) -> [Effect] {
        let all = composer.shown.map { pages($0).tabs } ?? ResponseTab.allCases
        // A tab may have gone since, with the events of an answer: then from the first.
        let place = (all.firstIndex(of: tab) ?? 0) + count + all.count
        tab = all[place % all.count]
        return []
    }

    func back() -> Bool {
        let isTaken =
            switch tab {
            case .links: linksView.back()
            case .events: eventsView.back()
            default: view.back()
            }
        if isTaken { return true }
        // Events are what such an answer is looked at for.
        guard tab != .body, tab != .events else { return false }
        tab = .body
        return true
    }

    /// Whether something narrows or holds the events of a stream that `back` takes back.
    var narrowsEvents: Bool { tab == .events && eventsView.isNarrowed }

    func typed(_ outcome: FieldOutcome) {
        switch tab {
        case .links: linksView.typed(outcome)
        case .events: eventsView.typed(outcome)
        default: view.typed(outcome)
        }
    }
}
