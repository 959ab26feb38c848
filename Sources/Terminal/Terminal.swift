/// A screen and a keyboard. Belongs to one thread.
public protocol Terminal: AnyObject {
    /// Columns and rows now.
    var size: Size { get }
    /// What colours it can show.
    var colors: ColorDepth { get }
    /// What lines and cuts should be drawn with here.
    var glyphs: Glyphs { get }
    /// What to wait on with poll(2) for `read()` to have something.
    var inputDescriptor: Int32 { get }
    /// What to wait on with poll(2) until the terminal takes more of what was drawn, for `read()` to send it; nil when it
    /// has everything.
    var outputDescriptor: Int32? { get }
    /// Everything that has happened since the last time. Does not wait, but for the 25 ms that tell Escape from the start
    /// of another key.
    func read() -> [TerminalEvent]
    /// The signals since the last time that ask for the end, while something else has the terminal and its keys.
    func readSignals() -> [TerminalEvent]
    /// Shows a screenful and puts the cursor somewhere, or hides it. Only what has changed is written: nothing at all
    /// when nothing has. While the terminal has not taken the frame before, this one is dropped; `caughtUp` asks for
    /// another.
    func draw(_ grid: Grid, cursor: Point?)
    /// How many bytes there were for the terminal since it was opened.
    var written: Int { get }
    /// Asks the terminal to say, by ``TerminalEvent/shown``, when it has shown what was drawn until now.
    func askWhetherShown()
    /// Shows everything again at the next `draw`, whatever may have been written over it.
    func redrawAll()
    /// Gives the screen back, stops the program until the shell continues it, and comes back.
    func suspend()
    /// Gives the screen to another program, such as an editor, until ``takeBack()``: nothing is to be read or drawn before.
    func giveAway()
    /// The other program has ended: takes the screen again, and shows what was there.
    func takeBack()
    /// Puts bytes in the clipboard of the person at the terminal, where the terminal allows it. Answers false, and does
    /// nothing, when there are more than terminals take.
    @discardableResult
    func copy(_ bytes: [UInt8]) -> Bool
    /// Takes the mouse, or leaves it to the terminal, whose own selection works then. It has it from the start.
    func takeMouse(_ isTaken: Bool)
    /// Gives the screen back for good. Once is enough; more does no harm.
    func close()
}
