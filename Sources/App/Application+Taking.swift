import Interface
import Kit
import Model
public import Terminal

/// What leaves the screen: pictures and copies.
extension Application {
    /// What the screen showed last, in that form.
    public func picture(_ form: ScreenPicture) -> [UInt8] {
        form.bytes(of: grid, ground: themes?.pictureGround ?? .dark)
    }

    /// Writes what the screen shows to a new file where the program runs.
    func savePicture(_ form: ScreenPicture) {
        // The palette that asked for it is not in the picture.
        drawFrame()
        // 19 characters end behind the seconds; a colon in a file's name is refused by other systems.
        let time = Figures.date(clock.now()).prefix(19).replacing(" ", with: "-").replacing(":", with: "")
        effects.files.writeNew(picture(form), named: "martlet-\(time)", ending: form.rawValue)
    }

    /// Puts bytes into the clipboard, by the terminal and by a program of the desktop where there is one.
    func copy(_ bytes: [UInt8]) {
        let isTaken = terminal.copy(bytes)
        // With a program of the desktop the copy arrives all the same: a terminal that is behind is no trouble then.
        if let clipboard { return effects.files.copy(bytes, by: clipboard) }
        if !isTaken {
            let words = "Not copied: the terminal has not taken what was drawn before; once more when it has"
            model.shown.notify(Notice(at: clock.now(), kind: .warning, text: words))
        }
    }
}
