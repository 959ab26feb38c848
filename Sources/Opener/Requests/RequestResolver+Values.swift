import Profile

/// How texts get their values, and what is noted of them.
extension RequestResolver {
    /// A text with its variables put in; what stands for nothing is noted.
    /// - Parameters:
    ///   - isSecret: whether what stands there is one, whatever the variables are called.
    ///   - notation: how the text names what stands in it; nil where names stand elsewhere.
    mutating func expand(
        _ text: String, at place: RequestProblem.Place, isSecret: Bool = false,
        as notation: NamedSecrets.Notation? = nil
    ) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        let conceals = expander.conceals
        if isSecret, conceals == .named { expander.conceals = .all }
        defer { expander.conceals = conceals }
        let bytes = expandBytes(text, at: place, as: notation)
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        problems.append(RequestProblem(place, "A file that is not UTF-8 can be put into a body only"))
        return ""
    }

    /// The same as bytes: a file may hold anything.
    mutating func expandBytes(
        _ text: String, at place: RequestProblem.Place, as notation: NamedSecrets.Notation? = nil
    ) -> [UInt8] {
        readBytes += text.utf8.count
        guard text.utf8.contains(UInt8(ascii: "{")) else { return Array(text.utf8) }
        let expansion = expander.expand(text, as: notation)
        note(expansion, at: place)
        return expansion.bytes
    }

    /// Notes what a text holds that stands for nothing, without making what comes of it: a body may be large.
    mutating func check(_ text: String, at place: RequestProblem.Place) {
        readBytes += text.utf8.count
        let bytes = text.utf8
        var seen: Set<[UInt8]> = []
        for call in TemplateCall.all(in: text) {
            let start = bytes.index(bytes.startIndex, offsetBy: call.range.lowerBound)
            let written = bytes[start..<bytes.index(start, offsetBy: call.range.count)]
            // Each call once, however often it stands in a large body.
            if seen.insert(Array(written)).inserted { note(expander.expand(String(Substring(written))), at: place) }
        }
    }

    mutating func note(_ expansion: Expansion, at place: RequestProblem.Place) {
        // Of a generator its own words say more than that it has no value.
        for name in expansion.unresolved where !Generators.isGenerator(name) && known.insert(name).inserted {
            unresolved.append(name)
        }
        if !expansion.unresolved.isEmpty || expansion.isCut {
            var problem = RequestProblem(place, expansion.problems.first ?? "")
            problem.lacksValue = !expansion.isCut && expansion.unresolved.allSatisfy { !Generators.isGenerator($0) }
            problems.append(problem)
        }
        for need in expansion.secrets { hide(expander.secret(need.name, need.secret)) }
        for value in expansion.hidden where !secrets.contains(value) { secrets.append(value) }
    }

    /// A secret with its variables put in: its value where there is one, else dots.
    mutating func secret(_ secret: Secret, _ name: String, at place: RequestProblem.Place) -> String {
        if case .literal(let text) = secret {
            let value = expand(text, at: place, isSecret: true)
            if !value.isEmpty, !secrets.contains(value) { secrets.append(value) }
            return value
        }
        let value = expander.secret(name, secret)
        hide(value)
        return value ?? Secret.dots
    }

    mutating func hide(_ value: String?) {
        if let value, !value.isEmpty, !secrets.contains(value) { secrets.append(value) }
    }

    /// What a name calls secret is a secret wherever it comes again.
    mutating func hide(_ value: String, of name: String) {
        // A short one, such as a code of three digits, would hide what it is not.
        guard Secret.isSecretField(name), value.utf8.count >= 6, !value.contains(Secret.dots), !secrets.contains(value)
        else {
            return
        }
        secrets.append(value)
    }
}
