import Text

extension CurlArguments {
    /// Takes what says how an answer without an end is read.
    mutating func take(streaming option: CurlOption) throws(Problem) {
        switch option.name {
        case "stream": streaming.isAsked = true
        case "stream-json": (streaming.isAsked, streaming.isJSON) = (true, true)
        case "no-reconnect": streaming.endsWithConnection = true
        case "count":
            guard let count = Int(option.value), count > 0 else {
                throw Problem("\(option.written) is not a number of events from 1 up")
            }
            streaming.count = count
        default:
            // A bare number is seconds, as -m has them.
            let nanoseconds = TimeSpelling.nanoseconds(option.value)
            guard let nanoseconds, nanoseconds > 0 else {
                throw Problem("\(option.written) is no time; write 30s, 500ms, 10min or seconds")
            }
            streaming.time = nanoseconds
        }
    }
}
