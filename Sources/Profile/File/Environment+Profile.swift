import Payloads

extension Environment: ProfileItem {
    static let kind = "environment"
    static let order = MemberOrder(["name", "variables"])

    var profileKey: String { name }

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init(name: reader.text("name", of: object) ?? "")
        if name.isEmpty { reader.problem(object, "an environment needs a \"name\"") }
        variables =
            reader.at("variables", of: object) { reader, value -> [Variable]? in
                guard let members = value.members else {
                    reader.expected("an object", value)
                    return nil
                }
                return members.compactMap { member in
                    Secret.member(member.name, of: value, &reader).map { Variable(member.name, $0) }
                }
            } ?? []
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("name", JSONValue(text: name))
        object.add("variables", JSONValue(.object(variables.map { JSONMember($0.name, $0.value.json) })))
        return object.value
    }
}
