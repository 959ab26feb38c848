import Payloads
public import REST

/// The last answers by URL: what `{{etag}}` stands for, what a revalidation asks about, and the state that a change starts
/// from. Bounded in URLs, in answers of one URL, and in bytes.
///
/// A tag is kept as it came, with its quotes and its `W/`.
public struct KeptAnswers: Sendable {
    /// The most URLs that are remembered; the ones not heard of for longest go first.
    public static let maximumCount = 1000
    /// The most answers of one URL: for other fields that `Vary` names, or other people.
    static let mostOfURL = 8
    /// The longest body that is kept.
    public static let longestBody = 4 << 20
    /// The most bytes of bodies that are kept.
    public static let mostBytes = 32 << 20

    /// The answers by URL, the newest last; none is empty.
    private var answers: [String: [KeptAnswer]] = [:]
    /// The one that was replaced last, by URL: the state before.
    private var replaced: [String: KeptAnswer] = [:]
    /// The URLs, the one heard of last at the end.
    private var order: [String] = []
    private var bytes = 0
    /// Grows with every change.
    public private(set) var revision = 0

    /// What changed since it was asked last.
    private var news: [KeptAnswer] = []

    /// Nothing is known yet.
    public init() {}

    /// All that is kept of a URL, the newest last.
    public func all(of url: String) -> [KeptAnswer] {
        // Every frame asks, and a URL may be long.
        answers.isEmpty ? [] : answers[Self.key(url)] ?? []
    }

    /// The newest answer to a request, or else the newest from its URL; nil when none of this holder is kept.
    /// - Parameter isChange: whether the request changes the state.
    public func answer(
        for url: String, _ fields: [Field], holder: String?, isChange: Bool = false
    ) -> KeptAnswer? {
        let all = all(of: url).filter { holder == nil || $0.holder == holder }
        return all.last { $0.fits(fields, holder: holder, isChange: isChange) } ?? all.last
    }

    /// The answer that the last one of a URL took the place of; nil when it was the first.
    public func before(_ url: String) -> KeptAnswer? { replaced[Self.key(url)] }

    /// The tag of the last answer from a URL; nil when there is none, it had none, or it is known to be untrue.
    public func tag(of url: String) -> String? {
        all(of: url).last.flatMap { $0.changedBy == nil ? $0.validators.tag?.text : nil }
    }

    /// What `{{etag}}` stands for in a request for a URL, whoever asks.
    public func value(for url: String) -> TemplateExpander.Generated { Self.value(tag(of: url), url) }

    /// What `{{etag}}` stands for in a request with these fields and credentials.
    public func value(for url: String, _ fields: [Field], holder: String?) -> TemplateExpander.Generated {
        let answer = answer(for: url, fields, holder: holder)
        return Self.value(answer.flatMap { $0.changedBy == nil ? $0.validators.tag?.text : nil }, url)
    }

    private static func value(_ tag: String?, _ url: String) -> TemplateExpander.Generated {
        if let tag { return .value(tag) }
        return .none("\(EntityTags.name): no ETag is known of \(url.prefix { $0 != "?" }): send a GET of it first")
    }

    /// What came or became untrue since this was asked last: for whoever keeps it over restarts.
    public mutating func takeNews() -> [KeptAnswer] {
        defer { news = [] }
        return news
    }

    /// Takes in answers of earlier runs, the oldest first; what came meanwhile is newer.
    public mutating func remember(_ earlier: [KeptAnswer]) {
        // What was kept earlier has exchange 0; any other number is an answer of this run.
        for answer in earlier where all(of: answer.url).isEmpty || all(of: answer.url).allSatisfy({ $0.exchange == 0 })
        {
            _ = keep(answer)
        }
    }

    // Of two fragments there is one resource: they are never sent (RFC 9110 7.1).
    private static func key(_ url: String) -> String { String(url.prefix { $0 != "#" }) }

    // MARK: - What comes

    /// Learns of an answer that is complete. A 304 gets the body that it says is still good.
    public mutating func take(_ exchange: inout SentRequest) {
        // Pages that are joined are of several URLs.
        guard exchange.state == .finished, exchange.joined == nil, let hop = exchange.hop,
            let response = exchange.response
        else { return }
        // What a change started from is wanted where it did not go through.
        if ![409, 412, 428].contains(response.status) { exchange.base?.body = nil }
        let urls = Set([exchange.url, hop.url].map(Self.key)).filter { !$0.isEmpty }
        // Before what a change spoils: a 304 changes nothing, and answers GET and HEAD alone (RFC 9110 15.4.5).
        if response.status == 304 { return renew(&exchange, hop, response, urls) }
        // First, so that the state that a PUT leaves and tells is not marked as changed by itself.
        spoil(by: &exchange, urls)
        // Any other answer says nothing of the resource's state.
        guard (200..<300).contains(response.status) else { return }
        // What a POST made is another resource (RFC 9110 9.3.3); OPTIONS and the like say nothing of the state.
        guard ["GET", "HEAD", "PUT", "PATCH"].contains(hop.sent.method) else { return }
        let answer = Self.answer(exchange, hop, response)
        // Of a HEAD or a change without validators nothing would be left to compare with.
        guard hop.sent.method == "GET" || !answer.validators.isEmpty else { return }
        for url in urls {
            // A part of what is kept already says nothing new, and has no whole body.
            if response.status == 206, all(of: url).contains(where: { $0.validators.tag == answer.validators.tag }) {
                continue
            }
            var answer = answer
            answer.url = url
            note(keep(answer))
        }
    }

    /// What is kept of an answer.
    private static func answer(_ exchange: SentRequest, _ hop: Hop, _ response: Response) -> KeptAnswer {
        let vary = Vary(response.fields)
        var answer = KeptAnswer(
            exchange: exchange.id, url: exchange.url,
            at: exchange.startedAt + (hop.timings.firstByte ?? hop.timings.end) / 1000, method: hop.sent.method,
            selected: vary.selected(hop.sent.fields), holder: exchange.holder, status: response.status,
            fields: response.fields, body: nil, wireSize: max(response.bodySize, exchange.receivedSize))
        switch hop.sent.method {
        // The body of a 206 is a part; one of 204 or 205 is none.
        case "GET" where response.status == 200 || response.status == 203: answer.body = exchange.body
        case "PUT", "PATCH":
            let place = response.fields["Content-Location"]
            let isTold = response.fields["Preference-Applied"]?.contains("return=representation") == true
            // Else the answer tells what was done, and not what is there now (RFC 9110 6.4.2).
            if isTold || place.map({ CacheURL.isSame($0, as: hop.url) }) == true { answer.body = exchange.body }
        default: break
        }
        if let body = answer.body, body.count > longestBody { answer.body = nil }
        return answer
    }

    /// Keeps an answer in the place of the one to the same request, and returns what stands there then.
    private mutating func keep(_ new: KeptAnswer) -> KeptAnswer {
        var all = answers[new.url] ?? []
        // Somebody else's answer, or one to other fields of `Vary`, is another one (RFC 9111 4.1).
        let place = all.lastIndex { $0.holder == new.holder && $0.selected == new.selected }
        if let place, new.method == "HEAD", Self.confirms(new, all[place]) {
            all[place].renew(by: new.fields, at: new.at)
            answers[new.url] = all
            heard(of: new.url)
            return all[place]
        }
        // A change comes after whatever form was known before it.
        let isChange = new.method == "PUT" || new.method == "PATCH"
        let before = isChange ? all.last { $0.holder == new.holder } : place.map { all[$0] }
        if let before, before.validators.tag != new.validators.tag { replace(before) }
        if let place { bytes -= all.remove(at: place).body?.count ?? 0 }
        all.append(new)
        bytes += new.body?.count ?? 0
        // The new one came last: it is never the one that goes.
        if all.count > Self.mostOfURL { bytes -= all.removeFirst().body?.count ?? 0 }
        answers[new.url] = all
        heard(of: new.url)
        trim()
        return new
    }

    /// Whether the head of an answer says that the body of a kept one still holds: the same validators, and no other length
    /// (RFC 9111 4.3.5).
    private static func confirms(_ head: KeptAnswer, _ kept: KeptAnswer) -> Bool {
        // A server need not give the length to a HEAD (RFC 9110 8.6).
        guard let length = head.fields["Content-Length"], let known = kept.fields["Content-Length"] else {
            return head.validators.isSame(as: kept.validators)
        }
        return length == known && head.validators.isSame(as: kept.validators)
    }

    private mutating func replace(_ old: KeptAnswer) {
        bytes += (old.body?.count ?? 0) - (replaced[old.url]?.body?.count ?? 0)
        replaced[old.url] = old
    }

    private mutating func note(_ answer: KeptAnswer) {
        // Nobody may be there to take them.
        if news.count >= Self.maximumCount { news.removeFirst() }
        news.append(answer)
    }

    private mutating func heard(of url: String) {
        if order.last != url {
            order.removeAll { $0 == url }
            order.append(url)
        }
        revision += 1
    }

    private mutating func trim() {
        // The URL that was just heard of stays whatever it weighs.
        while order.count > Self.maximumCount || bytes > Self.mostBytes, order.count > 1 {
            let url = order.removeFirst()
            bytes -= (answers.removeValue(forKey: url) ?? []).reduce(0) { $0 + ($1.body?.count ?? 0) }
            bytes -= replaced.removeValue(forKey: url)?.body?.count ?? 0
        }
    }

    // MARK: - 304

    private mutating func renew(
        _ exchange: inout SentRequest, _ hop: Hop, _ response: Response, _ urls: Set<String>
    ) {
        let holder = exchange.holder
        for url in urls.sorted() {
            guard var all = answers[url] else { continue }
            func last(_ isMeant: (KeptAnswer) -> Bool) -> Int? {
                all.lastIndex { $0.holder == holder && isMeant($0) }
            }
            let meant = last { Self.isMeant($0, by: response, to: hop.sent.fields) }
            // Its fields are those of the form without a coding: they renew nothing (RFC 9111 4.3.4), and the body is good.
            let place = meant ?? last { Self.isSameBody($0, by: response, to: hop.sent.fields) }
            guard let place else { continue }
            let wasKept = all[place]
            if meant != nil {
                all[place].renew(
                    by: response.fields, at: exchange.startedAt + (hop.timings.firstByte ?? hop.timings.end) / 1000)
                answers[url] = all
                note(all[place])
            }
            heard(of: url)
            // Of two URLs of one exchange the first that has a body gives it.
            guard exchange.renewed == nil, let body = wasKept.body, hop.sent.method == "GET" else { continue }
            var renewed = all[place]
            // When it was brought is what people are told; the body is that of the exchange.
            (renewed.at, renewed.body) = (wasKept.at, nil)
            exchange.renewed = renewed
            exchange.body = body
        }
    }

    /// Whether a 304 says that the body of a kept answer is still good although it names a strong tag: the kept one was made
    /// weak when it was compressed, as nginx does it, it was asked about, and its opaque part is the same.
    private static func isSameBody(_ kept: KeptAnswer, by response: Response, to request: [Field]) -> Bool {
        guard let known = kept.validators.tag, known.isWeak, let told = Validators(response.fields).tag,
            told.matchesWeakly(known)
        else { return false }
        return EntityTagList(request.values(of: "If-None-Match"))?.names(known, isStrong: false) == true
    }

    /// Whether a 304 speaks of a kept answer: by its own tag, else by what was asked (RFC 9111 4.3.4).
    private static func isMeant(_ kept: KeptAnswer, by response: Response, to request: [Field]) -> Bool {
        let known = kept.validators
        if let tag = Validators(response.fields).tag {
            return known.tag.map { tag.isWeak ? tag.matchesWeakly($0) : tag.matchesStrongly($0) } ?? false
        }
        if let asked = EntityTagList(request.values(of: "If-None-Match")) {
            // `*` asks about any form, and so speaks of none.
            return known.tag.map { asked.names($0, isStrong: false) && asked != .any } ?? false
        }
        return known.lastModified != nil && known.lastModified == request["If-Modified-Since"]
    }

    // MARK: - Changes

    /// Marks what a change has made untrue (RFC 9111 4.4), and tells how many answers those were.
    private mutating func spoil(by exchange: inout SentRequest, _ urls: Set<String>) {
        guard let facts = CacheFacts(exchange) else { return }
        let told = Invalidation.urls(after: facts).map { Self.key($0.url) }
        guard !told.isEmpty else { return }
        var count = 0
        for url in urls.union(told) {
            guard let all = answers[url] else { continue }
            // Those under the typed URL of a redirect go along, but are the same answers: they are counted once.
            if told.contains(url) { count += all.count { $0.changedBy == nil } }
            var spoiled = all
            for place in spoiled.indices where spoiled[place].changedBy == nil {
                spoiled[place].changedBy = facts.method
                note(spoiled[place])
            }
            answers[url] = spoiled
            revision += 1
        }
        exchange.madeUntrue = count
    }
}
