import Profile
import REST
import Scripts
import Synchronization

/// What is said of a request and its answers on standard error.
extension RequestPrinter {
    /// What `-v` tells: each thing once, as soon as it is known.
    func tell(_ state: inout State, isOver: Bool = false) {
        while state.toldSent < state.hops.count {
            let hop = state.hops[state.toldSent]
            // The fields as sent are known when the answer is.
            let isKnown = hop.response?.status ?? 0 != 0 || state.toldSent < state.hops.count - 1
            // Without a connection nothing was sent that could be told.
            guard isKnown || isOver && hop.connection != nil else { break }
            if let connection = hop.connection {
                let how = connection.isReused ? "Using connection" : "Connected to"
                StandardError.say("* \(how) \(connection.remoteAddress) (#\(connection.number))")
                if !connection.isReused, let tunnel = connection.tunnel {
                    tell(tunnel)
                    // Nothing is sent through a tunnel that does not stand.
                    if let status = tunnel.response?.status, status / 100 != 2 {
                        state.toldSent += 1
                        continue
                    }
                }
                if !connection.isReused, let tls = connection.tls {
                    StandardError.say("* \(tls.version), \(tls.cipher), \(connection.version)")
                    for certificate in tls.certificates {
                        StandardError.say("*   \(certificate.subject), issued by \(certificate.issuer)")
                    }
                    if !tls.isVerified { StandardError.say("*   not checked\(isSaved ? "" : " (-k)")") }
                }
            }
            let version = hop.connection?.version ?? "HTTP/1.1"
            StandardError.say("> \(hop.sent.method) \(mask.url(hop.sent.target)) \(version)")
            for field in Self.fields(of: hop.sent) {
                StandardError.say("> \(field.name): \(mask.value(field.value, of: field.name))")
            }
            StandardError.say(">")
            state.toldSent += 1
        }
        while state.toldAnswers < state.toldSent {
            let answer = state.hops[state.toldAnswers].response
            for head in Self.heads(of: answer) { tell(head: head) }
            state.toldAnswers += 1
        }
    }

    private func tell(head: [UInt8]) {
        for line in Field.text(head).split(whereSeparator: \.isNewline) {
            StandardError.say("< \(mask.line(String(line)))")
        }
        StandardError.say("<")
    }

    /// What was said to the proxy that had to connect on.
    private func tell(_ tunnel: Connection.Tunnel) {
        StandardError.say("> CONNECT \(tunnel.target) HTTP/1.1")
        for field in tunnel.fields { StandardError.say("> \(field.name): \(mask.value(field.value, of: field.name))") }
        StandardError.say(">")
        for head in Self.heads(of: tunnel.response) { tell(head: head) }
    }

    /// What is to be said of the answers themselves: where they break the standards, each place with `-v`, in one line
    /// without it, and not at all with `-s`.
    func judge() {
        let (answers, check) = state.withLock { state in
            if asked.isVerbose { tell(&state, isOver: true) }
            return (state.hops.compactMap(\.response), state.check)
        }
        // Half of a JSON text is no JSON: that it is cut short is told elsewhere.
        if let words = check?.words, answers.last?.isComplete == true {
            StandardError.say("martlet: of the answer: \(words)")
        }
        if !asked.isSilent || asked.showsErrors || asked.isVerbose, let last = answers.last {
            for remark in last.remarks { StandardError.say("martlet: of the answer: \(remark)") }
            // That it could not be taken off has been said, as the end of it all.
            let hasFailed = asked.decodes && last.codingProblem != nil
            if !last.codingsLeft.isEmpty, last.bodySize > 0, !hasFailed {
                let advice = asked.decodes ? "" : "; --compressed takes off what is known here"
                StandardError.say(
                    "martlet: the body is still in \(last.codingsLeft.joined(separator: ", "))\(advice)")
            }
        }
        let breaches = answers.flatMap(\.breaches)
        let count = breaches.count + answers.reduce(0) { $0 + $1.furtherBreaches }
        if asked.isVerbose {
            for breach in breaches { StandardError.say("* the answer breaks HTTP in \(breach)") }
            if count > breaches.count { StandardError.say("* and in \(count - breaches.count) further places") }
            if answers.last?.hasSurplus == true { StandardError.say("* bytes came after the end of the answer") }
        } else if !asked.isSilent, let first = breaches.first {
            let others = count == 1 ? "" : ", and \(count - 1) more; -v lists them"
            StandardError.say("martlet: the answer breaks HTTP in \(first)\(others)")
        }
    }

    // Pseudo-fields of HTTP/2 stand in the first line (RFC 9113 8.3.1).
    private static func fields(of sent: Sent) -> [Field] { sent.fields.filter { !$0.name.hasPrefix(":") } }
}
