import Explorer
import Glibc

/// What a profile of 10,000 requests costs: opened from the disk, saved with one request changed.
enum ProfileBenchmark {
    /// A profile could not be written where the figures are made.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs five rounds and prints the medians.
    static func run() throws {
        print("Profile: 10,000 requests with query, headers, bearer token and JSON body")
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
        print(
            "  \(status.st_size / 1024) kB on the disk; median of 5: open \(median(opening)) ms, save \(median(saving)) ms"
        )
    }

    private static func check(_ outcome: ProfileFile.Outcome) throws {
        guard case .saved = outcome else { throw Failure(description: "not saved: \(outcome)") }
    }

    private static func profile() -> Profile {
        var profile = Profile()
        for number in 0..<10_000 {
            var request = RequestDraft()
            request.name = "read sensor \(number)"
            request.folder = "building \(number / 1000)/floor \(number / 100 % 10)"
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
