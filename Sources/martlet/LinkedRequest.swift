import Files
import Glibc
import Hypermedia
import JSONPath
import Opener
import Payloads
import Profile
import REST
import Scripts
import Text

/// A request of the command line whose answer leads on: `--follow`, `--links` and `--pages`.
struct LinkedRequest: Sendable {
    private let asked: CurlArguments
    private let request: Request
    private let number: Int
    private let isFirstOfGroup: Bool

    /// - Parameters:
    ///   - number: how many requests came before it.
    ///   - isFirstOfGroup: whether files that all answers of the group go to begin with this one.
    init(_ asked: CurlArguments, _ request: Request, number: Int, isFirstOfGroup: Bool) {
        self.asked = asked
        self.request = request
        self.number = number
        self.isFirstOfGroup = isFirstOfGroup
    }

    /// Why it goes no further.
    private struct Stop: Error {
        var words: String
        var status: Int32
    }

    /// Sends it, goes where it leads, and writes what comes: curl's exit code.
    func perform(_ client: RESTClient, _ cookies: CookieJar?) async -> Int32 {
        do {
            // Before anything is sent.
            if asked.leading.listsLinks || asked.leading.pages != nil { try refuseUnused() }
            var request = self.request
            // Each leads on from the answer of the one before.
            for relation in asked.leading.relations {
                request = try await follow(relation, of: try await send(request, client, cookies), request)
            }
            if asked.leading.listsLinks {
                try await list(try await send(request, client, cookies))
                return 0
            }
            if let pages = asked.leading.pages { return try await join(pages, request, client, cookies) }
            // Only what is at the end of the way is written as curl would, with `-i`, `-o` and the rest.
            let last = CommandExchange(
                asked, request, mask: SecretMask(request), number: number, isFirstOfGroup: isFirstOfGroup)
            return await last.perform(client, cookies)
        } catch let stop as Stop {
            return complain(stop)
        } catch {
            return complain(Stop(words: "\(error)", status: ExitStatus.writeError))
        }
    }

    /// What is written is no answer as it came: letters that speak of one are not passed over in silence.
    private func refuseUnused() throws {
        let word = asked.leading.listsLinks ? "--links" : "--pages"
        for (isGiven, letter) in [
            (asked.continuation != nil, "-C"), (asked.outputIsNamedByAnswer, "-J"), (asked.keepsTime, "-R"),
            (asked.savedTag != nil, "--etag-save"), (asked.format != nil, "-w"),
            (asked.showsHeaders || asked.headFile != nil, "-i and -D"),
        ] where isGiven {
            throw Stop(
                words: "\(word) writes what it makes of the answers; leave \(letter) out",
                status: ExitStatus.badArguments)
        }
    }

    private func complain(_ stop: Stop) -> Int32 {
        if !asked.isSilent || asked.showsErrors {
            StandardError.say("martlet: \(SecretMask.named.sentence(stop.words))")
        }
        return stop.status
    }

    private func tell(_ words: String) {
        if !asked.isSilent { StandardError.say("martlet: \(SecretMask.named.sentence(words))") }
    }

    // MARK: - One answer

    private func send(_ request: Request, _ client: RESTClient, _ cookies: CookieJar?) async throws -> REST.Exchange {
        do throws(RequestFailure) {
            let exchange = try await client.send(request, cookies: cookies)
            if asked.isVerbose, let hop = exchange.hop {
                tell("\(hop.sent.method) \(hop.url): \(hop.response?.status ?? 0)")
            }
            return exchange
        } catch {
            throw Stop(words: SecretMask(request).sentence(error.description), status: ExitStatus.request(error))
        }
    }

    /// The links of an answer, header before body; and what is to be said of them.
    private static func links(of exchange: REST.Exchange) -> (links: [Link], remarks: [String]) {
        let page = Page(of: exchange, asked: "")
        let (fields, flaws) = FieldLinks.read(page.fields, url: page.url, status: page.status ?? 0)
        let type = exchange.response?.fields["Content-Type"].flatMap { MediaType($0) }
        let body = BodyLinks(page.body, type: type, url: page.url)
        body.finish()
        var remarks: [String] = []
        if flaws > 0 { remarks.append("\(grouped(flaws)) values of Link are no links") }
        if body.further > 0 {
            remarks.append(
                "\(grouped(body.further)) links of the body come after the \(grouped(body.links.count)) listed")
        }
        if let problem = body.problem { remarks.append(problem) }
        // Guesses last: a text that looks like a URL is no link that the server calls one.
        return (fields + body.links.filter { !$0.isGuess } + body.links.filter(\.isGuess), remarks)
    }

    // MARK: - Following

    /// The request that a link of an answer becomes.
    private func follow(_ relation: String, of exchange: REST.Exchange, _ before: Request) async throws -> Request {
        let url = exchange.hop?.url ?? before.url
        let status = exchange.response?.status ?? 0
        let (links, _) = Self.links(of: exchange)
        // Created things and errors have links too; but who gets an error is told so.
        if status >= 400 { throw Stop(words: "\(url) was answered with \(status)", status: ExitStatus.httpError) }
        // What another resource says of this one (`rev`) leads away from what was asked for.
        let found = links.filter { !$0.isReverse && ($0.has(relation: relation) || $0.name == relation) }
        // One of the answer itself comes before those of what is in it.
        guard let link = found.first(where: { $0.isOfAnswer && !$0.isGuess }) ?? found.first else {
            let names = links.filter { !$0.isGuess }.map(\.relation).reduce(into: [String]()) { names, name in
                if !names.contains(name) { names.append(name) }
            }
            let words =
                names.isEmpty ? "it has no links" : "its relations are \(names.prefix(20).joined(separator: ", "))"
            throw Stop(
                words: "--follow \(relation): \(url) has no such link; \(words)", status: ExitStatus.badArguments)
        }
        if found.count > 1 { tell("--follow \(relation): the first of \(found.count) is followed, \(link.target)") }
        return try made(link, relation)
    }

    private func made(_ link: Link, _ relation: String) throws -> Request {
        // A link of an answer is the server's choice: nothing is changed by it without the person's word.
        guard link.method == "GET" || link.method == "HEAD" else {
            throw Stop(
                words:
                    "--follow \(relation) would \(link.method) \(link.target): only GET is followed; send it with -X",
                status: ExitStatus.badArguments)
        }
        let values = asked.leading.values
        if let names = link.template?.variables, !names.isEmpty, !names.contains(where: { values[$0] != nil }) {
            throw Stop(
                words: "--follow \(relation) is the template \(link.written): give it "
                    + names.map { "--with \($0)=VALUE" }.joined(separator: " "), status: ExitStatus.badArguments)
        }
        let filled: LinkRequest
        do throws(URITemplate.Problem) {
            filled = try link.request(values.mapValues { Self.value($0) }, fields: values)
        } catch {
            throw Stop(words: "--follow \(relation): \(error.words)", status: ExitStatus.badArguments)
        }
        return next(filled)
    }

    private static func value(_ text: String) -> URITemplate.Value {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return parts.count > 1 ? .list(parts) : .text(text)
    }

    /// A GET of what a request led to. What says who asks stays with the server that it was given for.
    private func next(_ link: LinkRequest) -> Request {
        if !URLReference.haveSameOrigin(request.url, link.url), request.hasCredentials {
            tell("\(URLReference(link.url).origin ?? link.url) is another server: it is not told who asks")
        }
        return request.following(link)
    }

    // MARK: - Listing and joining

    private func list(_ exchange: REST.Exchange) async throws {
        let (links, remarks) = Self.links(of: exchange)
        var text = ""
        for link in links {
            let words = [
                link.relation.isEmpty ? "-" : link.isReverse ? "rev:\(link.relation)" : link.relation, link.method,
                link.target, link.title ?? "", link.place.words, link.format.rawValue,
            ]
            text += words.map { String($0.withoutControls) }.joined(separator: "\t") + "\n"
        }
        try write([Array(text.utf8)])
        for remark in remarks { tell(remark) }
        if links.isEmpty { tell("the answer links to nothing") }
    }

    private func join(
        _ most: Int, _ first: Request, _ client: RESTClient, _ cookies: CookieJar?
    ) async throws -> Int32 {
        var bounds = PageWalk.Bounds()
        bounds.pages = most
        var walk = PageWalk(bounds, items: try asked.leading.items.map(Self.items))
        var request = first
        var end: PageWalk.End?
        while end == nil {
            let exchange: REST.Exchange
            do {
                exchange = try await send(request, client, cookies)
            } catch let stop as Stop where !walk.joined.pages.isEmpty {
                // The pages that came are written; the status tells that they are not all.
                end = .failed(stop.words)
                break
            }
            switch walk.take(Page(of: exchange, asked: request.url), now: Int(time(nil))) {
            case .follow(let url): request = next(LinkRequest(method: "GET", url: url))
            case .wait(let seconds, let url):
                tell("\(url) asks to wait \(seconds) s")
                try await Task.sleep(for: .seconds(seconds))
            case .end(let why): end = why
            }
        }
        let joined = walk.joined
        let status: Int32 =
            switch end {
            case .status?, .failed?, .tooLong?: ExitStatus.httpError
            // Who names a list wants one document: pages behind one another are not to be taken for it.
            default: joined.text == nil && asked.leading.items != nil ? ExitStatus.failure : 0
            }
        if let text = joined.text {
            try write([text], isGood: status == 0)
        } else {
            // Nothing to join: the pages as they came.
            try write(joined.pages.lazy.map { $0.body.withBytes { Array($0) } }, isGood: status == 0)
            if let problem = joined.pages.first?.problem { tell(problem) }
        }
        let place = joined.list.map { " at \($0.path)" } ?? ""
        let twice = joined.repeated > 0 ? ", \(grouped(joined.repeated)) of them twice" : ""
        tell(
            "\(grouped(joined.pages.count)) pages, \(grouped(joined.items.count)) items\(place)\(twice): "
                + (end ?? .last).words)
        return status
    }

    /// Where the items stand, as it was typed: `$.data.items`, `$._embedded['hal:items']`, `data.items`, `$`.
    private static func items(_ text: String) throws(Stop) -> PageItems {
        // The dollar is left out by habit: shells have a meaning for it.
        let path = text.hasPrefix("$") ? text : "$." + text
        guard let names = (try? JSONPath(path))?.names else {
            throw Stop(
                words: "--items \(text): names that lead to the list are needed, as $.data.items or $['data']['items']",
                status: ExitStatus.badArguments)
        }
        return PageItems(names: names)
    }

    /// Writes pieces one behind another, to standard output or into the one file.
    /// - Parameter isGood: whether they are all that was asked for.
    private func write(_ pieces: some Sequence<[UInt8]>, isGood: Bool = true) throws {
        // A URL without a file name (`-O`) goes to standard output here.
        guard let path = (try? asked.outputPath()) ?? nil else {
            for piece in pieces { try OutputDescriptor.standard.print(piece, terminator: "") }
            return
        }
        let file = try AnswerFile.open(path, asked)
        var isDone = false
        defer { if !(isDone && isGood), file.isRegular, asked.removesOnError { unlink(file.path) } }
        try WriteProblem.saying { () throws(FileFailure) in
            try file.closing { () throws(FileFailure) in for piece in pieces { try file.write(piece) } }
        }
        isDone = true
    }
}
