import Kit
import Model
import Opener
import Profile

/// What view Connections has for who has no connection yet.
enum StartPage {
    /// This machine: what answers at the ports where brokers usually listen; else one line that says how it stands.
    static func local(_ surroundings: Surroundings) -> [ConnectionRow] {
        guard let places = surroundings.places else {
            // Before it looks around, or where it does not.
            let words = surroundings.ports.isEmpty ? "mqtt://localhost" : "looking ..."
            return [localhost(words)]
        }
        let brokers = places.filter(\.isBroker)
        if brokers.isEmpty {
            let ports = surroundings.ports.map(String.init).joined(separator: ", ")
            return [localhost("no broker answers at \(ports)")]
        }
        return brokers.map { place in
            // Host and port: what stands behind the scheme.
            let name = place.url.split(separator: "/").dropFirst().first.map(String.init) ?? place.url
            return ConnectionRow(
                kind: .local, name: name, draft: ConnectionDraft(name: name, url: place.url), note: place.words)
        }
    }

    private static func localhost(_ words: String) -> ConnectionRow {
        ConnectionRow(
            kind: .local, name: "localhost", draft: ConnectionDraft(name: "localhost", url: "mqtt://localhost"),
            note: words)
    }

    // MARK: - Who answers

    /// What came of asking at the address of a connection, in words; nil where it was not asked.
    static func answer(at draft: ConnectionDraft, _ parts: ConnectionParts) -> String? {
        let answers = parts.model.surroundings.answers
        // Nobody was asked: no address is put together for each row.
        guard !answers.isEmpty else { return nil }
        let address = ProbeReport.address(of: draft, parts.book.variables)
        guard let answer = answers[address] else { return nil }
        // A test has come further than who only looks around, without certificates and secrets.
        let isTested = parts.model.tested[address]?.steps.contains { $0.title == "CONNACK" && $0.state == .passed }
        return switch answer {
        case .broker: "answers"
        case .other: isTested == true ? "answers" : "no broker answers"
        case .nothing: "nothing answers"
        }
    }

    /// What stands at the right of a row that is not open, with what came of asking before it: of a long address the end
    /// may be left out.
    static func note(of row: ConnectionRow, _ parts: ConnectionParts) -> String {
        switch row.kind {
        case .saved: [row.draft.flatMap { answer(at: $0, parts) }, row.words].compactMap { $0 }.joined(separator: ": ")
        case .found(let found): found.words + tally(found, parts)
        case .heading, .open, .demo, .local, .typed, .preset: row.words
        }
    }

    /// How many of what is found answer, of those that were asked.
    private static func tally(_ found: FoundImport, _ parts: ConnectionParts) -> String {
        let told = (found.connections?.connections ?? []).compactMap { answer(at: $0, parts) }
        guard let first = told.first else { return "" }
        return told.count == 1 ? ", \(first)" : ", \(told.count { $0 == "answers" }) of \(told.count) here answer"
    }

    // MARK: - A host or a URL

    /// Asks for an address and opens it; with a name it is saved.
    static func type(_ parts: ConnectionParts) {
        let fields: [FormField] = [.line("Host or URL", ""), .line("Save as", "")]
        parts.stage.overlays.append(
            FormOverlay(parts.stage, "Open a host or URL", verb: "open", fields) { values in
                open(values[0], savedAs: values[1], parts)
            })
    }

    private static func open(_ text: String, savedAs name: String, _ parts: ConnectionParts) -> FormOverlay.Verdict {
        if text.isEmpty { return .problem("A host or a URL is missing") }
        // A request and no broker: view REST is for it.
        if text.hasPrefix("http://") || text.hasPrefix("https://") {
            parts.stage.journeys?.request(to: text)
            return .effects([])
        }
        let isURL = text.contains("://") || text.hasPrefix("unix:")
        let url = isURL ? text : "mqtt://\(text)"
        // Here, where it can still be corrected.
        if let problem = parts.checkURL(url) { return .problem(problem) }
        if !name.isEmpty, parts.book.connection(name) != nil { return .problem("Another connection is called \(name)") }
        var draft = ConnectionDraft(name: name, url: url)
        if !name.isEmpty {
            parts.book.change("as it was before \(name)") { $0.connections.insert(draft) }
            parts.book.note { $0.settings.lastConnection = name }
        } else {
            // It is shown in lists and titles.
            draft.name = Profile.withoutPassword(url.split(separator: "/").dropFirst().first.map(String.init) ?? url)
        }
        return .effects([.connection(.open(draft))])
    }

    // MARK: - Imports

    /// Asks whether what another program keeps is to be taken over, and says what of it is not.
    static func take(_ found: FoundImport, _ parts: ConnectionParts) {
        guard let connections = found.connections else {
            return parts.stage.say(.info, "\(found.program), \(found.path): \(found.problem)")
        }
        let names = connections.connections.map { "\($0.name) (\(Profile.withoutPassword($0.url)))" }
        let losses = connections.losses.isEmpty ? "" : " Not taken: \(connections.losses.joined(separator: "; "))."
        let hasPassword = connections.connections.contains {
            $0.password != nil || $0.brokerTLS.preSharedKey != nil
        }
        let secrets = hasPassword ? " Passwords stand in the profile then, which nobody else can read." : ""
        parts.stage.overlays.append(
            ConfirmOverlay(
                parts.stage, "Import from \(found.program)",
                "Save \(names.joined(separator: ", ")) of \(found.path)?\(losses)\(secrets)"
            ) {
                save(connections.connections, parts)
                return []
            })
    }

    private static func save(_ drafts: [ConnectionDraft], _ parts: ConnectionParts) {
        var names: [String] = []
        parts.book.change("as it was before the import") { profile in
            for var draft in drafts {
                // For each anew: two that are imported may have one name, too.
                let taken = Set(profile.connections.values.map(\.name))
                var name = draft.name
                var number = 2
                while taken.contains(name) {
                    name = "\(draft.name) \(number)"
                    number += 1
                }
                draft.name = name
                names.append(name)
                profile.connections.insert(draft)
            }
        }
        let undo = parts.stage.keymap.key(for: .undo, in: .connections).map { "; \($0) takes them out again" } ?? ""
        parts.stage.say(.info, "Saved \(names.joined(separator: ", "))\(undo)")
    }

    // MARK: - Words

    /// What the pane Connection says of a line that is no connection.
    static func words(_ row: ConnectionRow, _ parts: ConnectionParts) -> [String] {
        let stage = parts.stage
        let key = stage.keymap.name(of: .openConnection, in: .connections)
        switch row.kind {
        case .demo:
            let race = stage.keymap.name(of: .race, in: .anywhere)
            return [
                row.isOpen
                    ? "\(race) races polling against pushing, with the lamp and the thermostat."
                    : "\(key) starts a small broker with simulated devices on this machine and opens it.",
                "Nothing leaves the machine, nothing is saved, and it ends with martlet.",
            ]
        case .typed:
            return [
                "\(key) asks for a host, or for a URL: mqtt:// mqtts:// ws:// wss:// open a broker, http:// and https:// a "
                    + "request.", "With a name it is saved.",
            ]
        case .local:
            return [
                row.words, "\(stage.keymap.name(of: .test, in: .connections)) looks again.",
            ]
        case .found(let found):
            var lines = [found.path, found.words]
            for draft in found.connections?.connections ?? [] {
                let answer = answer(at: draft, parts).map { ", \($0)" } ?? ""
                lines.append("  \(draft.name): \(Profile.withoutPassword(draft.url))\(answer)")
            }
            lines += (found.connections?.losses ?? []).map { "  not taken: \($0)" }
            return lines + (found.connections == nil ? [] : ["\(key) saves \(lines.count == 3 ? "it" : "them") here."])
        case .open: return ["\(stage.keymap.name(of: .edit, in: .connections)) saves it, with a name and its settings."]
        case .saved where !row.isOpen:
            return row.draft.flatMap { answer(at: $0, parts) }.map { ["\(row.words): \($0)"] } ?? []
        case .heading, .saved, .preset: return []
        }
    }
}
