import MQTT
import Payloads
import REST

/// A filter over one row.
struct FilterRun {
    let subject: WireSubject

    func matches(_ node: FilterNode) -> Bool {
        switch node {
        case .and(let left, let right): matches(left) && matches(right)
        case .or(let left, let right): matches(left) || matches(right)
        case .not(let node): !matches(node)
        case .part(let test): part(test)
        case .http(let name, let comparison): http(name, comparison)
        case .row(let fact, let comparison): row(fact, comparison)
        case .text(let search): text(search)
        case .state(let state): subject.handshake == state
        case .direction(let direction): subject.direction == direction
        case .verdict: !subject.verdicts.isEmpty
        case .isMQTT: if case .packet = subject.content { true } else { false }
        case .isHTTP: if case .http = subject.content { true } else { false }
        case .damage(let isMalformed): damage(isMalformed)
        }
    }

    private var receiver: Receiver { subject.direction == .sent ? .server : .client }

    private func walk<Visitor: PacketVisitor>(_ visitor: Visitor) -> Visitor? {
        guard case .packet(let bytes, let length, let version) = subject.content else { return nil }
        var walk = PacketWalk(bytes, total: length, version: version, to: receiver, visitor)
        walk.run()
        return walk.visitor
    }

    private func part(_ test: PartTest) -> Bool {
        guard case .packet(let bytes, let length, _) = subject.content, let first = bytes.first else { return false }
        // Most filters ask for the first byte, and most packets are told by it.
        if let packet = test.packet, first >> 4 != packet.rawValue { return false }
        if test.parts == PartTest.bit(.packetType) { return matches(number: UInt64(first >> 4), test.comparison) }
        // An alias stands for its topic here too.
        if test.parts & PartTest.bit(.topic) != 0, !subject.aliasedTopic.isEmpty {
            // The topic of such a packet is empty: the alias speaks for it alone.
            return test.comparison.matches(subject.aliasedTopic) != test.comparison.isNegative
        }
        guard let matcher = walk(PartMatcher(bytes, length, test)) else { return false }
        // `!=` of a part that is not there is not met, as in Wireshark 4.
        return test.comparison.isNegative ? matcher.isThere && !matcher.isFound : matcher.isFound
    }

    private func matches(number: UInt64, _ comparison: FilterComparison) -> Bool {
        comparison.matches(number) != comparison.isNegative
    }

    private func row(_ fact: FilterNode.RowFact, _ comparison: FilterComparison) -> Bool {
        switch fact {
        case .number: return matches(number: subject.number, comparison)
        // HTTP's log has a negative number.
        case .connection: return matches(number: UInt64(max(subject.connection, 0)), comparison)
        case .length:
            switch subject.content {
            case .packet(_, let length, _): return matches(number: UInt64(length), comparison)
            case .http(let step):
                let hop = step.exchanged
                let size = hop.sent.size + (hop.response.map { $0.head.count + $0.bodySize } ?? 0)
                return matches(number: UInt64(size), comparison)
            case .connection: return false
            }
        }
    }

    private func damage(_ isMalformed: Bool) -> Bool {
        guard let finder = walk(DamageFinder()) else { return false }
        return isMalformed ? finder.isMalformed : finder.isMalformed || finder.hasBreach
    }

    // MARK: - HTTP

    /// The fields of what a step is about: the request, its answer, both.
    private func httpFields() -> [WireField] {
        guard case .http(let step) = subject.content else { return [] }
        // A row of a step has the fields that went by with it.
        switch step.step {
        case .connect, .tls: return []
        case .request: return WireField.fields(ofRequest: step.exchanged)
        case .head, .end: return WireField.fields(ofResponse: step.exchanged)
        case .exchange:
            return WireField.fields(ofRequest: step.exchanged) + WireField.fields(ofResponse: step.exchanged)
        }
    }

    private func http(_ name: String, _ comparison: FilterComparison) -> Bool {
        guard case .http(let step) = subject.content else { return false }
        // No line of the request has it whole.
        if name == "http.request.full_uri" {
            return comparison.matches(WireField.shown(url: step.exchanged.url)) != comparison.isNegative
        }
        let values = httpFields().lazy.filter { $0.filterName == name }.map(\.value)
        guard !values.isEmpty else { return false }
        // `!=` over several of one name: none may be it.
        return values.contains { comparison.matches($0) } != comparison.isNegative
    }

    // MARK: - Text

    private func text(_ search: ByteSearch) -> Bool {
        func isFound(_ text: String) -> Bool {
            var text = text
            return text.withUTF8 { search.isFound(in: UnsafeRawBufferPointer($0)) }
        }
        if isFound(subject.peer) || subject.verdicts.contains(where: { isFound($0.words) }) { return true }
        if !subject.aliasedTopic.isEmpty, isFound(subject.aliasedTopic) { return true }
        switch subject.content {
        case .packet(let bytes, _, _):
            // Text that stands nowhere in a message can only be its name: most messages need no walk.
            if bytes.first.map({ $0 >> 4 }) == PacketType.publish.rawValue, !search.isFound(in: bytes) {
                return isFound(PacketType.publish.name)
            }
            // Found in the bytes, but perhaps in a secret or across two parts: the walk decides.
            return walk(TextFinder(bytes, search))?.isFound == true
        case .http(let step):
            return isFound(step.failure) || isFound(WireField.shown(url: step.exchanged.url))
                || httpFields().contains { isFound($0.value) || isFound($0.name) }
        case .connection(let words): return isFound(words)
        }
    }
}
