import Model
import Testing
import Topics

struct NoticeTests {
    @Test func noticesAreBounded() {
        let workspace = Workspace()
        for i in 0..<300 { workspace.notify(Notice(at: 0, kind: .info, text: "\(i)")) }
        #expect(workspace.notices.count == 200 && workspace.notices.first?.text == "100")
    }
}
