import Expectations
import Kit
import Model
import Opener
import Payloads
import Profile
import REST

/// What a call for a value of an answer or of a topic could go on with: the saved requests, the topics, and what they have.
extension Completion {
    /// The most topics and the most values that are offered.
    static let mostTopics = 50
    private static let mostPaths = 200
    /// The most requests that are offered: each is asked for its last answer.
    private static let mostRequests = 50

    /// What fits a call that is begun before the cursor; nil where none is.
    static func calls(_ before: ArraySlice<Character>, _ composer: RequestComposer) -> Completion? {
        guard let brace = before.lastIndex(of: "{"), brace > before.startIndex, before[brace - 1] == "{" else {
            return nil
        }
        let typed = String(before[(brace + 1)...])
        guard !typed.contains("}") else { return nil }
        if typed.hasPrefix(quotedStart) { return quoted(typed, composer) }
        guard let colon = typed.firstIndex(of: ":") else { return nil }
        let rest = typed[typed.index(after: colon)...]
        let sign = rest.firstIndex(of: "#")
        // A name may have blanks; behind what is taken come words of another kind.
        guard !(sign == nil ? typed[..<colon] : typed[...]).contains(" ") else { return nil }
        let name = String(rest[..<(sign ?? rest.endIndex)])
        let items: [Item]
        switch (typed[..<colon], sign) {
        case ("response", nil): return completion(requests(named: name, composer), typed)
        case ("response", _): items = values(ofAnswerTo: name, composer) { "response:\(name)#\($0)}}" }
        case ("topic", nil): items = composer.topics(name).map { topic($0, composer) }
        case ("topic", _): items = values(ofTopic: name, composer)
        default: return nil
        }
        return completion(items.filter { $0.text.lowercased().hasPrefix(typed.lowercased()) }, typed)
    }

    private static func completion(_ items: [Item], _ typed: String) -> Completion? {
        items.isEmpty ? nil : Completion(items: items, replaces: typed.count)
    }

    private static let quotedStart = "response '"

    /// What a call in quotes goes on with: its request, then what is taken of the answer.
    private static func quoted(_ typed: String, _ composer: RequestComposer) -> Completion? {
        let inside = typed.dropFirst(quotedStart.count)
        guard let end = inside.firstIndex(of: "'") else {
            return completion(requests(named: String(inside), composer), typed)
        }
        let name = String(inside[..<end])
        let items = values(ofAnswerTo: name, composer) { value in
            // Of what is only begun the quote stays open.
            let isOpen = value.hasSuffix(".") || value.hasSuffix(":")
            let words = value.replacing("header:", with: "header ", maxReplacements: 1)
            let quote = words.contains("'") ? "\"" : "'"
            return "\(quotedStart)\(name)' \(quote)\(words)\(isOpen ? "" : "\(quote)}}")"
        }
        return completion(items.filter { $0.text.lowercased().hasPrefix(typed.lowercased()) }, typed)
    }

    /// The saved requests whose names have what is typed, those first that begin with it.
    private static func requests(named typed: String, _ composer: RequestComposer) -> [Item] {
        let typed = typed.lowercased()
        var (first, others): ([RequestLibrary.Item], [RequestLibrary.Item]) = ([], [])
        // A request that takes of its own answer would wait for itself.
        for item in composer.library.items where !item.draft.name.isEmpty && item.id != composer.current {
            guard first.count < mostRequests else { break }
            let path = item.draft.savedPath.lowercased()
            if path.hasPrefix(typed) || item.draft.name.lowercased().hasPrefix(typed) {
                first.append(item)
            } else if others.count < mostRequests, path.contains(typed) {
                others.append(item)
            }
        }
        return (first + others).prefix(mostRequests).map { item in
            let name = item.draft.savedPath
            let answer = composer.lastAnswer(of: item.id)
            let isPlain = TakenCall.response(name, "status")?.hasPrefix("{{response:") ?? false
            return Item(
                // The call as its own writer spells it for that name.
                text: isPlain ? "response:\(name)#" : "\(quotedStart)\(name)' ",
                note: answer.map { "answered \($0.subject.status)" } ?? "no answer yet: it is sent for it")
        }
    }

    /// What an answer has, each as a call writes it.
    /// - Parameter call: the call of a value.
    private static func values(
        ofAnswerTo name: String, _ composer: RequestComposer, _ call: (_ value: String) -> String
    ) -> [Item] {
        guard let subject = composer.lastAnswer(to: name)?.subject else {
            func begun(_ value: String) -> String { call(value).replacing("}}", with: "") }
            return [
                Item(text: begun("$."), note: "a value of its answer (JSONPath)"),
                Item(text: begun("header:"), note: "a field of its header"),
                Item(text: call("status"), note: "its status code"),
            ]
        }
        let fields = subject.fields.map { field in
            let value = Secret.isSecretField(field.name) ? Secret.dots : visible(field.value)
            return Item(text: call("header:\(field.name.lowercased())"), note: value)
        }
        return paths(of: subject.body, call) + [Item(text: call("status"), note: "\(subject.status)")] + fields
    }

    private static func topic(_ topic: String, _ composer: RequestComposer) -> Item {
        let value = composer.lastValue(topic)
        let isJSON = value.map { $0.text.hasPrefix("{") || $0.text.hasPrefix("[") } ?? false
        return Item(
            text: "topic:\(topic)\(value == nil ? "" : isJSON ? "#" : "}}")",
            note: value.map { visible(SecretMask.named.sentence(String($0.text.prefix(100)))) } ?? "")
    }

    private static func values(ofTopic name: String, _ composer: RequestComposer) -> [Item] {
        guard let value = composer.lastValue(name) else { return [] }
        return paths(of: PayloadBytes(Array(value.text.utf8))) { "topic:\(name)#\($0)}}" }
    }

    /// The single values of a JSON text, dots for what a name calls secret.
    /// - Parameter text: what is put in for a path.
    static func paths(of body: PayloadBytes, _ text: (_ path: String) -> String) -> [Item] {
        // With each letter that is typed.
        guard body.count <= CheckForms.longestBody else { return [] }
        var items: [Item] = []
        body.withBytes { bytes in
            JSONValues.forEachScalar(in: bytes) { path, value in
                let name: String? = if case .key(let key) = path.steps.last { key } else { nil }
                let isSecret = name.map(Secret.isSecretField) ?? false
                let shown = isSecret ? Secret.dots : visible(String(decoding: value.prefix(100), as: UTF8.self))
                items.append(Item(text: text(path.jsonPath), note: shown))
                // False ends the walk: a body may have a million values.
                return items.count < mostPaths
            }
        }
        return items
    }
}
