import Files
import Glibc
import MQTT
import Wire

/// Tells rows of the wire: a handshake when it has come to its end, or each packet as it goes by.
final class WirePrinter {
    private let request: WireRequest
    private let output: OutputDescriptor
    private let export: WireExport
    private let filter: WireFilter
    private let packets: WireLog
    private let exchanges = WireLog(connection: WireLog.exchanges, peer: "HTTP")
    /// Rows that were told, and those of each log that were written into the file.
    private var told: Set<Row> = []
    private var before: WireRow?
    private var start: Int64?
    private var count = 0
    private var file: (writer: PcapngWriter, output: OutputFile)?
    /// Whether there is nobody to print for.
    private var isReaderGone = false

    private struct Row: Hashable {
        var connection: Int
        var number: UInt64
    }

    /// Rows that are remembered as told, before those that are not kept any more are forgotten.
    private static let mostTold = 200_000

    init(_ request: WireRequest, _ connection: ClientConfiguration, output: OutputDescriptor) throws(ScriptError) {
        self.request = request
        self.output = output
        export = WireExport(version: request.version, revealsSecrets: request.revealsSecrets)
        packets = WireLog(connection: 1, peer: "\(connection.endpoint)")
        packets.names = connection.spoken
        do throws(WireFilterProblem) {
            filter = try WireFilter(request.filter)
        } catch {
            throw ScriptError("--filter: \(error)")
        }
        for log in [packets, exchanges] { log.watch() }
        guard let name = request.file else { return }
        // For its owner alone: packets hold what devices say, and with `--secrets` passwords too.
        try Self.saying { () throws(FileFailure) in
            file = (PcapngWriter(export), try OutputFile.named(name, for: .owner))
        }
        // The head at once, so that Wireshark can open a pipe before the first packet.
        try writeFile()
    }

    /// Whether standard output is the file.
    private var isPiped: Bool { file?.output.isStandard == true }

    /// Whether as many rows are told as were asked for.
    var isDone: Bool { isReaderGone || request.count.map { count >= $0 } ?? false }

    /// What is watched for its reader.
    var watched: Int32 { output.descriptor }

    /// Nobody reads any more.
    func forget() { isReaderGone = true }

    func take(_ news: WireNews) {
        switch news {
        case .traffic(let traffic): packets.take(traffic)
        case .exchange(let exchange):
            // One clock for both: requests are sent when the broker has accepted.
            exchanges.clockOffset = packets.clockOffset
            exchanges.take(exchange)
        case .poll: break
        }
    }

    /// Tells what has come, as far as it is to be told yet.
    func print() throws(ScriptError) {
        try print(isEnd: false)
    }

    /// Tells the rest: also of handshakes that have not come to an end.
    func finish() throws(ScriptError) {
        try print(isEnd: true)
        if let file { try Self.saying { () throws(FileFailure) in try file.output.close() } }
    }

    private func print(isEnd: Bool) throws(ScriptError) {
        var text = ""
        for log in [packets, exchanges] {
            while log.advance(until: .now + .milliseconds(50)) {}
            var numbers = log.takeNews()
            // What was not over until now comes again.
            if isEnd { numbers = Array(log.firstNumber..<log.endNumber) }
            for number in numbers { tell(number, of: log, isEnd: isEnd, &text) }
        }
        // A row that is not kept any more cannot come again.
        if told.count > Self.mostTold { told = told.filter { $0.number >= log(of: $0).firstNumber } }
        try writeFile()
        guard !text.isEmpty, !isPiped, !isReaderGone else { return }
        if try !output.print(text, terminator: "") { isReaderGone = true }
    }

    private func log(of row: Row) -> WireLog { row.connection == packets.connection ? packets : exchanges }

    private func tell(_ number: UInt64, of log: WireLog, isEnd: Bool, _ text: inout String) {
        guard !isDone else { return }
        let shown = request.isFlat ? number : log.head(of: number)
        let name = Row(connection: log.connection, number: shown)
        guard !told.contains(name), let row = log.row(shown) else { return }
        let numbers = request.isFlat ? [shown] : log.rows(from: shown)
        // A handshake is told once, when all of it is known.
        if !request.isFlat, !isEnd, row.handshake == .open { return }
        // Before the filter: what it does not let through need not be asked about again.
        told.insert(name)
        let rows = numbers.compactMap { log.row($0) }
        guard filter.isEmpty || rows.contains(where: { filter.matches($0) }) else { return }
        for row in rows { file?.writer.write(row) }
        count += 1
        if start == nil { start = row.uptime }
        text += request.isJSON ? export.line(of: row, since: start ?? 0) : export.line(of: row, after: before)
        before = row
    }

    private func writeFile() throws(ScriptError) {
        guard let bytes = file?.writer.take(), let file, !bytes.isEmpty else { return }
        try Self.saying { () throws(FileFailure) in
            do throws(FileFailure) {
                try file.output.write(bytes)
            } catch {
                // Wireshark was closed: that is an end like another.
                guard error.reason == .system(EPIPE), isPiped else { throw error }
                forget()
            }
        }
    }

    private static func saying(_ deed: () throws(FileFailure) -> Void) throws(ScriptError) {
        do throws(FileFailure) {
            try deed()
        } catch {
            throw ScriptError("cannot write \(error.path): \(error.reason)")
        }
    }
}
