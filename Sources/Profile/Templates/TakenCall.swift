import Expectations

/// How a value of an answer or of a topic is called for, so that it stands for the present one each time.
public enum TakenCall {
    /// `{{response:login#$.token}}`; nil where no quotes can hold the names.
    /// - Parameters:
    ///   - request: the saved request, by its folder and name.
    ///   - value: what is taken of its answer, in the words of an ``Expectations/Extraction``.
    public static func response(_ request: String, _ value: String) -> String? {
        let short = "{{\(ResponseCall.name):\(request)#\(value)}}"
        let long = quoted(request).flatMap { name in quoted(value).map { "{{\(ResponseCall.name) \(name) \($0)}}" } }
        // Read again as it would be when sent: a `#`, quote or brace in a name may make another call of it.
        return [short, long].lazy.compactMap(\.self).first { text in
            guard let call = call(text), let found = ResponseCall(call.name, call.arguments) else { return false }
            return found.request == request && found.value.text == value && found.freshness == .missing
        }
    }

    /// `{{topic:home/lamp#$.on}}`; nil where no quotes can hold the names.
    /// - Parameter value: what is taken of the payload; nil for all of it.
    public static func topic(_ topic: String, _ value: String?) -> String? {
        let short = "{{\(TopicCall.name):\(topic)\(value.map { "#\($0)" } ?? "")}}"
        let rest = value.map(quoted) ?? ""
        let long = quoted(topic).flatMap { name in
            rest.map { "{{\(TopicCall.name) \(name)\($0.isEmpty ? "" : " \($0)")}}" }
        }
        return [short, long].lazy.compactMap(\.self).first { text in
            guard let call = call(text), let found = TopicCall(call.name, call.arguments) else { return false }
            return found.topic == topic && found.value?.text == value && found.maximumAge == nil
        }
    }

    /// The one call that a text is; nil when it is more, or none.
    private static func call(_ text: String) -> TemplateCall? {
        let all = TemplateCall.all(in: text)
        return all.count == 1 && all[0].range == 0..<text.utf8.count && all[0].form == nil ? all[0] : nil
    }

    private static func quoted(_ text: String) -> String? {
        if !text.contains("'") { return "'\(text)'" }
        return text.contains("\"") ? nil : "\"\(text)\""
    }
}
