import App
import ArgumentParser
import Glibc
import Interface
import Opener
import Profile
import Scripts

/// `martlet load`: what a broker carries, once or again and again.
struct LoadVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Print what a broker carries: its $SYS in any dialect, as text or JSON",
        discussion: """
            martlet load mqtt://broker.example
            martlet load home                       the saved connection of that name
            martlet load -h broker.example --json | jq .figures.publishIn.value
            martlet load --watch                    a table with each of the broker's beats
            martlet load -t '#' --watch             with what martlet itself receives

            Rates are per second: the broker's own averages over 1, 5 and 15 minutes where it has them, otherwise from its
            counters, which takes a second beat. Ends with 27 when -W seconds bring nothing.
            """,
        helpNames: helpNames)

    @Argument(help: "A saved connection's name, mqtt:// mqtts:// ws:// wss://, or a host name")
    var broker: String?

    @Option(name: SavedConnectionOption.name, parsing: .unconditional, help: SavedConnectionOption.help)
    var savedName: String?

    @Option(
        name: ProfileOptions.name, parsing: .unconditional, help: ProfileOptions.help,
        completion: ProfileOptions.completion)
    var profileFile: String?

    @Option(name: EnvironmentOption.name, parsing: .unconditional, help: EnvironmentOption.help)
    var environment: String?

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    @OptionGroup(title: "TLS")
    var tls: TLSOptionGroup

    @Flag(
        name: .customLong("json"), help: "One JSON object a line, with units; null is what the broker does not publish")
    var isJSON = false

    @Flag(name: .customLong("watch"), help: "Print again with each beat of the broker, until interrupted")
    var isWatching = false

    @Option(name: [.customShort("C"), .customLong("count")], help: "With --watch: end after so many tables")
    var count: Int?

    @Option(
        name: [.customShort("W"), .customLong("wait")],
        help: "Seconds to wait for figures; EMQX and RMQTT send theirs once a minute")
    var patience: Double = 75

    @Option(
        name: [.customShort("t"), .customLong("topic")],
        help: "Filter to subscribe to as well, and measure for ten seconds; may be repeated")
    var filters: [String] = []

    func validate() throws {
        if !(patience > 0 && patience <= 86_400) { throw ValidationError("-W \(patience) is not 1 to 86400 seconds") }
        if let count, count < 1 { throw ValidationError("-C \(count) is not a number of tables: 1 or more") }
    }

    func run() throws {
        setlocale(LC_ALL, "")
        let plan: ConnectionPlan
        do throws(ScriptError) {
            let request = try request()
            // `#` alone leaves out what begins with `$` (MQTT 5 4.7.2).
            let letters = try request.letters(
                .figures, filters: filters + ["$SYS/#"], qos: 0, environment: Script.variable)
            plan = try Script.wait { try await request.plan(letters) }
        } catch {
            throw Failure("\(error)")
        }
        let watch = LoadWatch(doorbell: try doorbell())
        watch.open(plan)
        defer { try? waiting(watch.farewell) }
        if !filters.isEmpty, !isWatching { watch.listen(seconds: 11, patience: patience) }
        var left = isWatching ? count ?? Int.max : 1
        var hasFigures = false
        while left > 0 {
            let outcome = watch.next(within: patience)
            switch outcome {
            case .figures:
                hasFigures = true
                guard try show(watch) else { return }
            case .notConnected(let reason, let code): throw Failure(reason, status: code.map { Int32($0) } ?? 1)
            // A broker that tells them every so often has them all the same.
            case .timeout where hasFigures && filters.isEmpty: continue
            case .refused, .timeout:
                // What martlet measured itself needs no $SYS.
                guard !filters.isEmpty else { throw failure(outcome) }
                // A refusal is there at once and every time; a timeout has taken its pause already.
                if isWatching, outcome != .timeout { watch.listen(seconds: 1) }
                guard try show(watch) else { return }
            }
            left -= 1
        }
    }

    /// Which saved connection is meant.
    var saved: SavedConnectionOptions {
        SavedConnectionOptions(name: savedName, profile: ProfileOptions(file: profileFile), environment: environment)
    }

    /// The letters, and the connection that is meant: by `-b`, or by the argument where one is called that, as ``Explore``
    /// has it.
    private func request() throws(ScriptError) -> ConnectionRequest {
        var request = ConnectionRequest(connection, tls)
        if saved.name != nil, broker != nil {
            throw ScriptError("name the broker once: as an argument or with -b")
        }
        try request.use(saved)
        try request.take(argument: broker, orSaved: saved)
        return request
    }

    private func doorbell() throws -> Doorbell {
        do {
            return try Doorbell()
        } catch {
            throw Failure("\(error)")
        }
    }

    /// Prints what there is; false when nobody reads it any more.
    private func show(_ watch: LoadWatch) throws -> Bool {
        let report = LoadReport(watch.workspace, now: AppClock.system.now(), showsReceived: !filters.isEmpty)
        return try OutputDescriptor.standard.print(
            isJSON ? report.json : report.text, terminator: isJSON || isWatching ? "\n" : "")
    }

    private func failure(_ outcome: LoadWatch.Outcome) -> Failure {
        if case .refused(let reason) = outcome {
            return Failure("the broker refused $SYS/#: \(reason); -t '#' measures what martlet receives instead")
        }
        return Failure(
            "no figures under $SYS/ within \(Int(patience)) s: the broker has none (RabbitMQ, ejabberd, HiveMQ CE, most "
                + "cloud brokers), has turned it off (sys_interval 0), or hides it; -t '#' measures what martlet receives",
            status: 27)
    }
}
