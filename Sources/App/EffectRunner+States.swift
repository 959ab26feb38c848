import Files
import Model
import Profile

/// What is known of resources, over restarts.
extension EffectRunner {
    /// Keeps answers from now on in a folder, and brings what is in it as ``Arrival/kept(_:)``; nobody waits for it.
    /// - Parameter reads: whether what is in it is brought: nothing is where answers are not to be kept.
    public func keepStates(in folder: StatesFolder, reads: Bool = true) {
        files.states = folder
        guard reads else { return }
        answers.doOnDisk { [inbox] () throws(FileFailure) in inbox.deliver(.kept(try folder.load())) }
    }
}
