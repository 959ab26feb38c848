import App
import Glibc
import Model
import Testing

@Suite("The door") struct InboxTests {
    @Test("A delivery rings once, and is drained in order by one turn")
    func bell() throws {
        let bell = try Doorbell()
        let inbox = Inbox(doorbell: bell)
        var place = pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&place, 1, 0) == 0)
        inbox.deliver(.notice(Notice(at: 0, kind: .info, text: "one")))
        inbox.deliver(.notice(Notice(at: 0, kind: .info, text: "two")))
        #expect(poll(&place, 1, 0) == 1)
    }
}
