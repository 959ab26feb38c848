import Text

extension CurlArguments {
    /// What belongs to another option that was not given would be passed over in silence.
    func checkUnused() throws(Problem) {
        if !streaming.isAsked, streaming.count != nil || streaming.time != nil || streaming.endsWithConnection {
            throw Problem("--count, --for and --no-reconnect belong to --stream; say that, too")
        }
        if leading.relations.isEmpty, !leading.values.isEmpty {
            throw Problem("--with belongs to --follow; say which relation leads on")
        }
        if leading.listsLinks, leading.pages != nil { throw Problem("--links and --pages: one or the other") }
        if leading.pages == nil, leading.items != nil {
            throw Problem("--items belongs to --pages; say how many are joined at most")
        }
    }

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
