import Glibc
import Interface
import Model
import Profile
import Terminal

/// What a profile of 10,000 requests in folders in folders costs: opened from the disk, saved with one request changed,
/// and each key of view REST.
enum ProfileBenchmark {
    /// A profile could not be written where the figures are made.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs five rounds and prints the medians.
    static func run() throws {
        print("Profile: 10,000 requests in 1,110 folders, with query, headers, bearer token and JSON body")
        let path = "/tmp/martlet-profile-\(getpid()).json"
        defer { unlink(path) }
        var file = ProfileFile(path)
        try check(file.save(profile()).outcome)
        var opening: [Double] = []
        var saving: [Double] = []
        for round in 0..<5 {
            opening.append(milliseconds { file = ProfileFile(path) })
            var changed = file.base
            let entry = changed.requests.entries[round * 100]
            var request = entry.value
            request.url += "?round=\(round)"
            changed.requests.update(entry.id, to: request)
            var outcome = ProfileFile.Outcome.unchanged
            saving.append(milliseconds { outcome = file.save(changed).outcome })
            try check(outcome)
        }
        var status = stat()
        stat(path, &status)
        keys(file.base)
        print(
            "  \(status.st_size / 1024) kB on the disk; median of 5: open \(median(opening)) ms, save \(median(saving)) ms"
        )
    }

    /// What is done in view REST: through the tree, opening and closing, filtering, typing a URL, and what is saved.
    private static let script =
        "2GgjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjG<PgUp><PgUp>kkkk<Enter>k<Enter>gjj<Enter><Enter>/sensor 99<Enter>jjj<Esc>"
        + "/b 1 9 e<Esc>GJKdUrnew name<Enter>Usx<S-Tab><S-Tab>xUmother/place<Enter>HHg<Tab><Enter>?q=1<Enter>S<C-p><Esc>"

    /// Presses keys, each with the frame that answers it, and prints the slowest.
    private static func keys(_ profile: Profile) {
        let book = ProfileBook(profile)
        book.path = "/nowhere"
        let window = Window(model: Model(), book: book)
        let grid = Grid(size: Size(width: 120, height: 36))
        let loading = milliseconds { window.load(requests: profile.requests.values) }
        guard let keys = try? KeyPress.script(script) else { return }
        var times: [(time: Double, key: String)] = []
        for (number, key) in keys.enumerated() {
            let now = Int64(number) * 1000
            let time = milliseconds {
                for effect in window.press(key, now: now) {
                    if case .profile(.saveRequests(let drafts)) = effect { book.note { $0.takeRequests(drafts) } }
                }
                _ = window.draw(into: grid, now: now)
            }
            times.append((time, "\(key.notation) (key \(number + 1))"))
        }
        times.sort { $0.time < $1.time }
        func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        let slowest = times.suffix(5).reversed().map { "\(rounded($0.time)) ms \($0.key)" }
        print("  taken into the library in \(rounded(loading)) ms; \(keys.count) keys with their frames in view REST:")
        print("  median \(rounded(times[times.count / 2].time)) ms, slowest \(slowest.joined(separator: ", "))")
    }

    private static func check(_ outcome: ProfileFile.Outcome) throws {
        guard case .saved = outcome else { throw Failure(description: "not saved: \(outcome)") }
    }

    private static func profile() -> Profile {
        var profile = Profile()
        for number in 0..<10_000 {
            var request = RequestDraft()
            request.name = "read sensor \(number)"
            request.folder = "building \(number / 1000)/floor \(number / 100 % 10)/room \(number / 10 % 10)"
            request.method = number % 3 == 0 ? "POST" : "GET"
            request.url = "{{base}}/buildings/\(number / 1000)/sensors/\(number)"
            request.query = [DraftField("limit", "10", isEnabled: false), DraftField("since", "2026-01-01")]
            request.headers = [DraftField("Accept", "application/json"), DraftField("X-Site", "north-\(number % 7)")]
            request.auth = .bearer(.literal("{{token}}"))
            request.body = .json("{\n  \"name\": \"sensor \(number)\",\n  \"value\": \(number).5\n}")
            profile.requests.insert(request)
        }
        return profile
    }

    private static func milliseconds(_ work: () -> Void) -> Double {
        let time = ContinuousClock().measure(work)
        return Double(time.components.seconds) * 1000 + Double(time.components.attoseconds) / 1e15
    }

    private static func median(_ values: [Double]) -> Double {
        (values.sorted()[values.count / 2] * 10).rounded() / 10
    }
}
