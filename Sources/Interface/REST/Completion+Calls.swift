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

    /// What fits a call that is begun before the cursor; nil where none is.
    static func calls(_ before: ArraySlice<Character>, _ composer: RequestComposer) -> Completion? {
        guard let brace = before.lastIndex(of: "{"), brace > before.startIndex, before[brace - 1] == "{" else {
            return nil
        }
        let typed = String(before[(brace + 1)...])
        // Behind a blank come words of another kind.
        guard !typed.contains("}"), !typed.contains(" "), let colon = typed.firstIndex(of: ":") else { return nil }
        let rest = typed[typed.index(after: colon)...]
        let sign = rest.firstIndex(of: "#")
        let name = String(rest[..<(sign ?? rest.endIndex)])
        let items: [Item]
        switch (typed[..<colon], sign) {
        case ("response", nil): items = requests(composer)
        case ("response", _): items = values(ofAnswerTo: name, composer)
        case ("topic", nil): items = composer.topics(name).map { topic($0, composer) }
        case ("topic", _): items = values(ofTopic: name, composer)
        default: return nil
        }
        // A name with blanks is called with quotes: what is offered for it begins otherwise than what is typed.
        let fitting = items.filter { $0.text.lowercased().hasPrefix(typed.lowercased()) || $0.text.contains("'") }
        return fitting.isEmpty ? nil : Completion(items: fitting, replaces: typed.count)
    }

    private static func requests(_ composer: RequestComposer) -> [Item] {
        // A request that takes of its own answer would wait for itself.
        composer.library.items.filter { !$0.draft.name.isEmpty && $0.id != composer.current }.map { item in
            let name = item.draft.savedPath
            let answer = composer.lastAnswer(to: name)
            let isPlain = TakenCall.response(name, "status")?.hasPrefix("{{response:") ?? false
            return Item(
                // The call as its own writer spells it for that name.
                text: isPlain ? "response:\(name)#" : "response '\(name)' ",
                note: answer.map { "answered \($0.subject.status)" } ?? "no answer yet: it is sent for it")
        }
    }

    private static func values(ofAnswerTo name: String, _ composer: RequestComposer) -> [Item] {
        guard let subject = composer.lastAnswer(to: name)?.subject else {
            return [
                Item(text: "response:\(name)#$.", note: "a value of its answer (JSONPath)"),
                Item(text: "response:\(name)#header:", note: "a field of its header"),
                Item(text: "response:\(name)#status}}", note: "its status code"),
            ]
        }
        let fields = subject.fields.map { field in
            let value = Secret.isSecretField(field.name) ? Secret.dots : visible(field.value)
            return Item(text: "response:\(name)#header:\(field.name.lowercased())}}", note: value)
        }
        return paths(of: subject.body) { "response:\(name)#\($0)}}" } + [
            Item(text: "response:\(name)#status}}", note: "\(subject.status)")
        ] + fields
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
