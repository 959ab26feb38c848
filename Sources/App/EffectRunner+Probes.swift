public import Files
import Model

/// What tests of connections find and what requests are answered, over restarts.
extension EffectRunner {
    /// Keeps answers to requests from now on in a folder, and looks there for earlier ones.
    public func keepAnswers(in folder: BoundedFolder) {
        files.kept = folder
        requests.keep(in: folder)
    }

    /// Keeps what is found from now on in a file, and brings what is in it as ``Arrival/tested(_:)``; nobody waits for it.
    public func keepProbes(in file: ProbeFile) {
        probes = file
        answers.doOnDisk { [inbox] () throws(FileFailure) in inbox.deliver(.tested(try file.load())) }
    }
}
