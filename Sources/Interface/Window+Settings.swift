import Kit
import Model
import Profile

/// What the palette has of the profile's settings: each stands there under the name that it has in the file. What is
/// switched is switched at once, what is chosen has a list, and what is typed is asked for in `Window+SettingForms`.
extension Window {
    func settingItems() -> [PaletteItem] {
        let settings = book.profile.settings
        return [wrapItem(settings), keepItem(settings), mouseItem(settings), hintsItem(settings)]
            + presetItems(settings) + choiceItems(settings) + typedItems(settings)
    }

    /// One that is done by a piece of work.
    func setting(_ name: String, _ words: String, _ note: String, _ work: @escaping (Window) -> Void) -> PaletteItem {
        PaletteItem(
            text: "setting \(name): \(words)", note: note,
            deed: .work { [weak self] in
                if let self { work(self) }
                return []
            })
    }

    // MARK: - Switches

    private func wrapItem(_ settings: ProfileSettings) -> PaletteItem {
        setting("wrap", "long lines wrap", settings.wraps ? "on" : "off") { window in
            window.book.change("the wrapping") { $0.settings.wrap = !settings.wraps }
            window.stage.say(.info, settings.wraps ? "Long lines are cut" : "Long lines wrap")
        }
    }

    private func mouseItem(_ settings: ProfileSettings) -> PaletteItem {
        setting("mouse", "clicks, wheel and borders", settings.hasMouse ? "on" : "off") { window in
            // What a key has done for now gives way to what is set.
            window.mouseChoice = nil
            window.book.change("the mouse") { $0.settings.mouse = !settings.hasMouse }
            window.stage.say(.info, settings.hasMouse ? "The mouse is the terminal's" : "The mouse is martlet's")
        }
    }

    private func hintsItem(_ settings: ProfileSettings) -> PaletteItem {
        let hidden = settings.hiddenHints.count
        return setting("hiddenHints", "give them again", hidden == 0 ? "none is off" : "\(hidden) off") { window in
            window.book.change("the hints that were off") { $0.settings.hiddenHints = [] }
            window.stage.say(.info, "All hints are given again")
        }
    }

    private func keepItem(_ settings: ProfileSettings) -> PaletteItem {
        setting(
            "keepAnswers", "answers, by history and by URL, are kept on the disk", settings.keepsAnswers ? "on" : "off"
        ) { window in
            let stage = window.stage
            window.book.change("the keeping of answers") { $0.settings.keepAnswers = !settings.keepsAnswers }
            // `settings` is of before the change: they were not kept, and are now.
            guard settings.keepsAnswers else {
                stage.say(.info, "Answers are kept, 64 kB of each and 16 MB of all, and what is known of URLs")
                return
            }
            stage.overlays.append(
                ConfirmOverlay(
                    stage, "Answers on the disk",
                    "Nothing of answers is kept from now on. Take away what earlier ones have left on the disk too?",
                    no: {
                        stage.say(.info, "Answers are not kept from now on; what is on the disk stays there, unread")
                        return []
                    },
                    yes: { [.file(.removeAnswers)] }))
        }
    }

    private func presetItems(_ settings: ProfileSettings) -> [PaletteItem] {
        let preset = KeyPreset(named: settings.keyPreset) ?? .vim
        return KeyPreset.allCases.map { wanted in
            setting("keyPreset", wanted.rawValue, wanted == preset ? "holds" : "at the next start") { window in
                window.book.change("the keys") { $0.settings.keyPreset = wanted.rawValue }
                window.stage.say(.info, "The keys of \(wanted.rawValue) hold from the next start on")
            }
        }
    }

    // MARK: - Choices

    private func choiceItems(_ settings: ProfileSettings) -> [PaletteItem] {
        [
            setting("theme", "how it looks", stage.theme.name) { $0.pickTheme() },
            setting("connection", "the one that is opened at the start", settings.connection ?? "the last one") {
                $0.pickStartConnection()
            },
            setting("environment", "the one that holds", settings.environment ?? "none") { $0.pickEnvironment() },
            setting("folders", "who sends the requests of a folder", Figures.count(settings.folders.count, "folder")) {
                $0.pickFolder()
            },
        ]
    }

    private func pickTheme() {
        let names = stage.themeNames
        stage.overlays.append(
            PickOverlay(
                stage, "Theme", verb: "use", names.map { ($0, "") },
                selected: names.firstIndex(of: stage.theme.name) ?? 0
            ) { [.program(.keepTheme(names[$0]))] })
    }

    private func pickStartConnection() {
        let names = book.profile.connections.values.map(\.name)
        let chosen = book.profile.settings.connection
        let lines =
            [(text: "the one used last", note: "")]
            + book.profile.connections.values.map { (text: $0.name, note: NamedSecrets.shown.url($0.url)) }
        stage.overlays.append(
            PickOverlay(
                stage, "Opened at the start", verb: "take", lines,
                selected: chosen.flatMap(names.firstIndex).map { $0 + 1 } ?? 0
            ) { [book, stage] row in
                let name = row == 0 ? nil : names[row - 1]
                book.change("the connection opened at the start") { $0.settings.connection = name }
                let words = name.map { "martlet without a name opens \($0)" }
                stage.say(.info, words ?? "martlet opens the connection used last")
                return []
            })
    }

    private func pickEnvironment() {
        let names = book.profile.environments.values.map(\.name)
        let chosen = book.profile.settings.environment
        stage.overlays.append(
            PickOverlay(
                stage, "Environment", verb: "take", [(text: "none", note: "")] + names.map { (text: $0, note: "") },
                selected: chosen.flatMap(names.firstIndex).map { $0 + 1 } ?? 0
            ) { [book, stage] row in
                book.use(environment: row == 0 ? nil : names[row - 1])
                stage.say(.info, row == 0 ? "No environment holds" : "Environment \(names[row - 1])")
                return []
            })
    }

    private func pickFolder() {
        let said = book.profile.settings.folders
        let used = composer.library.items.map(\.draft.folder).filter { !$0.isEmpty }
        let names = Set(used).union(said.keys).sorted()
        guard !names.isEmpty else { return stage.say(.info, "No request is in a folder") }
        stage.overlays.append(
            PickOverlay(
                stage, "Folder: who sends its requests", verb: "choose",
                names.map { (text: $0, note: said[$0]?.kind.rawValue ?? "") }
            ) { [composer, stage] row in
                FolderSender(folder: names[row], composer: composer, stage: stage).ask()
                return []
            })
    }
}
