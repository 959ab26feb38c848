import Glibc
import Payloads
import Testing
import Text

/// One question to a document, and what may be answered.
struct JSONPathCase {
    var selector: String
    var document = ""
    /// The values and their normalized paths; several where the order of members is free; none where the selector is to be
    /// refused.
    var answers: [(values: String, paths: String)] = []

    /// The cases of one file.
    struct Collection: CustomTestStringConvertible {
        var name: String
        var cases: [JSONPathCase]
        var testDescription: String { name }
    }

    /// The project's own cases; and those of the public suite where `MARTLET_DATA` names the folder that it lies in.
    static func all() throws -> [Collection] {
        var all = [Collection(name: "the project's own", cases: try own(try file("Cases/jsonpath.json")))]
        if let folder = getenv("MARTLET_DATA").map({ String(cString: $0) }) {
            let path = "\(folder)/jsonpath/cts.json"
            all.append(Collection(name: path, cases: try publicSuite(try contents(path))))
        }
        return all
    }

    private static func own(_ text: String) throws -> [JSONPathCase] {
        let file = try value(text)
        let documents = Dictionary(
            uniqueKeysWithValues: (file["documents"].members ?? []).map { ($0.name, compact($0.value)) })
        var cases = (file["cases"].elements ?? []).map { one in
            JSONPathCase(
                selector: one["selector"].text ?? "", document: documents[one["document"].text ?? ""] ?? "",
                answers: [(compact(one["values"]), compact(one["paths"]))])
        }
        cases += (file["refused"].elements ?? []).map { JSONPathCase(selector: $0.text ?? "") }
        return cases
    }

    private static func publicSuite(_ text: String) throws -> [JSONPathCase] {
        (try value(text)["tests"].elements ?? []).map { one in
            var answer = JSONPathCase(selector: one["selector"].text ?? "")
            if case .bool(true) = one["invalid_selector"].content { return answer }
            answer.document = compact(one["document"])
            if let results = one["results"].elements, let paths = one["results_paths"].elements {
                answer.answers = zip(results, paths).map { (compact($0), compact($1)) }
            } else {
                answer.answers = [(compact(one["result"]), compact(one["result_paths"]))]
            }
            return answer
        }
    }

    private static func value(_ text: String) throws -> JSONValue { try JSONValue(reading: Array(text.utf8)) }

    /// The value without blanks, its strings escaped in one way, its numbers as they were written.
    private static func compact(_ value: JSONValue) -> String {
        switch value.content {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let text): text
        case .string: JSONString.quoted(value.text ?? "")
        case .array(let elements): "[\(elements.map(compact).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\(JSONString.quoted($0.name)):\(compact($0.value))" }.joined(separator: ","))}"
        }
    }
}

extension JSONValue {
    /// A member; null where there is none.
    fileprivate subscript(name: String) -> JSONValue { members?.first { $0.name == name }?.value ?? JSONValue(.null) }
}
