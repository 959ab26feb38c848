import Interface
import Model
import Profile
import Terminal

/// Effects, each handed to its carrier.
extension Application {
    /// Hands each effect to who carries it out.
    func perform(_ wanted: [Effect]) {
        for effect in wanted.compactMap(gate) {
            switch effect {
            case .program(let effect): run(effect)
            case .profile(let effect): run(effect)
            case .connection(let effect):
                effects.run(effect, on: model.shown, book.variables)
                if case .open = effect { window.show(.explore) }
            case .publish(let effect): effects.run(effect, on: model.shown, book.variables)
            case .signIn(let effect): effects.run(effect)
            case .request(let effect): effects.requests.run(effect, lastValue: model.shown.live.topicValue)
            case .file(let effect): effects.files.run(effect, of: model.shown)
            }
        }
    }

    private func run(_ effect: ProgramEffect) {
        switch effect {
        case .quit: quit()
        case .saveProfile(let path): saveProfile(elsewhere: path)
        case .loseChanges:
            keeper?.giveUp(book)
            outcome = outcome ?? .quit
        case .suspend: terminal.suspend()
        case .redraw: terminal.redrawAll()
        case .savePicture(let form): savePicture(form)
        case .showTheme(let name): show(theme: name)
        case .keepTheme(let name): keep(theme: name)
        case .runInTerminal(let job): start(job)
        case .copy(let bytes): copy(bytes)
        }
    }
}
