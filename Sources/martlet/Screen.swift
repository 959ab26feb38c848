import App
import Explorer
import Glibc
import Interface
import NcursesTerminal
import Terminal

/// Puts the explorer together on this terminal and runs it to its end.
struct Screen {
    let options: ScreenOptions
    /// Requests to begin with, and what their variables stand for.
    var requests: [RequestDraft] = []
    var variables = Variables()

    /// Explores one broker until the person quits.
    /// - Throws: ``Failure`` when there is no terminal to draw on, or with the status of the signal that ended it.
    func explore(_ plan: ConnectionPlan) throws {
        setlocale(LC_ALL, "")
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw Failure("the explorer needs a terminal; run it in one, or `martlet demo --headless` to serve only")
        }
        let doorbell = try doorbell()
        let workspace = Workspace(
            memory: options.memory.bytes, maximumPayload: options.maximumPayload?.bytes)
        let theme = try loadTheme(noting: workspace)
        let inbox = Inbox(doorbell: doorbell)
        let effects = EffectRunner(inbox: inbox)
        let window = Window(workspace: workspace, theme: theme, keymap: Keymap.standard)
        window.load(requests: requests, variables: variables)
        effects.variables = variables
        let terminal = try NcursesTerminal(wake: doorbell.wake)
        defer { terminal.close() }

        let application = Application(
            terminal: terminal, workspace: workspace, window: window, inbox: inbox, effects: effects)
        // Sockets and their threads come after the first frame.
        let outcome = application.run {
            effects.open(plan, in: workspace)
            loadHistory(effects, window, noting: workspace)
        }
        terminal.close()
        let farewell = Result { try waiting(effects.farewell) }
        switch outcome {
        // Who was told to end by a signal says so, however the good-bye went.
        case .quit: try farewell.get()
        case .interrupted: throw Failure("interrupted", status: 128 + SIGINT)
        case .terminated: throw Failure("terminated", status: 128 + SIGTERM)
        case .hangUp: throw Failure("the terminal is gone", status: 128 + SIGHUP)
        }
    }

    /// What was sent before, and where what is sent now goes.
    private func loadHistory(_ effects: EffectRunner, _ window: Window, noting workspace: Workspace) {
        guard let file = HistoryFile.ofPerson else { return }
        do {
            window.load(history: try file.load())
            effects.history = file
        } catch {
            workspace.notify(Notice(at: AppClock.system.now(), kind: .warning, text: "\(error)"))
        }
    }

    private func doorbell() throws -> Doorbell {
        do {
            return try Doorbell()
        } catch {
            throw Failure("\(error)")
        }
    }

    /// The theme asked for; what it does not understand becomes notices.
    private func loadTheme(noting workspace: Workspace) throws -> Theme {
        let folder = ThemeFolder.standard
        guard let (theme, warnings) = Theme.named(options.theme, own: { folder.json(named: $0) }) else {
            let names = Theme.names + folder.names.filter { !Theme.names.contains($0) }
            throw Failure("no theme is called \(options.theme); there are \(names.joined(separator: ", "))")
        }
        for warning in warnings {
            workspace.notify(Notice(at: AppClock.system.now(), kind: .warning, text: "\(warning)"))
        }
        return theme
    }
}
