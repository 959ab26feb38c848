import Hypermedia
import Kit
import Model
import Profile
import Terminal
import Text
import Wire

/// Settings that are typed: checked as the check of a profile checks them, and changed by the book as every setting.
extension Window {
    func typedItems(_ settings: ProfileSettings) -> [PaletteItem] {
        let (memory, wire) = (ProfileSettings.usualMemory, WireLog.standardBudget)
        let usual = (memory: ByteSize(bytes: memory).words, wire: ByteSize(bytes: wire).words)
        let changes = settings.keys.values.reduce(0) { $0 + $1.count }
        return [
            setting("memory", "messages kept of each connection", settings.memory ?? usual.memory) {
                $0.askSize("memory", of: \.memory, usual: usual.memory)
            },
            setting("wireMemory", "traffic kept of each connection in view Wire", settings.wireMemory ?? usual.wire) {
                $0.askSize("wireMemory", of: \.wireMemory, usual: usual.wire)
            },
            setting("panes", "how large they are", Figures.count(settings.panes.count, "size")) { $0.pickPane() },
            setting("twins", "topics and resources that tell the same", Figures.count(settings.twins.count, "rule")) {
                $0.pickTwin()
            },
            setting("keys", "which key does what", Figures.count(changes, "change")) { $0.pickKey() },
        ]
    }

    private func askSize(_ name: String, of setting: WritableKeyPath<ProfileSettings, String?>, usual: String) {
        stage.overlays.append(
            FormOverlay(
                stage, "Setting \(name)", verb: "keep",
                [.line("Size", book.profile.settings[keyPath: setting] ?? usual)],
                notes: ["64KB, \(usual), 1GB; empty: the usual, \(usual)"]
            ) { [book, stage] values in
                let words = String(values[0].trimming(\.isWhitespace))
                if !words.isEmpty, let problem = ByteSize.problem(of: words) { return .problem(problem) }
                book.change("the size of \(name)") { $0.settings[keyPath: setting] = words.isEmpty ? nil : words }
                stage.say(.info, "\(name) is \(words.isEmpty ? usual : words) from the next start on")
                return .effects([])
            })
    }

    private func pickPane() {
        let sizes = book.profile.settings.panes
        let lines = PaneSplit.allCases.map { split in
            (text: split.rawValue, note: sizes[split.rawValue].map { "\($0) of 1000" } ?? "the usual")
        }
        stage.overlays.append(
            PickOverlay(stage, "Sizes of panes", verb: "change", lines) { [weak self] in
                self?.askShare(PaneSplit.allCases[$0].rawValue)
                return []
            })
    }

    private func askShare(_ name: String) {
        let share = book.profile.settings.panes[name].map { "\($0)" } ?? ""
        stage.overlays.append(
            FormOverlay(
                stage, "Setting panes: \(name)", verb: "keep", [.line("Thousandths", share)],
                notes: ["Of what is divided, 0 to 1000; empty: the usual"]
            ) { [book] values in
                let words = values[0].trimming(\.isWhitespace)
                guard !words.isEmpty else {
                    book.note { $0.settings.panes[name] = nil }
                    return .effects([])
                }
                guard let share = Int(words), (0...1000).contains(share) else {
                    return .problem("\(words) is no number from 0 to 1000")
                }
                // Noted, as a border that is dragged: undo passes over sizes.
                book.note { $0.settings.panes[name] = share }
                return .effects([])
            })
    }

    private func pickTwin() {
        let rules = book.profile.settings.twinRules
        let lines = rules.map { (text: $0.topic, note: $0.url) } + [(text: "a new rule", note: "")]
        stage.overlays.append(
            PickOverlay(stage, "Twins", verb: "change", lines) { [weak self] row in
                self?.askTwin(row < rules.count ? rules[row] : nil)
                return []
            })
    }

    private func askTwin(_ old: TwinRule?) {
        stage.overlays.append(
            FormOverlay(
                stage, "Twins: a {name} stands for what differs", verb: "keep the rule",
                [.line("Topic", old?.topic ?? ""), .line("URL", old?.url ?? "http://")],
                notes: old == nil ? [] : ["Without a topic the rule goes"]
            ) { [book] values in
                let rule = TwinRule(topic: values[0], url: values[1])
                let goes = old != nil && rule.topic.isEmpty
                if !goes, let problem = book.profile.settings.problem(of: rule, insteadOf: old) {
                    return .problem(problem)
                }
                book.change(old.map { "the twin \($0.topic)" } ?? "as it was before the twin \(rule.topic)") {
                    profile in
                    if let old { profile.settings.twins[old.topic] = nil }
                    if !goes { profile.settings.twins[rule.topic] = rule.url }
                }
                return .effects([])
            })
    }

    /// A key as the profile changes it.
    private struct KeyChange {
        var place = "topics"
        var key = ""
        var action = ""
    }

    private func pickKey() {
        let changes = book.profile.settings.keys.sorted { $0.key < $1.key }.flatMap { place, lines in
            lines.sorted { $0.key < $1.key }.map { KeyChange(place: place, key: $0.key, action: $0.value) }
        }
        guard !changes.isEmpty else { return askKey(nil) }
        let lines = changes.map { (text: "\($0.place) \($0.key)", note: $0.action) } + [(text: "another key", note: "")]
        stage.overlays.append(
            PickOverlay(stage, "Keys that are changed", verb: "change", lines) { [weak self] row in
                self?.askKey(changes.indices.contains(row) ? changes[row] : nil)
                return []
            })
    }

    private func askKey(_ old: KeyChange?) {
        let shown = old ?? KeyChange()
        stage.overlays.append(
            FormOverlay(
                stage, "Setting keys: one key", verb: "keep",
                [.line("Place", shown.place), .line("Key", shown.key), .line("Action", shown.action)],
                focus: old == nil ? 0 : 2,
                notes: [
                    "anywhere, lists, topics, messages …: `martlet keys` lists them", "x, C-x, M-x, F5",
                    "forget, publish …; none takes the key away; empty: the usual",
                ]
            ) { [weak self] values in
                let new = KeyChange(place: values[0], key: values[1], action: values[2])
                var problem: String?
                // Made and thrown away: it is what tells what is wrong with keys.
                _ = Keymap(changes: [new.place: [new.key: new.action.isEmpty ? "none" : new.action]]) {
                    problem = $0.words
                }
                if let problem { return .problem(problem) }
                self?.keep(new, insteadOf: old)
                return .effects([])
            })
    }

    private func keep(_ new: KeyChange, insteadOf old: KeyChange?) {
        let preset = KeyPreset(named: book.profile.settings.keyPreset) ?? .vim
        let before = Keymap(preset, changes: book.profile.settings.keys)
        book.change("the key \(new.key)") { profile in
            if let old { profile.settings.keys[old.place]?[old.key] = nil }
            profile.settings.keys[new.place, default: [:]][new.key] = new.action.isEmpty ? nil : new.action
            profile.settings.keys = profile.settings.keys.filter { !$0.value.isEmpty }
        }
        stage.say(.info, "\(new.key) does this from the next start on")
        // Whoever takes a key away may not know that it was the last one.
        let changes = [new.place: [new.key: new.action]]
        let after = Keymap(preset, changes: book.profile.settings.keys)
        for loss in after.losses(by: changes, from: before, tellsTaken: true) { stage.say(.warning, loss.words) }
    }
}
