import Kit
import Profile

/// Turns a secret that stands in the profile into a reference to where it is.
enum SecretReference {
    /// Asks where the secret shall be, and puts the reference in its place.
    /// - Parameters:
    ///   - mayBeFile: whether the place takes a file.
    ///   - mayBeAsked: whether the place takes what the person is asked for.
    ///   - isOfRequest: whether the place is in a request, which has changes of its own to take back.
    ///   - use: puts it there, and answers what follows from that; nil where the secret is not there any more.
    static func ask(
        _ words: String, _ value: String, name: String, mayBeFile: Bool = true, mayBeAsked: Bool = true,
        isOfRequest: Bool = false,
        in book: ProfileBook, _ stage: Stage, use: @escaping (Secret) -> [Effect]?
    ) {
        let word = variable(name)
        let folder = book.path.lastIndex(of: "/").map { String(book.path[..<$0]) } ?? ""
        var file = "\(folder)/secrets/\(word.lowercased())"
        var number = 2
        // A file that is there is somebody's secret: it is never written over.
        while stage.fileExists(file), number < 100 {
            file = "\(folder)/secrets/\(word.lowercased())_\(number)"
            number += 1
        }
        var choices: [(text: String, note: String, secret: Secret)] = [
            ("$\(word)", "you set the variable before the next start", .environment(word))
        ]
        if mayBeAsked { choices.append(("asked when needed", "kept until the program ends", .prompt)) }
        // First, as it is the only one that works at once and after the next start too.
        if !folder.isEmpty, mayBeFile {
            // The end of the path alone: the whole one would be cut where it tells files apart.
            let name = file.dropFirst(folder.utf8.count + 1)
            choices.insert((String(name), "beside the profile, written now, for you alone", .file(file)), at: 0)
        }
        stage.overlays.append(
            PickOverlay(stage, "Where the \(words) is", verb: "use", choices.map { ($0.text, $0.note) }) { index in
                if case .file(let path) = choices[index].secret {
                    // The reference takes its place now; where the file cannot be written, that is taken back.
                    return use(.file(path)).map {
                        $0 + [.profile(.keepSecret(path: path, value: value, isOfRequest: isOfRequest))]
                    } ?? []
                }
                return use(choices[index].secret) ?? []
            })
    }

    /// A name as environment variables have: `HOME_PASSWORD`.
    private static func variable(_ name: String) -> String {
        var word = ""
        for character in name.uppercased() {
            if character.isASCII, character.isLetter || character.isNumber {
                word.append(character)
            } else if !word.hasSuffix("_") {
                word += "_"
            }
        }
        return word.first?.isNumber == true ? "_\(word)" : word
    }
}
