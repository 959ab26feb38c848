import MQTT
import Profile

/// The address of a connection with marks in the place of its secrets, so that its parts are found without their values.
struct MarkedAddress {
    /// What stands for each secret: letters that may stand in a host and in a path.
    private var marks: [(mark: String, name: String)] = []
    private var text = ""
    /// The secrets that are in it; empty for none.
    private(set) var secrets: [Expansion.Need] = []

    private static let letters = "martletsecret"

    /// - Parameter url: the address as it is written.
    init(_ url: String, _ variables: Variables) {
        var marks: [(mark: String, name: String)] = []
        func mark(_ name: String) -> String {
            if let known = marks.first(where: { $0.name == name }) { return known.mark }
            marks.append(("\(Self.letters)\(marks.count)x", name))
            return marks[marks.count - 1].mark
        }
        var expander = TemplateExpander(variables: variables) { name, _ in mark("{{\(name)}}") }
        expander.conceals = .named
        expander.shape = { form, value in
            let text = String(decoding: value, as: UTF8.self)
            guard text.contains(Self.letters) else { return form.applied(to: value) }
            // Of a part no other form is made: the call stands there as it is written.
            guard let known = marks.first(where: { $0.mark == text }) else { return nil }
            return Array(mark("\(known.name.dropLast(2))|\(form.rawValue)}}").utf8)
        }
        let expansion = expander.expand(url)
        (text, secrets) = (expansion.text, expansion.secrets)
        self.marks = marks
    }

    /// The endpoint with names in the place of secrets; nil where only their values make an address of it.
    func endpoint(_ overrides: ConnectionOverrides = ConnectionOverrides()) -> Endpoint? {
        guard var endpoint = try? Endpoint(url: text) else { return nil }
        overrides.apply(to: &endpoint)
        endpoint.words = words(of: endpoint, overrides)
        return endpoint
    }

    /// What may be said of the parts of an endpoint at this address; nil where all may be said as it is.
    func words(of endpoint: Endpoint, _ overrides: ConnectionOverrides) -> Endpoint.Words? {
        guard !secrets.isEmpty else { return nil }
        guard var shown = try? Endpoint(url: text) else {
            let place = self.place
            return Endpoint.Words(authority: place, host: place, port: place, path: "")
        }
        overrides.apply(to: &shown)
        let (host, path) = (named(shown.host), named(shown.path))
        if shown.transport == .unix { return Endpoint.Words(authority: path, host: "", port: nil, path: path) }
        // Nothing but the name and the password before the host.
        if host == shown.host, path == shown.path { return nil }
        // A secret that ends the authority may have the port in it, too.
        let isPortOpen = host != shown.host && !place.contains(":") && overrides.port == nil
        guard isPortOpen else {
            return Endpoint.Words(authority: named(shown.authority), host: host, port: nil, path: path)
        }
        let port = endpoint.port == endpoint.transport.defaultPort ? nil : host
        return Endpoint.Words(authority: host, host: host, port: port, path: path)
    }

    /// Host and port as they are written.
    private var place: String {
        var rest = text[...]
        if let mark = rest.firstRange(of: "://") { rest = rest[mark.upperBound...] }
        rest = rest.prefix { !"/?#".contains($0) }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        return named(String(rest))
    }

    private func named(_ text: String) -> String {
        marks.reduce(text) { $0.replacing($1.mark, with: $1.name) }
    }
}
