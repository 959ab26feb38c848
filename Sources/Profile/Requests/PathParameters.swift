import Text

/// The path parameters of a URL as typed: `:id` at the start of a segment, and `{id}`.
///
/// Two colons stand for one that is meant; `{{variables}}` are none.
public enum PathParameters {
    /// One place where a parameter stands.
    public struct Place: Hashable, Sendable {
        /// The name without colon or braces; empty for two colons that mean one.
        public var name: String
        /// Where it stands, in UTF-8.
        public var range: Range<Int>
    }

    /// The places in order.
    public static func places(in url: String) -> [Place] {
        let bytes = Array(url.utf8)
        var places: [Place] = []
        var position = pathStart(bytes)
        // The calls that are not passed yet: both go through the text in one direction.
        var calls = TemplateCall.all(in: url).map(\.range)[...]
        // Not simply the first `#`: `{{response:login#$.id}}` has one of its own.
        let end = pathEnd(bytes, calls)
        while position < end {
            if let call = calls.first, call.lowerBound <= position {
                position = max(position, call.upperBound)
                calls.removeFirst()
                continue
            }
            let place = place(in: bytes, at: position, before: end)
            if let place { places.append(place) }
            position = place?.range.upperBound ?? position + 1
        }
        return places
    }

    /// The `?` or `#` that ends the path, if it is not inside of a call.
    private static func pathEnd(_ bytes: [UInt8], _ calls: ArraySlice<Range<Int>>) -> Int {
        var calls = calls
        var position = 0
        while position < bytes.count {
            if let call = calls.first, call.lowerBound <= position {
                position = call.upperBound
                calls.removeFirst()
                continue
            }
            if bytes[position] == UInt8(ascii: "?") || bytes[position] == UInt8(ascii: "#") { return position }
            position += 1
        }
        return bytes.count
    }

    private static func place(in bytes: [UInt8], at position: Int, before end: Int) -> Place? {
        let isSegment = position > 0 && bytes[position - 1] == UInt8(ascii: "/")
        switch bytes[position] {
        // Inside of a segment a colon is one: `/v1/messages:batch`.
        case UInt8(ascii: ":") where isSegment:
            if position + 1 < end, bytes[position + 1] == UInt8(ascii: ":") {
                return Place(name: "", range: position..<(position + 2))
            }
            var close = position + 1
            while close < end, isName(bytes[close], isFirst: close == position + 1) { close += 1 }
            guard close > position + 1 else { return nil }
            return Place(name: String(decoding: bytes[(position + 1)..<close], as: UTF8.self), range: position..<close)
        case UInt8(ascii: "{"):
            var close = position + 1
            while close < end, isName(bytes[close], isFirst: close == position + 1) { close += 1 }
            guard close > position + 1, close < end, bytes[close] == UInt8(ascii: "}") else { return nil }
            return Place(
                name: String(decoding: bytes[(position + 1)..<close], as: UTF8.self), range: position..<(close + 1))
        default: return nil
        }
    }

    /// After the scheme and the authority; the port's colon is no parameter.
    private static func pathStart(_ bytes: [UInt8]) -> Int {
        let authority = URLAuthority.range(inBytes: bytes)
        // A port before the path is no parameter either: its colon does not stand behind a slash.
        return authority.lowerBound == 0 ? 0 : authority.upperBound
    }

    private static func isName(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x5F, 0x61...0x7A, 0x80...: true
        // `/:8080` and `/:-` are text.
        case 0x30...0x39, 0x2D: !isFirst
        default: false
        }
    }

    /// The names in order, each once.
    public static func names(in url: String) -> [String] {
        var seen: Set<String> = []
        return places(in: url).map(\.name).filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// The URL with values in the place of its parameters; `value` gives the text that is put in as it is.
    public static func fill(_ url: String, _ value: (String) -> String) -> String {
        let bytes = Array(url.utf8)
        var filled: [UInt8] = []
        var position = 0
        for place in places(in: url) {
            filled += bytes[position..<place.range.lowerBound]
            filled += Array((place.name.isEmpty ? ":" : value(place.name)).utf8)
            position = place.range.upperBound
        }
        return String(decoding: filled + bytes[position...], as: UTF8.self)
    }
}

extension RequestDraft {
    /// Makes the table of path parameters follow the URL. A name that is being changed keeps its value, and so does one
    /// that went and comes back: `remembered` holds the values of those that went.
    public mutating func followPathParameters(remembering remembered: inout [String: String]) {
        let names = PathParameters.names(in: url)
        let old = pathParameters
        // With each key: nothing to do for most of them.
        guard names != old.map(\.name) else { return }
        for field in old where !field.value.isEmpty { remembered[field.name] = field.value }
        // A key changes one letter of one name: with as many names as before it is that name that changed.
        let isRename = names.count == old.count
        let known = Dictionary(old.map { ($0.name, $0) }) { first, _ in first }
        let stay = Set(names)
        pathParameters = names.enumerated().map { index, name in
            if let same = known[name] { return same }
            // The one at the same place whose name is gone: it is this one, under its new name.
            if isRename, !stay.contains(old[index].name) { return DraftField(name, old[index].value) }
            return DraftField(name, remembered[name] ?? "")
        }
    }
}
