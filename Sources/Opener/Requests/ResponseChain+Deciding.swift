import Expectations
import Profile
import Text

/// What is decided without sending: the same for a send and for the preview of one.
extension ResponseChain {
    /// How an answer is come by.
    enum Way {
        /// The one at hand is taken.
        case take(Answer)
        /// The request is sent for it: why, in words.
        case send(String)
        /// There is none, and none is to be sent for.
        case refuse(RequestOpener.Failure)
    }

    /// How the answer to a request is come by.
    /// - Parameters:
    ///   - name: the request's folder and name.
    ///   - last: the answer at hand.
    static func way(to name: String, _ freshness: ResponseCall.Freshness, last: Answer?, now: Moment) -> Way {
        switch (freshness, last) {
        case (.never, let last?), (.missing, let last?): return .take(last)
        case (.older(let time), let last?):
            // Nanoseconds, as `Freshness` counts; a clock that was set back makes no answer younger than now.
            let age = max(0, now - last.time) * 1000
            return age <= time ? .take(last) : .send("the answer is \(TimeWords.words(age)) old")
        case (.never, nil):
            return .refuse(
                RequestOpener.Failure(
                    description: "\(name) has no answer yet, and it is not to be sent for it (never)"))
        case (.always, _): return .send("each time")
        case (.missing, nil), (.older, nil): return .send("no answer yet")
        }
    }

    /// Why a request cannot be waited for; nil when it can be.
    /// - Parameter path: the requests that wait, the outermost first.
    static func loop(to name: String, _ path: [String]) -> RequestOpener.Failure? {
        guard path.contains(name) else { return nil }
        let loop = (path.drop { $0 != name } + [name]).joined(separator: " -> ")
        return RequestOpener.Failure(description: "\(name) needs an answer to itself: \(loop)")
    }

    /// The value that a call takes of an answer.
    static func value(
        of call: ResponseCall, in answer: Answer, to name: String, now: Moment
    ) throws(RequestOpener.Failure) -> String {
        let subject = answer.subject
        guard subject.status < 400 else {
            throw RequestOpener.Failure(
                description: "\(name) answered \(subject.status): nothing is taken of that (\(call.value.text))")
        }
        do {
            return try call.value.value(of: subject)
        } catch {
            let age = max(0, now - answer.time) * 1000
            throw RequestOpener.Failure(
                description: "\(name): \(error) in its answer (\(subject.status), \(TimeWords.words(age)) ago)")
        }
    }
}
