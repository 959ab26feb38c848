import Expectations
import JSONPath
import Model
import Opener
import Payloads
import Profile
import REST
import Text

/// The checks that an answer suggests: what it is now, in the words of a condition.
enum CheckForms {
    /// One of them, and what it asks for.
    typealias Form = (text: String, note: String)

    /// The longest text that is compared with whole, in bytes.
    private static let longestText = 200
    /// The most fields and values that are offered.
    private static let mostFields = 30
    private static let mostValues = 100
    /// A body of more bytes is not looked through.
    static let longestBody = 4 << 20
    /// The most bytes that a search goes through, those counted again that it comes back to.
    private static let mostWork = 4 * longestBody

    /// The forms that there are, with the values of an answer where there is one.
    static func all(of exchange: SentRequest?) -> [Form] {
        let response = exchange?.response
        let status = response?.status ?? 200
        var forms: [Form] = [
            ("status == \(status)", "the status code"), ("status == \(status / 100)xx", "its class"),
            ("duration < 500ms", "from the request to the answer's end"),
        ]
        // A server may send thousands of fields.
        for field in (response?.fields ?? []).prefix(mostFields) where isSteady(field.name) {
            forms.append((header(field.name, field.value), "a header field"))
        }
        if response == nil { forms.append(("header content-type contains json", "a header field")) }
        forms += body(exchange?.body)
        return forms
    }

    /// Whether a header field may be the same in the next answer, and may stand in the profile.
    private static func isSteady(_ name: String) -> Bool {
        !["date", "age", "expires"].contains(name.lowercased()) && !Secret.isSecretField(name)
    }

    /// That a header field is as it came.
    static func header(_ name: String, _ value: String) -> String {
        "header \(name.lowercased()) == \(literal(value))"
    }

    private static func body(_ body: PayloadBytes?) -> [Form] {
        guard let body, body.count > 0, body.count <= longestBody else {
            return [
                ("size < 10000", "bytes of the body"), ("body contains \"text\"", "anywhere in it"),
                ("body matches /[0-9]+/", "a pattern (RFC 9485)"), ("$.name exists", "a value of JSON"),
                ("$.value >= 21.5", "numbers are compared exactly"), ("$.list count >= 1", "elements of a list"),
                ("$.name isString", "or isNumber, isBoolean, isNull, isList, isObject"),
            ]
        }
        var forms: [Form] = []
        if body.withBytes({ PayloadKind.detect($0) }) == .json {
            forms = values(of: body).map { ($0, "a value of the body") }
        } else if body.count <= longestText, let text = body.withBytes({ String(validating: $0, as: UTF8.self) }) {
            forms.append(("body == \(literal(text))", "the whole body"))
        }
        let sum = HexDigit.lower(Hash.sha256(body.withBytes { Array($0) }))
        return forms + [
            ("size == \(body.count)", "bytes of the body"), ("sha256 == \(sum)", "the whole body"),
            ("body contains \"text\"", "anywhere in it"), ("body matches /[0-9]+/", "a pattern (RFC 9485)"),
        ]
    }

    /// What the single values of a JSON text are, the first of them, in one walk over it.
    static func values(of body: PayloadBytes) -> [String] {
        var forms: [String?] = []
        var places: [String: Int] = [:]
        body.withBytes { bytes in
            JSONValues.forEachScalar(in: bytes) { path, value in
                let path = path.jsonPath
                // Several values are not one condition.
                if let known = places.updateValue(forms.count, forKey: path) {
                    forms[known] = nil
                    forms.append(nil)
                } else {
                    forms.append(form(of: raw(value, in: bytes), at: path))
                }
                return forms.count < mostValues
            }
        }
        return forms.compactMap(\.self)
    }

    /// A single value with the quotes that a string has.
    private static func raw(_ value: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer) -> [UInt8] {
        guard let start = bytes.baseAddress, let place = value.baseAddress else { return [] }
        let offset = place - start
        let isString =
            offset > 0 && offset + value.count < bytes.count && bytes[offset - 1] == UInt8(ascii: "\"")
        return Array(isString ? bytes[(offset - 1)...(offset + value.count)] : bytes[offset..<(offset + value.count)])
    }

    /// That a value of JSON is as it is: `$.temp == 21.5`, `$.list count == 3`; nil where there is no such value, and where
    /// it would take long to look for it.
    static func value(at path: String, in body: PayloadBytes) -> String? {
        raw(at: path, in: body).flatMap { form(of: $0, at: path) }
    }

    private static func form(of raw: [UInt8], at path: String) -> String? {
        guard let value = try? JSONValue(reading: raw) else { return nil }
        switch value.content {
        case .null: return "\(path) isNull"
        case .bool(let flag): return "\(path) == \(flag)"
        // As it was written: through a Double a long number would become another.
        case .number(let text): return "\(path) == \(text)"
        case .string:
            // A secret is not written into the profile; a long text says little.
            guard raw.count <= longestText, !isSecret(path) else { return "\(path) isString" }
            return "\(path) == \(literal(value.text ?? ""))"
        case .array(let elements): return "\(path) count == \(elements.count)"
        case .object: return "\(path) isObject"
        }
    }

    private static func isSecret(_ path: String) -> Bool {
        (try? Extraction(path, about: .answer))?.isSecret ?? false
    }

    /// The bytes of the one value at a path.
    private static func raw(at path: String, in body: PayloadBytes) -> [UInt8]? {
        // In one go: the key that asks for it waits.
        guard body.count <= longestBody, let path = try? JSONPath(path) else { return nil }
        let search = JSONPathSearch(path, in: body)
        // Several values are not one condition. A path may look at all of it many times.
        guard search.advance(units: mostWork), search.count == 1, let range = search.ranges.first else { return nil }
        return body.withBytes { Array($0[range]) }
    }

    /// A text as a condition writes it: in quotes, and no braces of it a template.
    static func literal(_ text: String) -> String { TemplateCall.quoted(JSONString.quoted(text)) }
}
