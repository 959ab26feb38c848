import Payloads
import Profile

extension RequestBody {
    /// The fields of a form as members of a JSON object; nil without any. Numbers, `true`, `false` and `null` are those, and
    /// of a name that stands there more than once the values are a list.
    static func json(of rows: [DraftField]) -> String? {
        let rows = rows.filter { $0.isEnabled && !$0.name.isEmpty }
        guard !rows.isEmpty else { return nil }
        var members: [JSONMember] = []
        for row in rows {
            let value = value(row.value)
            guard let place = members.firstIndex(where: { $0.name == row.name }) else {
                members.append(JSONMember(row.name, value))
                continue
            }
            let before = members[place].value
            // A form's values are never lists by themselves: elements are those of earlier rows.
            members[place].value = JSONValue(.array((before.elements ?? [before]) + [value]))
        }
        return String(decoding: JSONValue(.object(members)).written(opened: 1), as: UTF8.self)
    }

    private static func value(_ text: String) -> JSONValue {
        guard let value = try? JSONValue(reading: Array(text.utf8)) else { return JSONValue(text: text) }
        switch value.content {
        case .number, .bool, .null: return value
        case .string, .array, .object: return JSONValue(text: text)
        }
    }
}
