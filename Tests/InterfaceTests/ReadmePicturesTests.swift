import FoundationEssentials
import Glibc
import Interface
import Kit
import Model
import Profile
import Terminal
import Testing

/// What the README shows is drawn by the program.
@Suite("The README's pictures") struct ReadmePicturesTests {
    private static let root = "/\(#filePath.split(separator: "/").dropLast(3).joined(separator: "/"))"

    private static let size = Size(width: 110, height: 30)

    private func draw(_ name: String, _ theme: Theme) throws -> Visit {
        try draw(name, theme, Self.size)
    }

    private func draw(_ name: String, _ theme: Theme, _ size: Size) throws -> Visit {
        let (width, height) = (size.width, size.height)
        switch name {
        case "explore":
            let visit = Visit(width: width, height: height, theme: theme)
            House.fill(visit)
            visit.workspace.subscriptions = ["#", "$SYS/#"].map {
                SubscriptionStatus(filter: $0, qos: 0, state: .granted(0))
            }
            return try visit.type("ojj/wind<Enter><Esc>")
        case "rest":
            let visit = try RequestPaneTests.visit(width: width, height: height, theme: theme)
            try visit.type("<Down><Enter><C-s>")
            let answer = ResponsePaneTests.exchange(
                #"{"sensors":[{"id":1,"name":"porch","value":21.50,"on":true}],"total":1}"#)
            var exchange = try RequestPaneTests.order(visit).exchange(at: visit.now)
            (exchange.hops, exchange.body, exchange.receivedSize) = (answer.hops, answer.body, answer.receivedSize)
            exchange.state = .finished
            visit.window.model.apply(.exchange(exchange))
            return visit
        case "load": return try LoadTests.broker(width: width, height: height, theme: theme).type("3")
        default: return try ConnectionsViewTests.visit(width: width, height: height, theme: theme)
        }
    }

    @Test("The screen in letters is the program's; RECORD_SNAPSHOTS=1 writes it")
    func letters() throws {
        let visit = try draw("explore", .standard, Size(width: 110, height: 26))
        let lines = visit.look().map { String($0.reversed().drop { $0 == " " }.reversed()) }
        let path = "\(Self.root)/README.md"
        var readme = try String(contentsOfFile: path, encoding: .utf8)
        let (fence, end) = ("```text\n", "\n```\n")
        let start = try #require(readme.firstRange(of: fence)?.upperBound)
        let block = start..<(try #require(readme[start...].firstRange(of: end)?.lowerBound))
        let drawn = lines.joined(separator: "\n")
        if getenv("RECORD_SNAPSHOTS") != nil {
            readme.replaceSubrange(block, with: drawn)
            try readme.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let kept = try String(contentsOfFile: path, encoding: .utf8)
        #expect(kept.contains(fence + drawn + end), "README.md shows another screen: RECORD_SNAPSHOTS=1 draws it again")
    }

    @Test(
        "They are those of the program; RECORD_SNAPSHOTS=1 writes them",
        arguments: ["explore", "rest", "load", "connections"], [Ground.dark, .light])
    func pictures(name: String, ground: Ground) throws {
        let visit = try draw(name, Theme.standard.adapted(to: .trueColor, on: ground))
        visit.look()
        let picture = ScreenPicture.svg.bytes(of: visit.grid, ground: ground == .light ? .light : .dark)
        let path = ".github/\(name)-\(ground == .light ? "light" : "dark").svg"
        if getenv("RECORD_SNAPSHOTS") != nil { try Data(picture).write(to: URL(filePath: "\(Self.root)/\(path)")) }
        #expect(
            FileManager.default.contents(atPath: "\(Self.root)/\(path)") == Data(picture),
            "\(path) looks different: RECORD_SNAPSHOTS=1 draws it again")
        let readme = try String(contentsOfFile: "\(Self.root)/README.md", encoding: .utf8)
        #expect(readme.contains(path))
    }
}
