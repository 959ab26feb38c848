import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Scripts

/// How `martlet sub` ends when its output is read slowly or not at all.
struct SubEndRuns {
    /// A run of `sub` whose output is read slowly until `$0.go` is there and of which 1000 messages were acknowledged and not
    /// printed; `acknowledged N` waits until the broker has so many acknowledgements.
    private func run(
        _ broker: Mosquitto, qos: Int,
        reader: String = #"until [ -e "$0.go" ]; do dd bs=4096 count=1 2> /dev/null; sleep 0.1; done; cat;"#,
        _ end: String
    ) async throws -> ScriptRun {
        try await ScriptRun.shell(
            """
            at="-h 127.0.0.1 -p \(broker.port()) -t m -q \(qos)"
            acknowledged() {
                until [ $(grep -c 'Received PUB\(qos == 1 ? "ACK" : "COMP") from slow' '\(broker.folder)/log') -ge $1 ]
                do sleep 0.02; done
            }
            mkfifo "$0.pipe"
            { \(reader) } < "$0.pipe" > "$0.first" & r=$!
            "$MARTLET" sub $at -c -i slow -F "%p $(printf '%01000d' 0)" > "$0.pipe" & p=$!
            until grep -q 'Sending SUBACK to slow' '\(broker.folder)/log'; do sleep 0.02; done
            seq 1 1000 | martlet pub $at -l
            acknowledged 1000
            \(end)
            """)
    }

    @Test(arguments: [1, 2])
    func whatWasAcknowledgedIsPrinted(_ qos: Int) async throws {
        var options = Mosquitto.Options()
        options.maximumQueued = 5000
        let broker = try await Mosquitto.start(options)
        let run = try await run(
            broker, qos: qos,
            """
            kill -TERM $p; seq 1001 1500 | martlet pub $at -l; touch "$0.go"; wait $p; echo $?; wait $r
            martlet pub $at -m end
            martlet sub $at -c -i slow | sed /end/q > "$0.second"
            { cut -d ' ' -f 1 "$0.first"; grep -v end "$0.second"; } > "$0.all"
            [ \(qos) = 1 ] && sort -nu "$0.all" > "$0.once" || cp "$0.all" "$0.once"
            seq 1 1500 | cmp - "$0.once" && echo complete
            """)
        #expect(run.text == "0\ncomplete\n", "\(run.errors)")
        #expect(run.errors == "")
    }

    @Test func aReaderThatIsStuckIsNotWaitedForAfterTheSecondSignal() async throws {
        var options = Mosquitto.Options()
        options.maximumQueued = 5000
        let broker = try await Mosquitto.start(options)
        let run = try await run(
            broker, qos: 1, reader: #"until [ -e "$0.go" ]; do sleep 0.02; done;"#,
            #"kill -TERM $p; kill -INT $p; wait $p; echo $?; touch "$0.go""#)
        #expect(run.text == "1\n")
        #expect(run.errors.contains("standard output is not read: up to "), "\(run.errors)")
    }

    /// From the end on a reader that takes nothing is waited for a while, and before the end as long as it likes.
    @Test func theEndIsBounded() throws {
        let mailbox = try Mailbox()
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let output = OutputDescriptor(ends[1])
        let bytes = [UInt8](repeating: 0x78, count: 1 << 20)
        #expect(throws: ScriptError("standard output is not read")) {
            try bytes.withUnsafeBytes { bytes in
                try output.write(bytes) { descriptor throws(ScriptError) in
                    try mailbox.waitForReader(of: descriptor, end: .now, patience: .milliseconds(50))
                }
            }
        }
    }
}
