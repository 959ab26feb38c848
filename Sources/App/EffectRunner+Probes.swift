import Files
import Model

/// What tests of connections find, over restarts.
extension EffectRunner {
    /// Keeps what is found from now on in a file, and brings what is in it as ``Arrival/tested(_:)``; nobody waits for it.
    public func keepProbes(in file: ProbeFile) {
        probes = file
        answers.begin()
        BlockingWork.run { [answers, inbox] in
            do {
                inbox.deliver(.tested(try file.load()))
                answers.end(with: nil)
            } catch {
                answers.end(with: (.warning, "\(error)"))
            }
        }
    }
}
