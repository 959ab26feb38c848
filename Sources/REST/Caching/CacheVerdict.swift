import Text

/// What a cache may do with an answer, question by question, each with the field and the section that decide.
public struct CacheVerdict: Sendable {
    /// What the cache is.
    public let kind: CacheKind
    /// What it decides by.
    public let facts: CacheFacts
    /// Whether it may keep the answer.
    public let storability: Storability
    /// How long the answer holds.
    public let freshness: Freshness
    /// How old the answer is.
    public let age: CacheAge
    private let control: CacheControl

    /// The verdict on an exchange.
    public init(_ facts: CacheFacts, for kind: CacheKind) {
        (self.facts, self.kind) = (facts, kind)
        storability = Storability(facts, for: kind)
        freshness = Freshness(facts, for: kind)
        age = CacheAge(facts)
        control = CacheControl(facts.fields, for: kind)
    }

    /// Whether it holds at a moment: its time is longer than its age (RFC 9111 4.2).
    public func isFresh(at now: Int64) -> Bool { freshness.seconds > age.current(at: now) }

    /// Whether it is served at that moment without asking the server.
    public func isReusable(at now: Int64) -> Bool {
        // no-cache with names of fields lets the rest be used (RFC 9111 5.2.2.4); Vary: * never matches (4.1).
        storability.isAllowed && isFresh(at: now) && control.hasWhole("no-cache") == nil
            && !Vary(facts.fields).isEverything
    }

    /// The answers to a question at a moment.
    public func lines(_ question: CacheQuestion, at now: Int64) -> [CacheLine] {
        switch question {
        case .store: [storability.line] + storeLines
        // Of what is not kept nobody asks how long it would hold.
        case .fresh: storability.isAllowed ? [freshness.line] + freshLines : []
        case .age: ageLines(at: now)
        case .stale: staleLines
        }
    }

    // MARK: - May it be kept?

    private var storeLines: [CacheLine] {
        var lines: [CacheLine] = targetLines
        guard storability.isAllowed else { return lines }
        if let directive = control["must-understand"], control.has("no-store") {
            lines.append(
                CacheLine(
                    "must-understand: caches that know it, and the status, pass over no-store", control.told(directive),
                    "9111 5.2.2.3"))
        }
        let names = control.names(of: "private")
        if kind.isShared, !names.isEmpty {
            lines.append(
                CacheLine(
                    "without \(names.joined(separator: ", ")), for one person", control.told(control["private"]),
                    "9111 5.2.2.7"))
        }
        if let vary = Vary(facts.fields).line(facts.fields) { lines.append(vary) }
        return lines
    }

    /// What the field for content delivery networks does to the others; nothing for other caches.
    private var targetLines: [CacheLine] {
        guard kind == .delivery else { return [] }
        let told = facts.fields.told(TargetedCacheControl.name)
        guard control.isTargeted else {
            return [CacheLine("that is no dictionary of directives and is passed over", told, "9213 2.1", .warning)]
        }
        guard facts.fields["Cache-Control"] != nil else { return [] }
        return [CacheLine("Cache-Control does not count beside it", told, "9213 2.2")]
    }

    // MARK: - For how long?

    private var freshLines: [CacheLine] {
        var lines: [CacheLine] = []
        let section = "9111 5.2.2.4"
        if let directive = control.hasWhole("no-cache") {
            lines.append(CacheLine("but the server is asked before every use", control.told(directive), section))
        } else if let directive = control["no-cache"] {
            let names = control.names(of: "no-cache").joined(separator: ", ")
            lines.append(CacheLine("but \(names) only after the server was asked", control.told(directive), section))
        }
        if let directive = control["immutable"], freshness.seconds > 0 {
            lines.append(CacheLine("and while it holds not even a reload asks", control.told(directive), "8246 2"))
        }
        if facts.fields["Pragma"] != nil {
            lines.append(
                CacheLine("Pragma means nothing in an answer", facts.fields.told("Pragma"), "9111 5.4", .warning))
        }
        // s-maxage means nothing to a private cache: Expires counts beside it there.
        let most = control.isTargeted || control["max-age"] != nil || (kind.isShared && control["s-maxage"] != nil)
        if most, facts.fields["Expires"] != nil {
            lines.append(CacheLine("Expires does not count beside it", facts.fields.told("Expires"), "9111 5.3"))
        }
        return lines
    }

    // MARK: - How old?

    private func ageLines(at now: Int64) -> [CacheLine] {
        let current = age.current(at: now)
        let how: String
        if !storability.isAllowed {
            how = ""
        } else if isFresh(at: now) {
            how = ": \(CacheTime.words(freshness.seconds - current)) left"
        } else if freshness.source != .none {
            how = ": holds no more since \(CacheTime.words(current - freshness.seconds))"
        } else {
            how = ""
        }
        let field = age.told == nil ? facts.fields.told("Date") : facts.fields.told("Age")
        // What is not kept cannot grow stale.
        let isWarm = !storability.isAllowed || isFresh(at: now)
        var lines = [CacheLine("\(CacheTime.words(current))\(how)", field, "9111 4.2.3", isWarm ? .plain : .warning)]
        if let remark = age.remark {
            lines.append(CacheLine("of Age: \(remark)", facts.fields.told("Age"), "9111 5.1", .warning))
        }
        if let told = age.told, age.remark == nil, told > 0 {
            lines.append(
                CacheLine(
                    "a cache on the way had kept it for \(CacheTime.words(told)) already", facts.fields.told("Age"),
                    "9111 5.1"))
        }
        if let skew = ClockSkew(facts)?.line { lines.append(skew) }
        return lines
    }

    // MARK: - What then?

    private var staleLines: [CacheLine] {
        guard storability.isAllowed else {
            return [CacheLine("every request goes to the server", "", "9111 4")]
        }
        var lines = [renewal]
        // s-maxage implies proxy-revalidate (RFC 9111 5.2.2.10), and both speak to shared caches only.
        let strict = ["must-revalidate"] + (kind.isShared ? ["proxy-revalidate", "s-maxage"] : [])
        if let directive = strict.compactMap({ control[$0] }).first {
            let section =
                switch directive.name {
                case "must-revalidate": "9111 5.2.2.2"
                case "proxy-revalidate": "9111 5.2.2.8"
                default: "9111 5.2.2.10"
                }
            lines.append(
                CacheLine("never used without the server's word, else 504", control.told(directive), section))
        } else if let directive = control.hasWhole("no-cache") {
            lines.append(CacheLine("never used without the server's word", control.told(directive), "9111 4.2.4"))
        } else {
            lines += relaxedLines
        }
        return lines
    }

    private var relaxedLines: [CacheLine] {
        var lines: [CacheLine] = []
        for (name, words) in [
            ("stale-while-revalidate", "may be used meanwhile, while the server is asked, for"),
            ("stale-if-error", "may be used when the server fails, for"),
        ] {
            guard let found = control.seconds(name) else { continue }
            lines.append(
                CacheLine(
                    "\(words) \(CacheTime.words(found.value)) more", "\(control.field): \(found.text)",
                    name == "stale-if-error" ? "5861 4" : "5861 3"))
        }
        // Without a word against it staleness is no bar when the way to the server is cut (RFC 9111 4.2.4).
        if lines.isEmpty {
            lines.append(CacheLine("may be used all the same when the server cannot be reached", "", "9111 4.2.4"))
        }
        return lines
    }

    /// How it is renewed, and what that costs.
    private var renewal: CacheLine {
        let validators = Validators(facts.fields)
        // Where both are sent the tag decides, and the date is passed over (RFC 9110 13.1.3).
        if let tag = validators.tag {
            return CacheLine(
                "the server is asked with If-None-Match: a 304 costs a head, not \(size)", "ETag: \(tag.text)",
                "9111 4.3.1", .good)
        }
        if let changed = validators.lastModified {
            return CacheLine(
                "the server is asked with If-Modified-Since: a 304 costs a head, not \(size)"
                    + (validators.isLastModifiedStrong ? "" : "; a change in the same second is not seen"),
                "Last-Modified: \(changed)", "9111 4.3.1", validators.isLastModifiedStrong ? .good : .warning)
        }
        return CacheLine("it has no validator: all of it comes again, \(size)", "", "9111 4.3.1", .warning)
    }

    private var size: String { "\(grouped(facts.bodySize)) bytes" }

    /// What a second request costs at a moment, if all this is obeyed.
    public func cost(at now: Int64) -> CacheLine {
        if isReusable(at: now) {
            return CacheLine("nothing: it is served from here", "", "9111 4", .good)
        }
        guard storability.isAllowed, !Vary(facts.fields).isEverything else {
            return CacheLine("all of it again: \(size)", "", "9111 4", .plain)
        }
        if Validators(facts.fields).isEmpty {
            return CacheLine("all of it again: \(size)", "", "9111 4.3.1", .warning)
        }
        return CacheLine(
            "a question: a head if it is still the same, else all of it: \(size)", "", "9111 4.3", .good)
    }
}
