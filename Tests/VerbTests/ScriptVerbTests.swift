import ArgumentParser
import Scripts
import Testing

@testable import martlet

/// The list of options that have a value, which the first walk over the arguments uses, against what the verbs declare.
struct ScriptVerbTests {
    @Test(arguments: ScriptVerb.allCases)
    func valuedOptionsAreThoseOfTheVerb(_ verb: ScriptVerb) throws {
        let command = try #require(
            Martlet.configuration.subcommands.first { $0.configuration.commandName == verb.rawValue })
        var declared: Set<String> = []
        let help = Martlet.helpMessage(for: command, includeHidden: true, columns: 10_000)
        for line in help.split(separator: "\n") where line.hasPrefix("  -") {
            // `  -t, --topic <topic>   What it does`
            let names = line.dropFirst(2).prefix { $0 != "<" }
            guard names.endIndex < line.endIndex, !names.contains("  ") else { continue }
            for name in names.split(whereSeparator: { $0 == "," || $0 == " " }) { declared.insert(String(name)) }
        }
        // These are taken out before.
        declared.subtract(["-o", "--options-file", "-D", "--property"])
        #expect(ScriptArguments.valued(of: verb).sorted() == declared.sorted())
    }

    @Test func lettersArrive() throws {
        let sub = try #require(
            try Martlet.parseAsRoot([
                "sub", "-t", "-a", "-t", "b", "-T", "c", "-U", "d", "-C", "3", "-W", "4", "-q", "2", "-vRNEc", "-i",
                "me", "-F", "-%t",
                "-x", "-1", "-P", "-secret",
            ]) as? SubVerb)
        #expect(sub.filters == ["-a", "b"])
        #expect(sub.leftOut == ["c"])
        #expect(sub.unsubscriptions == ["d"])
        #expect(sub.count == 3)
        #expect(sub.seconds == 4)
        #expect(sub.output.isVerbose && sub.leavesOutRetained && sub.output.endsNoLine && sub.endsWhenSubscribed)
        #expect(sub.connection.common.keepsSession)
        #expect(sub.connection.common.sessionExpiry == "-1")
        #expect(sub.connection.common.password == "-secret")
        // The last one wins, so that the command line wins over a file.
        let twice = try #require(
            try Martlet.parseAsRoot(["pub", "-h", "a", "-h", "b", "-t", "x", "-n", "-n"]) as? PubVerb)
        #expect(twice.connection.common.host == "b")
        #expect(twice.payload.isNull == 2)
    }
}
