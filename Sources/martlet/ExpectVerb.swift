import App
import ArgumentParser
import Expectations
import Files
import Opener
import Profile
import Scripts
import Text

/// `martlet expect`: something is sent, and something is expected of it, on either half.
struct ExpectVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expect",
        _superCommandName: programName,
        abstract: "Expect messages and answers, and end with 0 when they come as expected, with 4 when not",
        discussion: """
            martlet expect broker.example -t home/hall/lamp --where '$.on == true' --within 5s
            martlet expect broker.example -t home/lamp --where '$.on' --after-request 'lamp on'
            martlet expect broker.example -t 'home/alarm/#' --never --within 10s
            martlet expect steps.json --junit report.xml

            It subscribes, waits for the SUBACK, sends what --after-request or --after-publish names, and watches. The time of \
            --within begins with the answer's status line, with PUBACK or PUBCOMP, or with the write at QoS 0; what comes \
            before that counts, too. Copies that the broker keeps do not count without --retained; how many came is said.

            A file has steps one after another, and values of one for the next; it and the conditions are explained by \
            `martlet manual expectations`. It ends with 0 when all is met, with 4 when something is not, with what came \
            nearest, and with 1 for errors, a refused subscription among them.
            """,
        version: Martlet.configuration.version,
        helpNames: helpNames)

    @Argument(
        help: "A file of steps, or the broker: a saved connection's name, a URL (mqtts://...) or a host name",
        completion: .file())
    var place: String?

    @OptionGroup(title: "Connection")
    var connection: ScriptConnectionOptions

    @OptionGroup(title: "Expected")
    var expected: ExpectOptions

    @OptionGroup var variables: VariableOptions

    @OptionGroup(title: "Reports") var report: ReportOptions

    @OptionGroup(title: "TLS")
    var tls: TLSOptionGroup

    /// The file of steps, where the argument names one.
    private var file: String? {
        // A file that is there goes before a host of that name.
        guard let place, !place.contains("://"), place.hasSuffix(".json") || HomePath.exists(place) else { return nil }
        return place
    }

    func validate() throws {
        if file == nil, expected.topic == nil {
            throw ValidationError("name a topic to watch with -t, or a file of steps")
        }
        if file != nil, expected.isGiven {
            throw ValidationError("a file of steps says itself what is expected: leave -t and what belongs to it out")
        }
    }

    func run() throws {
        try Script.run("expect", isQuiet: connection.isQuiet) { () throws(ScriptError) in
            let request = try request()
            var lines = 0
            let isText = report.format == nil
            // Each line as its step ends: a run takes as long as its times.
            let told = try ExpectRunner(request).run { (entry) throws(ScriptError) in
                guard isText else { return }
                lines += 1
                try OutputDescriptor.standard.print(
                    CheckReport(request.name, [entry]).written(as: .text), terminator: "")
            }
            try report.write(told)
            if isText, told.cases.count > 1 { try OutputDescriptor.standard.print(told.summary) }
            if let problem = told.problem { throw ScriptError(problem) }
            return told.status
        }
    }

    private func request() throws(ScriptError) -> ExpectRequest {
        var file = StepFile(step: try expected.step)
        if let path = self.file { file = try Self.read(path) }
        var access = try ConnectionRequest(connection, tls)
        if self.file == nil {
            try access.take(argument: place, orSaved: connection.saved)
        } else if access.saved == nil, access.url == nil, access.host == nil {
            // Letters go before the file: the same steps run against another broker.
            try use(file, &access)
        }
        let saved = SavedSteps(connection.saved)
        let all = Variables(
            try saved.variables(file.environment)
                + file.variables.map {
                    Variables.Variable($0.name, .literal($0.value), origin: "the file")
                } + variables.given)
        let steps = try saved.steps(file.steps)
        var setup: ConnectionSetup?
        // Steps of requests alone connect to nothing.
        if steps.contains(where: { $0.needsBroker(all) }) {
            setup = try Script.wait { [access] in
                try await access.setup(for: .sub, namesTopic: true, environment: Script.variable)
            }
        }
        var request = ExpectRequest(
            file.name, steps, all, connection: setup, secrets: .atTerminal, userAgent: ProgramVersion.userAgent,
            now: { AppClock.system.now() })
        let options = connection.saved.profile
        request.saved = { (name) throws(RequestOpener.Failure) in try SavedSteps.request(name, options) }
        return request
    }

    /// The broker that a file names, where no letter does.
    private func use(_ file: StepFile, _ access: inout ConnectionRequest) throws(ScriptError) {
        if !file.url.isEmpty { try access.take(argument: file.url) }
        guard !file.connection.isEmpty else { return }
        if !file.url.isEmpty { throw ScriptError("the file names a \"url\" and a \"connection\": leave one out") }
        do throws(SavedProfile.Problem) {
            access.saved = try SavedProfile(connection.saved.profile).connection(
                file.connection, environment: connection.saved.environment)
        } catch {
            throw ScriptError("connection \(file.connection): \(error)")
        }
    }

    /// The most bytes of a file of steps.
    private static let limit = 4 << 20

    private static func read(_ path: String) throws(ScriptError) -> StepFile {
        do {
            let (found, problems) = try StepFile.read(try WholeFile.read(HomePath.expanded(path), limit: limit))
            // A name that is written wrong is why what it stands for is missing.
            if let problem = problems.first(where: { $0.weight == .note }) ?? problems.first {
                let more = problems.count == 1 ? "" : "; \(problems.count - 1) more of the kind"
                throw ScriptError("\(path):\(problem)\(more)")
            }
            var file = found
            if file.name.isEmpty { file.name = path }
            return file
        } catch let error as ScriptError {
            throw error
        } catch let problem as ProfileProblem {
            throw ScriptError("\(path):\(problem)")
        } catch {
            throw ScriptError("\(error)")
        }
    }
}
