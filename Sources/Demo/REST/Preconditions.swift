import NIOHTTP1
import Text

/// Whether a conditional request goes ahead, in the order of RFC 9110 13.2.2.
enum Preconditions {
    /// The answer that ends the request here; nil when it goes ahead.
    ///
    /// - Parameters:
    ///   - tags: The tags of every form that the resource has now: a change may name the form it was made from.
    ///   - current: The tag of the form that this request would get.
    ///   - modified: When the resource last changed, in seconds since 1970; nil when nobody knows.
    static func check(
        _ request: ServiceRequest, tags: Set<EntityTag>, current: EntityTag, modified: Int64?
    ) -> HTTPResponseStatus? {
        let headers = request.headers
        let match = headers["If-Match"]
        // Where there is If-Match, If-Unmodified-Since is not looked at (RFC 9110 13.2.2).
        if !match.isEmpty {
            if !EntityTag.list(match, names: tags, isStrong: true) { return .preconditionFailed }
        } else if let since = date("If-Unmodified-Since", headers), let modified, modified > since {
            return .preconditionFailed
        }
        let noneMatch = headers["If-None-Match"]
        if !noneMatch.isEmpty {
            // A reader gets one form; a change concerns all of them.
            let asked = request.isReading ? [current] : tags
            if EntityTag.list(noneMatch, names: asked, isStrong: false) {
                return request.isReading ? .notModified : .preconditionFailed
            }
        } else if request.isReading, let since = date("If-Modified-Since", headers), let modified, modified <= since {
            return .notModified
        }
        return nil
    }

    private static func date(_ name: String, _ headers: HTTPHeaders) -> Int64? {
        // A text that is no date is passed over (RFC 9110 13.1.3).
        headers.first(name: name).flatMap(HTTPDate.seconds).map(Int64.init)
    }
}
