import Profile

/// A secret in two rows of a form: what kind it is, and its text.
enum SecretForm {
    static let words = ["none", "typed", "$variable", "file", "command", "asked", "token"]

    static func word(_ secret: Secret?) -> String {
        switch secret {
        case nil: "none"
        case .literal: "typed"
        case .environment: "$variable"
        case .file: "file"
        case .command: "command"
        case .prompt: "asked"
        case .token: "token"
        }
    }

    static func text(_ secret: Secret?) -> String {
        switch secret {
        case nil, .prompt: ""
        case .literal(let text), .environment(let text), .file(let text), .token(let text): text
        case .command(let words): ShellWord.line(words)
        }
    }

    /// A secret of a kind, without its text.
    static func empty(_ word: String) -> Secret? { secret(word, "") }

    static func secret(_ word: String, _ text: String) -> Secret? {
        switch word {
        case "typed": .literal(text)
        // The kind says it already; who types the sign means the same.
        case "$variable": .environment(text.hasPrefix("$") ? String(text.dropFirst()) : text)
        case "file": .file(text)
        case "command": .command(ShellWord.words(in: text))
        case "asked": .prompt
        case "token": .token(text)
        default: nil
        }
    }

    static func problem(_ word: String, _ text: String, _ name: String) -> String? {
        switch word {
        // A name cannot hold one (environ(7)): `A=b` is a variable with its value.
        case "$variable": text.isEmpty || text.contains("=") ? "\(name): the name of an environment variable" : nil
        case "file": text.isEmpty ? "\(name): the path of a file whose first line it is" : nil
        case "command": text.isEmpty ? "\(name): a program that prints it, such as pass show home" : nil
        case "token": text.isEmpty ? "\(name): the name of a saved request that signs in" : nil
        case "none": text.isEmpty ? nil : "\(name): say above what it is: typed, $variable, file or command"
        default: nil
        }
    }
}

/// A subscription in one line: filter, QoS and the options of MQTT 5.
enum SubscriptionForm {
    static func text(_ subscription: SubscriptionDraft) -> String {
        var words = [subscription.filter, "\(subscription.qos)"]
        if subscription.noLocal { words.append("nl") }
        if subscription.retainAsPublished { words.append("rap") }
        if subscription.retainHandling != 0 { words.append("rh\(subscription.retainHandling)") }
        return words.joined(separator: " ")
    }

    /// Options are read from the end: a filter may hold blanks.
    static func subscription(_ text: String) -> SubscriptionDraft {
        var words = text.split(separator: " ", omittingEmptySubsequences: false)
        var subscription = SubscriptionDraft("")
        // The first word is filter in any case, also where it is `0`.
        options: while words.count > 1, let word = words.last {
            switch word {
            case "0", "1", "2":
                // It stands before the options: what is before it is the filter, also where that ends like one of them.
                subscription.qos = Int(word) ?? 0
                words.removeLast()
                break options
            case "nl": subscription.noLocal = true
            case "rap": subscription.retainAsPublished = true
            case "rh0", "rh1", "rh2": subscription.retainHandling = word.last?.wholeNumberValue ?? 0
            // A blank at the end, while the next option is typed.
            case "": break
            // The first word that is no option ends them: the rest is the filter.
            default: break options
            }
            words.removeLast()
        }
        subscription.filter = words.joined(separator: " ")
        return subscription
    }
}
