import Text

extension JSONLinks {
    /// The forms of a Thing Description, each a way to use what it offers (WoT TD 1.1 5.3.4.2).
    func thingForms(_ owner: JSONNode, _ forms: JSONNode) {
        for form in forms.children {
            // What goes over MQTT is no request: the Thing itself tells of it.
            guard let href = form["href"]?.text,
                ["http", "https"].contains(URLReference(URLReference.resolve(href, against: base)).scheme?.lowercased())
            else { continue }
            // Where none is named it is what the kind of the affordance says (5.4).
            let kind = owner.parent?.name
            let usual = kind == "actions" ? "invokeaction" : kind == "events" ? "subscribeevent" : "readproperty"
            let operation = form["op"]?.oneOrMany.compactMap(\.text).first ?? usual
            var link = self.link(of: owner, operation, href, at: form, .thing)
            describe(&link, owner)
            link.name = owner.name
            link.type = form["contentType"]?.text
            link.method = form["htv:methodName"]?.text ?? Self.method(of: operation)
            link.isTemplate = href.contains("{") && (try? URITemplate(href))?.variables.isEmpty == false
            found.add(link)
        }
        consume(forms)
    }

    /// The method where a form says nothing else (WoT TD 1.1 8.3.1).
    private static func method(of operation: String) -> String {
        switch operation {
        case "writeproperty", "writeallproperties", "writemultipleproperties": "PUT"
        case "invokeaction": "POST"
        default: "GET"
        }
    }
}
