import Payloads
public import Text

/// What a broker says of itself in `$SYS`, read in its dialect: figures with their past, its log, its clients' comings and
/// goings.
///
/// Brokers speak in beats: many topics in one burst, then silence. A value that is missing in a beat has not changed
/// (mosquitto sends what has changed), so its rate is 0 then; in dialects that repeat everything it has gone.
///
/// Main thread only; fed by `LiveData` with the messages whose topic begins with `$`.
public final class SystemLoad {
    /// How the broker writes; nil while nothing was recognised.
    public private(set) var dialect: SysDialect?
    /// Topics of `$SYS` seen, as far as they are told apart.
    public private(set) var topicCount = 0
    /// When the first figure came.
    public private(set) var firstTime: Moment?
    /// When a figure was told last.
    public private(set) var lastTime: Moment?
    /// Microseconds between beats, as learned; nil before the second.
    public private(set) var interval: Moment?
    /// Beats heard.
    public private(set) var beat = 0
    /// Nodes that speak, in the order in which they came.
    public private(set) var nodes: [String] = []
    /// The broker's own log.
    public private(set) var log = EventList<SysLogLine>()
    /// Clients that came and went.
    public private(set) var clients = EventList<PresenceEvent>()
    /// Changes whenever a figure, the log or the clients have changed.
    public private(set) var revision: UInt64 = 0

    /// The most topics that are told apart.
    static let maximumTopics = 20_000
    /// The most nodes whose figures are summed.
    static let maximumNodes = 64
    /// The shortest pause between two beats, in microseconds.
    private static let shortestPause: Moment = 400_000
    /// The longest pause within one beat.
    private static let longestPause: Moment = 3_000_000

    private enum Binding {
        case nothing
        case figures([Int])
        case log(SysLogLine.Level)
        case client(PresenceEvent.Source)
    }
    private var bindings: [UInt32: Binding] = [:]
    private var isCertain = false
    private var isReadingAgain = false
    private var readings: [LoadReading] = []
    /// The readings of a node's topic, so that a topic that was forgotten finds its own again.
    private var places: [String: [Int]] = [:]
    private var readingsOf: [LoadFigure: [Int]] = [:]
    private var tiles: [LoadFigure: LoadTile] = [:]
    private var beatTime: Moment = .min
    private var isRetainedBeat = false
    /// The broker's uptime in seconds at this beat and the one before.
    private var uptime: Double?
    private var uptimeBefore: Double?
    private var uptimeBeat = -1

    init() {}

    /// A figure as it stands.
    public func tile(_ figure: LoadFigure) -> LoadTile { tiles[figure] ?? LoadTile() }

    /// Whether any figure is known.
    public var hasFigures: Bool { firstTime != nil }

    /// Whether more is known than the broker's name, which some keep as their only retained topic.
    public var hasNumbers: Bool {
        tiles.values.contains { tile in
            tile.value != nil || tile.total != nil || tile.averages.contains { $0 != nil }
        }
    }

    /// When figures are late: a beat is overdue by half of its interval. Nil while no rhythm is known.
    public var overdue: Moment? {
        guard let lastTime, let interval else { return nil }
        return lastTime + interval + interval / 2
    }

    // MARK: - Messages

    /// Takes in a message of a topic that begins with `$`.
    func receive(
        _ number: UInt32, topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, flags: MessageFlags,
        at time: Moment, in store: MessageStore
    ) {
        // Bound once: each further message of the topic costs one look-up by its number.
        let binding = bindings[number] ?? bind(number, topic, store)
        switch binding {
        case .nothing: return
        case .figures(let indexes):
            // Before the figure is taken: its beat must be known.
            turn(to: time, isRetained: flags.isRetained)
            for index in indexes { update(index, payload, isRetained: flags.isRetained) }
        case .log, .client:
            // What is read again was told of in the log when it came.
            if isReadingAgain { return }
            note(binding, payload, time)
        }
        revision &+= 1
    }

    private func note(_ binding: Binding, _ payload: UnsafeRawBufferPointer, _ time: Moment) {
        switch binding {
        case .log(let level):
            note(SysLogLine(at: time, level: level, text: Self.words(payload)), time)
        case .client(let source):
            if let event = PresenceEvent(source, payload: payload, at: time) { clients.append(event) }
        case .nothing, .figures: break
        }
    }

    private func note(_ line: SysLogLine, _ time: Moment) {
        log.append(line)
        // mosquitto tells of clients in its log only.
        if let event = PresenceEvent(logLine: line.text, at: time) { clients.append(event) }
    }

    private static func words(_ payload: UnsafeRawBufferPointer) -> String {
        String(decoding: payload.prefix(SysLogLine.maximumLength), as: UTF8.self)
    }

    /// Forgets which topic is which: numbers of topics may mean others from now on.
    func topicsWereForgotten() {
        bindings.removeAll(keepingCapacity: true)
        topicCount = 0
    }

    // MARK: - Topics

    private func bind(_ number: UInt32, _ topic: UnsafeRawBufferPointer, _ store: MessageStore) -> Binding {
        // A topic as long as this is nobody's figure, and would be made a string with each message.
        guard topicCount < Self.maximumTopics, topic.count <= 512 else { return .nothing }
        let text = String(decoding: topic, as: UTF8.self)
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.first == "$SYS", levels.count > 1 else { return .nothing }
        topicCount += 1
        let rest = Array(levels.dropFirst())
        recognise(rest, in: store)
        // Another dialect: everything was read again, this topic too.
        if let known = bindings[number] { return known }
        let binding = binding(of: rest)
        bindings[number] = binding
        return binding
    }

    private func binding(of levels: [Substring]) -> Binding {
        if let level = SysLogLine.Level(topic: levels) { return .log(level) }
        if let source = PresenceEvent.Source(topic: levels) { return .client(source) }
        guard let dialect, let (node, topic) = dialect.place(levels), let sources = dialect.sources[topic] else {
            return .nothing
        }
        if !nodes.contains(node) {
            guard nodes.count < Self.maximumNodes else { return .nothing }
            nodes.append(node)
        }
        let place = "\(node)/\(topic)"
        // A topic that was forgotten and has come back goes on with its counters.
        if let known = places[place] { return .figures(known) }
        let new = sources.map { source in
            readings.append(LoadReading(source, node: node))
            readingsOf[source.figure, default: []].append(readings.count - 1)
            return readings.count - 1
        }
        places[place] = new
        return .figures(new)
    }

    private func recognise(_ levels: [Substring], in store: MessageStore) {
        guard let sign = SysDialect.sign(of: levels) else { return }
        switch sign {
        case .likely(let guess):
            if dialect == nil { dialect = guess }
        case .certain(let found):
            // aMQTT has every sign of the old names first: it may still take their place.
            guard !isCertain || found.base == dialect, found != dialect else {
                isCertain = true
                return
            }
            isCertain = true
            let hadFigures = dialect != nil
            dialect = found
            if hadFigures { readAgain(store) }
        }
    }

    /// Reads what has come so far by the table of another dialect: the last message of each topic, while it is kept.
    private func readAgain(_ store: MessageStore) {
        bindings.removeAll()
        readings.removeAll()
        readingsOf.removeAll()
        places.removeAll()
        tiles.removeAll()
        nodes.removeAll()
        (topicCount, uptime, uptimeBefore, uptimeBeat) = (0, nil, nil, -1)
        (firstTime, lastTime, interval, beat, beatTime) = (nil, nil, nil, 0, .min)
        isReadingAgain = true
        defer { isReadingAgain = false }
        store.topics.forEachTopic(below: "$SYS", limit: Self.maximumTopics) { number, topic, sequence in
            guard let message = store.message(sequence) else { return }
            store.withPayload(sequence) {
                receive(number, topic: topic, payload: $0, flags: message.flags, at: message.time, in: store)
            }
        }
    }

    // MARK: - Beats

    private var pause: Moment {
        // Nearly half of the interval: longer than a beat takes, shorter than the silence between two.
        min(max(Self.shortestPause, (interval ?? 0) * 9 / 20), Self.longestPause)
    }

    private func turn(to time: Moment, isRetained: Bool) {
        defer { lastTime = max(lastTime ?? time, time) }
        guard let lastTime else {
            (firstTime, beatTime, isRetainedBeat) = (time, time, isRetained)
            return
        }
        // A stored message and a live one are of different moments, however close they come.
        guard time - lastTime > pause || isRetainedBeat && !isRetained else { return }
        // What was stored came in one burst: no rhythm is to be learned from it.
        if !isRetainedBeat { learn(time - beatTime) }
        // Only where silence says that nothing has changed.
        if !isRetainedBeat, dialect?.repeatsValues == false { closeBeat() }
        beat += 1
        // A clock that was set back must not make two beats one.
        beatTime = max(time, beatTime + 1)
        isRetainedBeat = isRetained
    }

    private func learn(_ gap: Moment) {
        guard gap > 0, let known = interval else {
            interval = max(gap, 1)
            return
        }
        // A beat that was missed, or a pause of the connection, is no new rhythm at once.
        interval = gap > known * 3 / 2 ? known + (gap - known) / 8 : known + (gap - known) / 4
    }

    /// Counters of which the beat said nothing stood still.
    private func closeBeat() {
        for index in readings.indices where readings[index].beat < beat && readings[index].updated != nil {
            if case .counter = readings[index].source.kind { readings[index].standStill(at: beatTime) }
        }
        for figure in LoadFigure.allCases where tiles[figure] != nil { refresh(figure) }
    }

    // MARK: - Values

    private func update(_ index: Int, _ payload: UnsafeRawBufferPointer, isRetained: Bool) {
        let source = readings[index].source
        var bytes = payload
        if let member = source.member {
            // A field that is missing in this version of the broker leaves its figure as it was.
            guard let value = JSONValues.scalar(at: member, in: payload) else { return }
            bytes = value
        }
        if case .text = source.kind {
            readings[index].text = String(decoding: bytes.prefix(200), as: UTF8.self)
        } else {
            guard let number = NumericValue(bytes)?.value else { return }
            take(number, index, isRetained: isRetained)
        }
        if let before = readings[index].updated, beatTime > before { readings[index].gap = beatTime - before }
        readings[index].updated = beatTime
        readings[index].beat = beat
        refresh(source.figure)
    }

    private func take(_ number: Double, _ index: Int, isRetained: Bool) {
        switch readings[index].source.kind {
        case .counter:
            readings[index].count(number, at: beatTime, isRetained: isRetained, elapsed: elapsed)
        // mosquitto counts these per minute; martlet shows all by the second.
        case .perMinute: readings[index].value = number / 60
        case .milliseconds: readings[index].value = number / 1000
        case .mebibytes: readings[index].value = number * 1_048_576
        case .seconds:
            // Once a beat: several nodes may tell theirs.
            if uptimeBeat < beat { uptimeBefore = uptime }
            (uptime, uptimeBeat) = (number, beat)
            readings[index].value = number
        case .gauge, .text: readings[index].value = number
        }
    }

    /// Seconds since the beat before, by the broker's uptime.
    private var elapsed: Double? {
        guard uptimeBeat == beat, let uptime, let uptimeBefore, uptime > uptimeBefore else { return nil }
        return uptime - uptimeBefore
    }

    /// Works a figure out afresh from its readings.
    private func refresh(_ figure: LoadFigure) {
        let indexes = readingsOf[figure] ?? []
        var tile = tiles[figure] ?? LoadTile()
        tile.isPublished = true
        let own = current(indexes) { if case .perMinute = $0.kind { false } else { true } }
        let averages = LoadSpan.allCases.map { span in
            current(indexes) { if case .perMinute(span) = $0.kind { true } else { false } }
        }
        tile.hasBrokerAverages = averages.contains { !$0.isEmpty }
        tile.updated = indexes.compactMap { readings[$0].updated }.max()
        if let first = own.first {
            set(&tile, from: own, kind: readings[first].source.kind)
        } else {
            // No counter of its own: the average of the last minute is the nearest thing to a rate.
            tile.value = sum(averages[0])
        }
        for (index, span) in LoadSpan.allCases.enumerated() {
            tile.averages[index] = tile.hasBrokerAverages ? sum(averages[index]) : tile.totals.slope(over: span.length)
        }
        // The moment of what was stored is not known: a measure begins with it, a rate does not.
        if !isRetainedBeat || tile.total == nil && !tile.hasBrokerAverages { tile.note(at: beatTime) }
        tiles[figure] = tile
    }

    private func set(_ tile: inout LoadTile, from indexes: [Int], kind: LoadSource.Kind) {
        switch kind {
        case .text:
            var words: [String] = []
            for index in indexes where !words.contains(readings[index].text) { words.append(readings[index].text) }
            tile.text = words.joined(separator: ", ")
        case .counter:
            let rates = indexes.compactMap { readings[$0].rate }
            tile.value = rates.isEmpty ? nil : rates.reduce(0, +)
            tile.total = indexes.reduce(0) { $0 + readings[$1].value }
            if indexes.contains(where: { readings[$0].hasRestarted }),
                indexes.contains(where: { readings[$0].beat == beat })
            {
                tile.restarted = beatTime
            }
            // A sum over nodes says something only when each of them has a moment.
            if indexes.allSatisfy({ readings[$0].base != nil }) {
                tile.totals.note(indexes.reduce(0) { $0 + readings[$1].counted }, at: beatTime)
            }
        case .seconds, .milliseconds:
            // Nodes of one cluster: the one that has run longest tells how long the cluster has.
            tile.value = indexes.map { readings[$0].value }.max()
        case .gauge, .mebibytes, .perMinute:
            tile.value = sum(indexes)
        }
    }

    private func sum(_ indexes: [Int]) -> Double? {
        indexes.isEmpty ? nil : indexes.reduce(0) { $0 + readings[$1].value }
    }

    /// The readings that count: those of the best place that has any, without nodes that have fallen silent.
    private func current(_ indexes: [Int], _ isWanted: (LoadSource) -> Bool) -> [Int] {
        var best = Int.max
        for index in indexes where isWanted(readings[index].source) && isAlive(readings[index]) {
            best = min(best, readings[index].source.rank)
        }
        return indexes.filter {
            readings[$0].source.rank == best && isWanted(readings[$0].source) && isAlive(readings[$0])
        }
    }

    private func isAlive(_ reading: LoadReading) -> Bool {
        guard let updated = reading.updated else { return false }
        // Who repeats nothing is not silent because he says nothing.
        guard let dialect, dialect.repeatsValues else { return true }
        // Two beats and a half: one may be lost.
        return beatTime - updated <= (reading.gap ?? Moment(dialect.interval) * 1_000_000) * 5 / 2
    }

    /// Nodes whose figures no longer come.
    public var silentNodes: [String] {
        nodes.filter { node in readings.allSatisfy { $0.node != node || !isAlive($0) } }
    }
}
