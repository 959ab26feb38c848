import Payloads

extension AuthenticationDraft {
    static let order = MemberOrder(["method", "data"])

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        reader.check(object, known: Self.order.names)
        method = reader.text("method", of: object) ?? ""
        if method.isEmpty { reader.problem(object, "an authentication needs a \"method\"") }
        data = Secret.member("data", of: object, &reader)
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("method", JSONValue(text: method))
        object.add("data", data?.json)
        return object.value
    }
}
