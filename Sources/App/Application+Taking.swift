import Interface
import Kit
import Model
import Payloads
public import Terminal

/// The screen as a file.
extension Application {
    /// What the screen showed last, in that form.
    public func picture(_ form: ScreenPicture) -> [UInt8] { form.bytes(of: grid) }

    /// Writes what the screen shows to a new file where the program runs.
    func savePicture() {
        // The palette that asked for it is not in the picture.
        drawFrame()
        let time = Figures.date(clock.now()).prefix(19).replacing(" ", with: "-").replacing(":", with: "")
        effects.files.run(.write(path: "martlet-\(time).svg", PayloadBytes(picture(.svg))), of: model.shown)
    }
}
