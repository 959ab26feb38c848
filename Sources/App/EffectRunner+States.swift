import Files
import Model
import Profile

/// What is known of resources, over restarts.
extension EffectRunner {
    /// Keeps answers from now on in a folder, and brings what is in it as ``Arrival/kept(_:)``; nobody waits for it.
    public func keepStates(in folder: StatesFolder) {
        files.states = folder
        answers.begin()
        BlockingWork.run { [answers, inbox] in
            do {
                inbox.deliver(.kept(try folder.load()))
                answers.end(with: nil)
            } catch {
                answers.end(with: (.warning, "\(error)"))
            }
        }
    }
}
