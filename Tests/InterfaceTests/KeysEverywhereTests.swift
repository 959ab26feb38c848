import Kit
import Terminal
import Testing

@testable import Interface

/// Every key can be found, and leads to what it says, wherever it is said to.
@Suite("Keys everywhere") struct KeysEverywhereTests {
    @Test(
        "In every place each action of it and of the wider places has a key that leads to it",
        arguments: KeyPreset.allCases)
    func reach(preset: KeyPreset) {
        let keymap = Keymap(preset, changes: [:])
        // What is offered beneath a line has the arrows and Tab for as long as it is shown.
        for context in KeyContext.allCases where context != .completion {
            for binding in keymap.bindings where context.path.contains(binding.context) {
                // In a list of events Enter reads one, whose folds are opened and closed all at once.
                if context == .stream, binding.action == .fold { continue }
                // A wider place may have the same action by another key, which is then as good.
                let keys = keymap.bindings.filter { context.path.contains($0.context) && $0.action == binding.action }
                    .flatMap(\.keys)
                let leads = keys.contains { keymap.action(for: $0, in: context) == binding.action }
                #expect(leads, "\(preset) \(context): \(binding.action)")
            }
        }
    }

    @Test("The help of a place begins with its keys, all of them, and typing an action's name finds its key")
    func help() throws {
        let visit = Visit()
        let grid = Grid(size: Size(width: 76, height: 900))
        for context in KeyContext.allCases {
            let help = HelpOverlay(visit.window.stage, context)
            _ = help.draw(visit.window.stage.look(), into: Canvas(grid))
            let own = Keymap.standard.bindings.filter { $0.context == context && !$0.keys.isEmpty }
            let rows = grid.rows
            guard !own.isEmpty else { continue }
            #expect(rows[1].contains(context.title), "\(context)")
            // In this order; what a key does may take several rows.
            var rest = rows.dropFirst(2)
            for binding in own {
                let place = rest.firstIndex {
                    $0.contains(binding.keys[0].notation) && $0.contains(binding.action.rawValue)
                }
                #expect(place != nil, "\(context): \(binding.action)")
                if let place { rest = rest[(place + 1)...] }
            }
        }
        for action in Action.allCases {
            let help = HelpOverlay(visit.window.stage, .topics)
            help.paste(action.rawValue)
            let grid = Grid(size: Size(width: 76, height: 120))
            _ = help.draw(visit.window.stage.look(), into: Canvas(grid))
            let found = grid.rows.contains {
                $0.trimmedEnd.hasSuffix(" \(action.rawValue)") && $0.contains(String(action.summary.prefix(12)))
            }
            #expect(found, "\(action)")
        }
    }

    @Test("In every popup F1 shows its keys, and Esc leads back to it", arguments: ["p", "s", "r", "P", "<C-o>", "4a"])
    func popups(keys: String) throws {
        let visit = Visit()
        visit.receive("home/a", "1", retain: true)
        try visit.type(keys)
        let front = try #require(visit.window.stage.overlays.last)
        try visit.type("<F1>").see("Help").see(front.keyContext.title)
        // Keys of panes do not hold here.
        try visit.type("view Explore").see("anywhere in panes").type("<Esc>")
        try visit.type("<Esc>").miss("type a key, a word")
        #expect(visit.window.stage.overlays.last === front)
        // The same key closes it too.
        try visit.type("<F1><F1>")
        #expect(visit.window.stage.overlays.last === front)
    }
}
