import REST

/// Answers to try the rules on: `Date` is second 784111777, Sun, 06 Nov 1994 08:49:37 GMT.
enum CacheCase {
    static let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    /// That moment in microseconds.
    static let now: Int64 = 784_111_777_000_000

    /// - Parameter fields: `Name: value` lines.
    static func facts(
        _ fields: String..., method: String = "GET", status: Int = 200, request: [String] = [], dated: Bool = true,
        size: Int = 1000, isComplete: Bool = true, delay: Int64 = 0
    ) -> CacheFacts {
        CacheFacts(
            method: method, url: "http://h.example/a", requestFields: request.map(field), status: status,
            fields: (dated ? [Field("Date", date)] : []) + fields.map(field), requestTime: now - delay * 1_000_000,
            responseTime: now, bodySize: size, isComplete: isComplete)
    }

    private static func field(_ line: String) -> Field {
        let colon = line.firstIndex(of: ":") ?? line.endIndex
        return Field(String(line[..<colon]), String(line[colon...].drop { $0 == ":" || $0 == " " }))
    }

    static func verdict(_ facts: CacheFacts, _ kind: CacheKind = .isPrivate) -> CacheVerdict {
        CacheVerdict(facts, for: kind)
    }
}
