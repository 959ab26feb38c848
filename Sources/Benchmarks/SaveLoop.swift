import Glibc
import Profile

/// Saves one profile over and over until it is killed, each time with another number in all of its items: a test kills it
/// at any moment, a thousand times, and looks at what is left.
enum SaveLoop {
    static func run(_ path: String) -> Never {
        var file = ProfileFile(path)
        var profile = file.base
        if profile.environments.entries.isEmpty {
            // Few items of many bytes: most of the time goes by in the file system, where the kills should come.
            let name = String(repeating: "x", count: 4000)
            for index in 0..<10 {
                profile.environments.insert(
                    Environment(name: "\(name) \(index)", variables: [Environment.Variable("number", .literal("0"))]))
            }
        }
        var number = 0
        // From here on there is something to kill.
        _ = write(STDOUT_FILENO, "s", 1)
        while true {
            number += 1
            for entry in profile.environments.entries {
                var environment = entry.value
                environment.variables = [Environment.Variable("number", .literal("\(getpid())-\(number)"))]
                profile.environments.update(entry.id, to: environment)
            }
            let (saved, outcome) = file.save(profile)
            if case .saved = outcome {
                profile = saved
                _ = write(STDOUT_FILENO, "s", 1)
            } else {
                print("not saved: \(outcome)")
                exit(1)
            }
        }
    }
}
