import REST
import Testing

@Suite("Conditional requests (RFC 9110 13)") struct ConditionTests {
    private let changed = "Sun, 06 Nov 1994 08:49:37 GMT"

    @Test("a revalidation sends the tag and the date, as they came, for GET and HEAD alone")
    func revalidation() {
        let both = Validators([Field("etag", "W/\"a\""), Field("last-modified", changed), Field("Date", changed)])
        let condition = Precondition.revalidating("GET", both)
        #expect(condition?.fields == [Field("If-None-Match", "W/\"a\""), Field("If-Modified-Since", changed)])
        #expect(condition?.caution == nil)
        let odd = Validators(lastModified: "sunday, 6-nov-94 8:49")
        #expect(Precondition.revalidating("HEAD", odd)?.fields == [Field("If-Modified-Since", "sunday, 6-nov-94 8:49")])
        for method in ["POST", "PUT", "DELETE", "QUERY"] { #expect(Precondition.revalidating(method, both) == nil) }
        #expect(Precondition.revalidating("GET", Validators([Field("ETag", ""), Field("Date", changed)])) == nil)
        #expect(
            Precondition.revalidating("GET", Validators(tag: EntityTag("abc")))?.caution?.contains("without quotes")
                == true)
        // What could not be sent back is none.
        #expect(Validators([Field("ETag", String(repeating: "x", count: 5000))]).isEmpty)
    }

    @Test("a change names the strong tag that is known")
    func locking() {
        let strong = Validators(tag: EntityTag("\"a\""), lastModified: changed)
        for method in ["PUT", "PATCH", "DELETE"] {
            #expect(Precondition.unchanged(method, strong)?.fields == [Field("If-Match", "\"a\"")])
            #expect(Precondition.unchanged(method, strong)?.caution == nil)
        }
        for method in ["GET", "HEAD", "POST", "OPTIONS"] { #expect(Precondition.unchanged(method, strong) == nil) }
        #expect(Precondition.unchanged("PUT", Validators(date: changed)) == nil)
        #expect(Precondition.create.fields == [Field("If-None-Match", "*")])
    }

    @Test("a weak tag can never match: the date is offered instead, or nothing, and why is said")
    func weak() throws {
        let later = "Sun, 06 Nov 1994 08:49:38 GMT"
        let dated = try #require(
            Precondition.unchanged(
                "PUT", Validators(tag: EntityTag("W/\"a\""), lastModified: changed, date: later), codings: ["gzip"]))
        #expect(dated.fields == [Field("If-Unmodified-Since", changed)])
        #expect(dated.caution?.contains("compares strongly") == true && dated.caution?.contains("gzip") == true)
        #expect(dated.caution?.contains("in the second") == false)
        let bare = try #require(Precondition.unchanged("PUT", Validators(tag: EntityTag("W/\"a\""))))
        #expect(bare.fields.isEmpty && bare.caution?.contains("for ever") == true)
    }

    @Test("Last-Modified is strong only a second before Date, and its weakness is said")
    func seconds() {
        let next = "Sun, 06 Nov 1994 08:49:38 GMT"
        #expect(Validators(lastModified: changed, date: next).isLastModifiedStrong)
        #expect(!Validators(lastModified: changed, date: changed).isLastModifiedStrong)
        #expect(!Validators(lastModified: changed).isLastModifiedStrong)
        #expect(!Validators(lastModified: "yesterday", date: next).isLastModifiedStrong)
        let condition = Precondition.unchanged("PUT", Validators(lastModified: changed, date: changed))
        #expect(condition?.fields == [Field("If-Unmodified-Since", changed)])
        #expect(condition?.caution?.contains("in the second") == true)
    }

    @Test("tags that compression made, and tags without quotes, are told of before they are sent")
    func cautions() {
        let gzip = Precondition.unchanged("PUT", Validators(tag: EntityTag("\"a-gzip\"")))
        #expect(gzip?.fields == [Field("If-Match", "\"a-gzip\"")] && gzip?.caution?.contains("gzip form") == true)
        let bare = Precondition.unchanged("PUT", Validators(tag: EntityTag("abc")))
        #expect(bare?.fields == [Field("If-Match", "abc")] && bare?.caution?.contains("without quotes") == true)
        let odd = Precondition.unchanged("PUT", Validators(tag: EntityTag("\"a b\"")))
        #expect(odd?.caution?.contains("8.8.3") == true)
    }
}
