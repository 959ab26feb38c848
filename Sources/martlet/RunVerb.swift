import App
import ArgumentParser
import Expectations
import Glibc
import Model
import Opener
import Profile
import REST
import Scripts
import Text

/// `martlet run NAME`: sends a request of the profile, and answers as `martlet request` does.
struct RunVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Send a saved request: output and exit codes as with martlet request",
        discussion: """
            martlet run 'list sensors'
            martlet run sensors/'add a sensor' --env dev --var name=sensor2
            martlet run --list

            A request's checks (status == 200, $.token exists, duration < 500ms; `martlet manual expectations`) are made of its
            answer, and those of --assert: the exit code is 4 when one is not met, which is told with what came instead.

            With --every it is sent again and again, one at a time, each answer a line; GET asks with If-None-Match, and
            Retry-After is obeyed: martlet run 'list sensors' --every 3s --times 10 --until '$.sensors count > 2' --changes

            With --stream the events of an answer that has no end are printed as they come, until --count or --for. Checks \
            of status and header fields are made of its head, those of a body of each event ($ is its data); one of the \
            duration is not made, which is said.

            Cookies of the environment (or of none) go along and are kept, as on the screen, unless the request
            has them off or --no-cookies is given: `martlet cookies`.

            {{response:login#$.token}} is a value of the answer to the saved request login, which is sent for it once; \
            with the word never it is not (`martlet manual values`).
            {{name}} in a request stands for a variable; {{name|json}}, |url, |base64
            and |unbase64 write its value for its place, {{'{{'}} writes two braces.
            """,
        helpNames: helpNames)

    @Argument(help: "The request's name, or folder/name where several have that name")
    var name: String?

    @Option(name: EnvironmentOption.name, parsing: .unconditional, help: EnvironmentOption.help)
    var environment: String?

    @OptionGroup var variables: VariableOptions

    @Option(
        name: .customLong("assert"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("What must be so of the answer, too; may be repeated", valueName: "condition"))
    var conditions: [String] = []

    @Flag(name: .customLong("list"), help: "Print the saved requests, one a line, and send nothing")
    var lists = false

    @Flag(name: .customLong("no-cookies"), help: "Send no cookies of the environment, and keep none")
    var leavesCookies = false

    @OptionGroup var profile: ProfileOptions
    @OptionGroup var output: RunOutputOptions
    @OptionGroup(title: "Again and again") var repeats: RepeatOptions
    @OptionGroup(title: "Streams") var stream: StreamOptions
    @OptionGroup(title: "Reports") var report: ReportOptions

    func validate() throws {
        if name == nil, !lists { throw ValidationError("which request? martlet run --list names the saved ones") }
        if repeats.time != nil, repeats.period == nil, !stream.isAsked {
            throw ValidationError("say with --every how often it is sent, or with --stream that it is followed")
        }
        if stream.isAsked, repeats.period != nil { throw ValidationError("--stream and --every: one or the other") }
        if let letter = output.unused(ofStream: stream.isAsked, repeated: repeats.period != nil) {
            throw ValidationError(letter)
        }
        if stream.isAsked, report.isTAP || report.junit != nil {
            throw ValidationError("--tap and --junit are of one answer: leave --stream out")
        }
        if repeats.period != nil, report.isTAP || report.junit != nil {
            throw ValidationError("--tap and --junit are of one answer: leave --every out")
        }
        for text in conditions {
            do throws(ConditionProblem) {
                _ = try Condition(text, about: .answer)
            } catch {
                throw ValidationError("--assert '\(text.withoutControls)': \(error)")
            }
        }
    }

    func run() throws {
        do {
            try send()
        } catch let problem as SavedProfile.Problem {
            throw Failure(line: "martlet run: \(problem)", status: ExitStatus.badArguments)
        }
    }

    private func send() throws {
        let saved = try SavedRequests(profile)
        guard let name, !lists else {
            try OutputDescriptor.standard.print(saved.listing, terminator: "")
            return
        }
        let draft = try saved.request(name)
        // Those of `--var` last: of two with one name the later holds.
        let variables = Variables(
            try saved.variables(of: environment) + self.variables.given, folders: saved.folders)
        let cookies = leavesCookies ? nil : try saved.cookies(of: environment)
        // Before the request is opened: those that it takes values of are sent with them too.
        cookies?.load()
        let opener = SavedOpener(draft, variables, saved, cookies: cookies?.jar)
        let jar = draft.options.usesCookies ? cookies?.jar : nil
        if stream.isAsked {
            let opened = try open(name, opener)
            let judge = StreamJudge(draft.allChecks + conditions, variables, mask: opened.mask)
            return try follow(opened, judge, draft.options.usesCookies ? cookies : nil)
        }
        if let plan = repeats.plan { return try run(draft, plan, variables, opener, cookies) }
        let opened = try open(name, opener)
        var arguments = output.arguments(url: opened.request.url)
        // The report stands alone.
        if report.format != nil, arguments.output == nil { arguments.output = "/dev/null" }
        var exchange = CommandExchange(arguments, opened.request, mask: opened.mask)
        let judge = AnswerJudge(draft.allChecks + conditions, variables, mask: opened.mask)
        exchange.judge = judge
        exchange.isSaved = true
        let status = try exchange.send(cookies: jar)
        // Before the checks end the process.
        cookies?.keep()
        // Also after a failure, so that a report has it as its problem.
        let judged = try tell(judge, name: draft.savedPath)
        // What failed on the way is the reason that counts.
        if status != 0 || judged != 0 { Glibc.exit(status != 0 ? status : judged) }
    }

    private func open(_ name: String, _ opener: SavedOpener) throws -> RequestOpener.Opened {
        do {
            return try opener.open()
        } catch {
            throw Failure(
                line: "martlet run: \(name): \(SecretMask.named.sentence("\(error)"))", status: ExitStatus.badArguments)
        }
    }

    /// Prints the events of its answer; the process ends with what comes of it.
    private func follow(_ opened: RequestOpener.Opened, _ judge: StreamJudge, _ cookies: SavedCookies?) throws {
        var request = StreamRequest("run", opened.request, mask: opened.mask, userAgent: ProgramVersion.userAgent)
        request.take(stream.streaming(isJSON: report.isJSON, time: repeats.limit))
        request.isSilent = output.isQuiet
        request.hidesFailures = output.fails && !output.failsWithBody
        request.judge = judge
        request.isSaved = true
        request.cookies = cookies?.jar
        let asked = output.arguments(url: opened.request.url)
        let printer = asked.isVerbose ? try RequestPrinter(asked, mask: opened.mask, isSaved: true) : nil
        if let printer { request.watch = { printer.note($0) } }
        try Script.run("run", isQuiet: output.isQuiet) { [request] () throws(ScriptError) in
            // The process ends with the work.
            defer { cookies?.keep() }
            let status = try StreamRunner(request).run()
            printer?.judge()
            return status
        }
    }

    /// Sends it again and again; the process ends with what comes of it.
    private func run(
        _ draft: RequestDraft, _ plan: RepeatPlan, _ variables: Variables, _ opener: SavedOpener,
        _ cookies: SavedCookies?
    ) throws {
        var request = RepeatRequest(
            draft.savedPath, plan, checks: draft.allChecks + conditions, variables,
            userAgent: ProgramVersion.userAgent, open: opener.open)
        request.cookies = draft.options.usesCookies ? cookies?.jar : nil
        request.until = repeats.until ?? ""
        request.isJSON = report.isJSON
        request.isSilent = output.isSilent
        try Script.run("run", isQuiet: output.isQuiet) { [request] () throws(ScriptError) in
            // The process ends with the work.
            defer { cookies?.keep() }
            return try RequestRepeater(request).run()
        }
    }

    /// Tells what the checks came to; answers with the exit code.
    private func tell(_ judge: AnswerJudge, name: String) throws -> Int32 {
        var told = CheckReport(name)
        if let (results, time) = judge.results {
            // The answer's time is there once: a report adds the times up.
            told.cases = results.enumerated().map { CheckReport.Case($1, time: $0 == 0 ? time : 0) }
        } else {
            told.problem = "there is no answer"
        }
        try report.write(told)
        if report.format == nil {
            for entry in told.cases where !entry.isMet {
                for words in entry.words { StandardError.say("martlet run: \(name): not met: \(words)") }
            }
        }
        // Without an answer the status of the failure counts.
        return told.problem == nil ? told.status : 0
    }
}
