import Dispatch
import Files
import Glibc
import Interface
import Model
import Profile
import TestSupport
import Testing

@testable import App
@testable import MQTT

@Suite("The log for reports of faults") struct LogFileTests {
    private func lines(_ path: String) throws -> [String] {
        try Scratch.read(path).split(separator: "\n").map(String.init)
    }

    /// A visit that keeps a log of everything, and where it is.
    @MainActor private func logged() throws -> (visit: Visit, path: String) {
        let path = try Scratch.newFolder("log") + "/log"
        let visit = try Visit()
        visit.application.log = LogKeeper(try LogFile(path, level: .debug, first: "begins", at: 0))
        return (visit, path)
    }

    private let plan = PlanInForce(address: "mqtt://h", access: BrokerAccess(host: "h", port: 1883))

    @MainActor private func begin(_ visit: Visit, _ plan: PlanInForce) {
        visit.window.model.apply(.opening(.begun(name: "home", plan), of: visit.workspace.id, at: 0))
    }

    @Test("A line each of what matters enough, made harmless; the file is its owner's and stays small")
    func bounded() throws {
        let path = try Scratch.newFolder("log") + "/log"
        let log = try LogFile(path, level: .warning, first: "begins", at: 0, largest: 2000)
        log.write(.error, at: 0, "one\u{1B}[2J\ntwo")
        log.write(.debug, at: 0, "not this")
        log.finish(at: 0)
        let first = try lines(path)
        #expect(first.count == 2 && first[0].hasSuffix(" info begins"))
        #expect(first[1].contains(" error one") && first[1].hasSuffix("two") && !first[1].contains("\u{1B}"))
        for number in 0..<100 { log.write(.warning, at: 0, "line \(number)") }
        log.finish(at: 0)
        var facts = stat()
        for file in [path, path + ".1"] {
            #expect(stat(file, &facts) == 0 && facts.st_size < 2100 && facts.st_mode & 0o777 == 0o600)
        }
        #expect(try lines(path).last?.hasSuffix("line 99") == true)
        #expect(throws: FileFailure.self) {
            try LogFile("/dev/null/log", level: .info, first: "", at: 0)
        }
    }

    @Test("How many lines were dropped stands where they would be")
    func dropped() throws {
        let path = try Scratch.newFolder("log") + "/log"
        let log = try LogFile(path, level: .info, first: "begins", at: 0, mostWaiting: 2)
        log.queue.suspend()
        for number in 1...5 { log.write(.info, at: 0, "line \(number)") }
        log.queue.resume()
        log.finish(at: 0)
        log.write(.info, at: 0, "line 6")
        log.finish(at: 0)
        let words = try lines(path).map { String($0.drop { $0 != "i" && $0 != "w" }) }
        #expect(
            words == [
                "info begins", "info line 1", "info line 2", "warning lines dropped before this one: 3", "info line 6",
            ], "\(words)")
    }

    @Test("A file that cannot make room grows no further, and that is said")
    func noRoom() throws {
        let path = try Scratch.newFolder("log") + "/log"
        let log = try LogFile(path, level: .info, first: "begins", at: 0, largest: 100)
        #expect(mkdir(path + ".1", 0o700) == 0)
        for number in 1...5 { log.write(.info, at: 0, "a line with the number \(number)") }
        log.finish(at: 0)
        #expect("\(try #require(log.takeFailure()))".contains("/log.1"))
        let before = try Scratch.read(path).utf8.count
        #expect(before < 200)
        // Nothing that failed is forgotten once it works again.
        #expect(rmdir(path + ".1") == 0)
        log.write(.info, at: 0, "back")
        log.finish(at: 0)
        let after = try lines(path)
        #expect(after.count == 2 && after[0].contains(" warning lines dropped before this one: "), "\(after)")
        #expect(after[1].hasSuffix(" info back"))
    }

    @Test("The last connection that is closed, and the one in its place, are told apart") @MainActor
    func closed() async throws {
        let (visit, path) = try logged()
        for number in 1...3 { visit.workspace.notify(Notice(at: 0, kind: .info, text: "notice \(number)")) }
        visit.application.turn()
        begin(visit, plan)
        visit.application.turn()
        visit.window.model.close(visit.workspace.id)
        visit.application.turn()
        visit.window.model.shown.notify(Notice(at: 0, kind: .info, text: "of the next"))
        visit.application.turn()
        visit.application.log?.ended(.quit, at: 0)
        #expect(try lines(path).filter { $0.contains(" of the next") }.count == 1)
        #expect(try lines(path).filter { $0.contains("notice 3") }.count == 1)
        #expect(try lines(path).filter { $0.hasSuffix(" info connection home (mqtt://h): taken away") }.count == 1)
        try await visit.leave()
    }

    @Test("Lines are in the order of their times, also of what is told later than it was seen") @MainActor
    func order() async throws {
        let (visit, path) = try logged()
        visit.application.turn()
        let now = AppClock.system.now()
        begin(visit, plan)
        visit.workspace.notify(Notice(at: now - 2000, kind: .error, text: "second"))
        visit.workspace.notify(Notice(at: now - 5000, kind: .error, text: "first"))
        visit.application.turn()
        visit.workspace.notify(Notice(at: now - 9000, kind: .error, text: "late"))
        visit.application.turn()
        // A clock that was set back holds.
        visit.workspace.notify(Notice(at: now - 3_600_000_000, kind: .error, text: "an hour before"))
        visit.application.turn()
        visit.application.log?.ended(.quit, at: now)
        let found = try lines(path).dropFirst()
        #expect(
            found.compactMap { $0.split(separator: "notice ").dropFirst().last } == [
                "first", "second", "late", "an hour before",
            ])
        let times = found.dropLast(2).map { $0.prefix(26) }
        #expect(times == times.sorted(), "\(times)")
        try await visit.leave()
    }

    @Test("What is said once more behind the answers that covered it is written once") @MainActor
    func again() async throws {
        let (visit, path) = try logged()
        var plan = plan
        plan.subscriptions = [Subscription(filter: "a"), Subscription(filter: "b")]
        plan.unusable = [.init("a/#/b", "no")]
        begin(visit, plan)
        visit.application.turn()
        for (time, filter) in [Int64(1), 2].map({ ($0, $0 == 1 ? "a" : "b") }) {
            let answer = SubscribeResult(Subscription(filter: filter), .success, isRenewal: false)
            visit.window.model.apply(.event(.subscribed(answer), of: visit.workspace.id, at: time))
            visit.application.turn()
        }
        #expect(visit.workspace.notices.last?.text.hasPrefix("Not asked for") == true)
        visit.application.log?.ended(.quit, at: 0)
        #expect(try lines(path).filter { $0.contains("Not asked for") }.count == 1)
        #expect(try lines(path).filter { $0.contains("Subscribed to ") }.count == 2)
        try await visit.leave()
    }

    @Test("Refusals of one reason that come one after the other are written once, with all filters") @MainActor
    func growing() async throws {
        let (visit, path) = try logged()
        begin(visit, plan)
        func refuse(_ filters: [String]) {
            for filter in filters {
                let answer = SubscribeResult(Subscription(filter: filter), .notAuthorized, isRenewal: false)
                visit.window.model.apply(.event(.subscribed(answer), of: visit.workspace.id, at: AppClock.system.now()))
                visit.application.turn()
            }
        }
        refuse(["a", "b", "c"])
        #expect(try lines(path).filter { $0.contains("Subscription to") }.isEmpty)
        // Nothing grows any more: the next turn writes it.
        visit.application.log?.look(at: visit.window.model, now: AppClock.system.now() + 3_000_000)
        refuse(["d"])
        visit.application.log?.ended(.quit, at: AppClock.system.now())
        let found = try lines(path).filter { $0.contains("Subscription to") }
        #expect(found.count == 2 && found[0].contains("to a, b, c refused"), "\(found)")
        #expect(found.last?.contains("to a, b, c, d refused") == true)
        try await visit.leave()
    }

    @Test("Connections, notices and requests are in it; passwords and tokens are not") @MainActor
    func told() async throws {
        let (visit, path) = try logged()
        try visit.type("2<Tab><Enter>http://127.0.0.1:1/x?api_key=sesame<Enter><C-s>")
        try await visit.become("an end") { $0.window.exchange?.isUnderWay == false }
        visit.workspace.notify(Notice(at: 0, kind: .error, text: "something"))
        try await visit.settle()
        visit.application.log?.ended(.quit, at: 0)
        let text = try lines(path)
        #expect(text.contains { $0.contains(" warning request GET http://127.0.0.1:1/x?api_key=") }, "\(text)")
        #expect(text.contains { $0.hasSuffix(" error notice something") } && !text.contains { $0.contains("sesame") })
        #expect(text.last?.hasSuffix(" info martlet ends: quit") == true)
        try await visit.leave()
    }
}
