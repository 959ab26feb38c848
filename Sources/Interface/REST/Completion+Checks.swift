import Expectations
import Kit
import Model
import Payloads
import Profile
import REST

/// What a check could go on with: what is looked at, how it is compared, and what it is now.
extension Completion {
    private static let sources: [Item] = [
        Item(text: "status ", note: "the status code: == 200, == 2xx"),
        Item(text: "header ", note: "a field of the answer's header: header content-type contains json"),
        Item(text: "duration ", note: "until the answer's end: < 500ms"),
        Item(text: "size ", note: "bytes of the body"), Item(text: "body ", note: "the whole body"),
        Item(text: "sha256 ", note: "the hash of the body"), Item(text: "md5 ", note: "the hash of the body"),
        Item(text: "any ", note: "of several values one is enough"), Item(text: "not ", note: "must not be so"),
        Item(text: "$", note: "a value of JSON (RFC 9535): $.sensors[0].name"),
    ]
    private static let comparisons: [Item] = [
        Item(text: "== ", note: "is"), Item(text: "!= ", note: "is not"), Item(text: "< ", note: "is less"),
        Item(text: "<= ", note: "is at most"), Item(text: "> ", note: "is more"),
        Item(text: ">= ", note: "is at least"),
        Item(text: "exists", note: "is there"), Item(text: "not exists", note: "is not there"),
        Item(text: "contains ", note: "has the text somewhere"), Item(text: "startsWith ", note: "begins with it"),
        Item(text: "endsWith ", note: "ends with it"), Item(text: "matches /", note: "a pattern (RFC 9485)"),
        Item(text: "in [", note: "is one of several: in [1, 2]"), Item(text: "isEmpty", note: "has nothing in it"),
    ]
    private static let ofValues: [Item] = [
        Item(text: "count ", note: "how many values or elements"),
        Item(text: "length ", note: "characters or elements"),
        Item(text: "type ", note: "string, number, boolean, null, list, object"),
        Item(text: "isString", note: "a type"),
        Item(text: "isNumber", note: "a type"), Item(text: "isInteger", note: "a type"),
        Item(text: "isBoolean", note: "a type"), Item(text: "isNull", note: "a type"),
        Item(text: "isList", note: "a type"),
        Item(text: "isObject", note: "a type"),
    ]
    /// What fits a check that is typed.
    static func of(check field: TextField, _ composer: RequestComposer) -> Completion? {
        let before = field.characters[..<field.cursor]
        if let completion = calls(before, composer) ?? variables(before, composer.expander) { return completion }
        // In the middle of a check what follows would stand behind what is put in.
        guard field.cursor == field.characters.count else { return nil }
        let test = lastTest(of: String(before))
        let words = test.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let typed = words.last ?? ""
        var items: [Item]
        switch words.count {
        // status, header, $: one word says what is looked at, the second (of `header`) which, the next how.
        case ...1 where typed.hasPrefix("$"): items = paths(composer)
        case ...1: items = sources
        case 2 where words[0].lowercased() == "header": items = headers(composer)
        default:
            let what = words.dropLast().joined(separator: " ")
            // Words that are an extraction want a comparison next; others have one already, and want a value.
            items = (try? Extraction(what, about: .answer)) == nil ? values(of: what, composer) : comparisons
            if items.first == comparisons.first, what.hasPrefix("$") { items += ofValues }
        }
        items = items.filter { $0.text.lowercased().hasPrefix(typed.lowercased()) && $0.text != typed }
        guard !items.isEmpty else { return nil }
        return Completion(items: items, replaces: typed.count)
    }

    /// What is typed of the last test: behind `&&`, `or`, a bracket, `not` or `any`.
    private static func lastTest(of text: String) -> String {
        var rest = text[...]
        for sign in ["&&", "||", " and ", " or ", "("] {
            // Quotes are not minded: within a text a sign may be taken for one, and then only less is offered.
            if let end = rest.ranges(of: sign).last?.upperBound { rest = rest[end...] }
        }
        var test = String(rest.drop { $0 == " " })
        for word in ["not ", "any ", "every ", "!"] where test.lowercased().hasPrefix(word) {
            test = String(test.dropFirst(word.count).drop { $0 == " " })
        }
        return test
    }

    private static func headers(_ composer: RequestComposer) -> [Item] {
        (composer.judged?.fields ?? []).map { field in
            let value = Secret.isSecretField(field.name) ? Secret.dots : field.value
            return Item(text: "\(field.name.lowercased()) ", note: visible(value))
        }
    }

    private static func paths(_ composer: RequestComposer) -> [Item] {
        composer.judged.map { paths(of: $0.body) { "\($0) " } } ?? []
    }

    /// The value that it has now, behind a comparison that asks for one.
    private static func values(of test: String, _ composer: RequestComposer) -> [Item] {
        guard let sign = ["==", "!=", "<=", ">=", "<", ">"].first(where: { test.hasSuffix(" \($0)") }),
            let body = composer.judged?.body
        else { return [] }
        let what = String(test.dropLast(sign.count + 1))
        if what.hasPrefix("$") {
            guard let form = CheckForms.value(at: what, in: body), let place = form.firstRange(of: " == ") else {
                return []
            }
            return [Item(text: String(form[place.upperBound...]), note: "what it is now")]
        }
        guard let answer = composer.judged, let value = try? Extraction(what, about: .answer).value(of: answer),
            // The next answer will not take as long as this one did.
            value.count <= 100, what != "duration"
        else { return [] }
        let isNumber = !value.isEmpty && value.allSatisfy { $0.isASCII && $0.isNumber }
        return [Item(text: isNumber ? value : CheckForms.literal(value), note: "what it is now")]
    }
}
