import Profile
import REST
import Scripts
import Text

/// When a request is sent again (`--retry`), as curl does it.
struct RequestRepeats {
    /// How long to wait, and what is said of it.
    struct Wait {
        var seconds: Double
        var words: String
    }

    private let asked: CurlArguments.Retry
    private var left: Int
    private var delay: Double
    private let start = ContinuousClock.now
    /// The longest time between two tries, in seconds.
    private static let longest = 600.0

    init(_ asked: CurlArguments.Retry) {
        self.asked = asked
        left = asked.count
        delay = Double(asked.delay ?? 0)
        // curl begins with a second and doubles it; `--retry-delay 0` is the same as none.
        if delay == 0 { delay = 1 }
    }

    /// What comes after a try; nil when it was the last.
    mutating func next(after report: WriteOut) -> Wait? {
        guard left > 0, let reason = reason(report) else { return nil }
        var seconds = delay
        let named = report.exchange?.response?.fields["retry-after"].flatMap(Self.seconds)
        if reason.isHTTP, let named { seconds = named }
        if let longest = asked.longest, longest > 0 {
            let passed = (ContinuousClock.now - start) / .seconds(1)
            // A wait that would end too late is not begun.
            guard passed < Double(longest), named == nil || passed.rounded(.down) + seconds <= Double(longest) else {
                return nil
            }
        }
        left -= 1
        // A delay that was given stays the same.
        if asked.delay ?? 0 == 0 { delay = min(delay * 2, Self.longest) }
        let again = left == 0 ? "the last time" : "\(left) more times after that"
        return Wait(
            seconds: seconds, words: "\(reason.words); it is sent again in \(seconds.short) s, \(again)")
    }

    /// Why it is worth another try; nil when it is not.
    private func reason(_ report: WriteOut) -> (words: String, isHTTP: Bool)? {
        let status = report.exchange?.response?.status ?? 0
        let isBusy = [408, 429, 500, 502, 503, 504].contains(status)
        switch report.exitCode {
        case 28: return ("it took too long", false)
        case 5, 6: return ("the name was not found", false)
        case 7 where asked.afterRefused: return ("the connection was refused", false)
        // With `-f` the same answer is a failure already.
        case 0 where isBusy, ExitStatus.httpError where isBusy:
            return ("the server answered \(status)", true)
        case 0: return nil
        default: return asked.afterAll ? (report.message, false) : nil
        }
    }

    /// `Retry-After`: seconds or a date (RFC 9110 10.2.3).
    private static func seconds(_ text: String) -> Double? {
        // Six hours at most, as curl has it: a server may name any number.
        if let number = Int(text), number >= 0 { return Double(min(number, 21_600)) }
        return WriteOut.secondsUntil(text).map { min(max($0, 0), 21_600) }
    }
}
