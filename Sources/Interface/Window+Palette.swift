import Kit
import Model
import Profile
import Terminal
import Topics

/// What the palette has: the window knows the rooms.
extension Window {
    /// The palette, of all that can be done, opened and set from here.
    func palette() -> PaletteOverlay {
        let items =
            actionItems() + connectionItems() + environmentItems() + requestItems() + signInItems() + publishItems()
            + presetItems() + settingItems() + pictureItems() + themeItems() + helpItems()
        return PaletteOverlay(stage, items) { [weak self] text in
            self?.topicSearch(text)
        } among: { [explore] in
            explore.desk.topics.count
        }
    }

    private func actionItems() -> [PaletteItem] {
        let path = focused.keyContext.path
        // What the focused pane can do stands before what others can.
        let order = path + KeyContext.allCases.filter { $0.isOfPanes && !path.contains($0) }
        return order.flatMap { place in
            stage.keymap.bindings.filter { $0.context == place && $0.action != .palette && $0.action != .back }
        }.map { binding in
            PaletteItem(
                text: binding.action.summary, note: binding.context.title, key: binding.keys.first?.notation ?? "",
                deed: .action(binding.action, binding.context))
        }
    }

    private func connectionItems() -> [PaletteItem] {
        ConnectionRow.all(connectionParts).filter { $0.kind != .heading }.map { row in
            PaletteItem(
                text: "connection \(row.name)", note: row.isOpen ? "open" : row.words,
                deed: .work {
                    [connectionParts] in ConnectionPick.open(row, connectionParts)
                })
        }
    }

    private func environmentItems() -> [PaletteItem] {
        book.profile.environments.values.map { environment in
            let holds = environment.name == book.profile.settings.environment
            return PaletteItem(
                text: "environment \(environment.name)", note: holds ? "holds" : "",
                deed: .work {
                    [book, stage] in
                    book.use(environment: environment.name)
                    stage.say(.info, "Environment \(environment.name)")
                    return []
                })
        }
    }

    private func requestItems() -> [PaletteItem] {
        // An empty new request is nothing to look for.
        composer.library.items.filter { !$0.draft.url.isEmpty || $0.saved != nil }.map { item in
            let folder = item.draft.folder.isEmpty ? "" : "\(item.draft.folder)/"
            // Kept only by a name: else its URL would be written to the disk with what was chosen.
            return PaletteItem(
                text: "request \(folder)\(item.title)",
                note: "\(item.draft.method) \(NamedSecrets.shown.url(item.draft.url))",
                deed: .work { [composer, stage] in
                    composer.open(item.id)
                    (stage.wantedView, stage.wantedFocus) = (.rest, .request)
                    return []
                }, isKept: !item.draft.name.isEmpty)
        }
    }

    private func presetItems() -> [PaletteItem] {
        RequestPreset.all.map { preset in
            PaletteItem(
                text: "add preset \(preset.title)", note: Figures.count(preset.requests.count, "request"),
                deed: .work { [composer, stage] in
                    PresetQuestion.ask(preset, composer, stage)
                    return []
                })
        }
    }

    private func publishItems() -> [PaletteItem] {
        book.profile.publishes.values.map { draft in
            let folder = draft.folder.isEmpty ? "" : "\(draft.folder)/"
            return PaletteItem(
                text: "publish \(folder)\(draft.name)", note: draft.topic,
                deed: .work {
                    [weak self] in
                    guard let self else { return [] }
                    stage.overlays.append(PublishComposer(draft, explore.desk.publisher))
                    return []
                })
        }
    }

    /// Topics are too many to be listed: those that pass what is typed as a filter, and the way to all of them.
    private func topicSearch(_ text: String) -> PaletteSearch? {
        // As the entries are written: who types what is read there finds it.
        let words = text.hasPrefix("topic ") ? String(text.dropFirst("topic ".count)) : text
        let topics = explore.desk.topics
        // One letter is in nearly every topic.
        guard words.count >= 2, topics.count > 0 else { return nil }
        let all = PaletteItem(
            text: "filter topics by \(words)", note: "Topics",
            deed: .work { [weak self] in
                guard let self else { return [] }
                explore.desk.tree.setFilter(words)
                (stage.wantedView, stage.wantedFocus) = (.explore, .topics)
                return []
            }, isKept: false)
        return PaletteSearch(TopicSearch(topics, passing: words, limit: 50), all: all) { id in
            PaletteItem(
                text: "topic \(topics.shownTopic(id))", note: "",
                deed: .work { [weak self] in
                    self?.showTopic(id, filter: nil)
                    return []
                }, isKept: false)
        }
    }

    /// What a key does as SVG; the other forms are here alone.
    private func pictureItems() -> [PaletteItem] {
        [(ScreenPicture.ansi, "text with its colours (ANSI)"), (.text, "plain text")].map { form, words in
            PaletteItem(
                text: "save the screen as \(words)", note: ".\(form.rawValue)",
                deed: .work { [.program(.savePicture(form))] })
        }
    }

    private func themeItems() -> [PaletteItem] {
        stage.themeNames.map { name in
            PaletteItem(text: "theme \(name)", note: name == stage.theme.name ? "shown" : "", deed: .theme(name))
        }
    }

    private func helpItems() -> [PaletteItem] {
        KeyContext.allCases.filter { !stage.keymap.lines(of: $0).isEmpty }.map { context in
            PaletteItem(
                text: "help \(context.title)", note: "keys",
                deed: .work { [stage] in
                    stage.overlays.append(HelpOverlay(stage, context))
                    return []
                })
        }
    }
}
