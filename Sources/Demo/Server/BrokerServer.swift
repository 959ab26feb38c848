import MQTT
import NIOCore

/// The broker's hands: performs its effects on channels and devices, and turns its clock. Confined to one event loop.
final class BrokerServer {
    private let broker: Broker
    private let loop: any EventLoop
    private var handlers: [LinkID: BrokerHandler] = [:]
    private var devices: DeviceRunner?
    var limits: BrokerLimits { broker.limits }

    private var pending = CircularBuffer<BrokerEffect>()
    private var isPerforming = false
    /// Connections with something written and not yet flushed.
    private var unflushed: Set<LinkID> = []
    private var timer: RepeatedTask?
    private var stopped: EventLoopPromise<Void>?

    init(broker: Broker, devices: DeviceSimulation?, on loop: any EventLoop) {
        self.broker = broker
        self.loop = loop
        self.devices = devices.map { DeviceRunner($0) }
    }

    /// Sets the clock and the devices going.
    func start() {
        let me = NIOLoopBound(self, eventLoop: loop)
        timer = loop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(100)) { _ in me.value.tick() }
    }

    private func tick() {
        let now = NIODeadline.now()
        perform(broker.tick(at: now))
        for deed in devices?.step() ?? [] { perform(deed, at: now) }
        flush()
    }

    /// Ends every connection; the future is done when all are closed.
    func stop() -> EventLoopFuture<Void> {
        let promise = loop.makePromise(of: Void.self)
        timer?.cancel()
        devices = nil
        perform(broker.shutDown())
        flush()
        stopped = promise
        endIfAlone()
        return promise.futureResult
    }

    private func endIfAlone() {
        if handlers.isEmpty, let promise = stopped {
            stopped = nil
            promise.succeed()
        }
    }

    // MARK: Connections

    func opened(_ handler: BrokerHandler) -> LinkID {
        let link = broker.opened(at: .now())
        handlers[link] = handler
        // Accepted while stopping: closed like the others.
        if stopped != nil { handler.close() }
        return link
    }

    func received(bytes: Int) { broker.counters.bytesReceived += bytes }

    /// A packet came. ``flush()`` follows at the end of the read, so that all answers leave together.
    func receive(_ packet: Packet, from link: LinkID) { perform(broker.receive(packet, from: link, at: .now())) }

    func violated(_ violation: ProtocolViolation, by link: LinkID) {
        perform(broker.violated(violation, by: link, at: .now()))
        flush()
    }

    func writable(_ isWritable: Bool, _ link: LinkID) {
        perform(broker.writable(isWritable, link, at: .now()))
        flush()
    }

    func closed(_ link: LinkID) {
        handlers[link] = nil
        perform(broker.closed(link, at: .now()))
        flush()
        endIfAlone()
    }

    // MARK: The REST services

    /// The retained message of a topic.
    func retained(_ topic: String) -> ByteBuffer? { broker.retained.message(of: topic, at: .now())?.payload }

    /// Publishes for the REST services; false when there is no room for it.
    func publish(_ publish: Publish) -> Bool {
        let (isAccepted, effects) = broker.publish(publish, by: "rest-services", at: .now())
        perform(effects)
        flush()
        return isAccepted
    }

    /// Has something told of every message that is accepted.
    func whenAccepted(_ tell: @escaping (Message) -> Void) { broker.accepted = tell }

    // MARK: Effects

    /// Performs effects in order. What a performed effect brings about comes after those already waiting.
    private func perform(_ effects: [BrokerEffect]) {
        pending.append(contentsOf: effects)
        if isPerforming { return }
        isPerforming = true
        while let effect = pending.popFirst() {
            switch effect {
            case .send(let link, let packet): send(packet, to: link)
            case .close(let link): close(link)
            case .resume(let link):
                // In a turn of its own: others have theirs between two bursts.
                let me = NIOLoopBound(self, eventLoop: loop)
                loop.execute { me.value.resume(link) }
            }
        }
        isPerforming = false
    }

    private func resume(_ link: LinkID) {
        perform(broker.resume(link, at: .now()))
        flush()
    }

    /// Sends what was written to whomever. Within a chain of effects, whoever began it does this.
    func flush() {
        if isPerforming { return }
        // A flush can make a socket writable, which makes the broker write more.
        while !unflushed.isEmpty {
            // Emptied first: a flush may add to it.
            let written = unflushed
            unflushed = []
            for link in written { handlers[link]?.flush() }
        }
    }

    private func send(_ packet: Packet, to link: LinkID) {
        if let handler = handlers[link] {
            broker.counters.bytesSent += handler.write(packet)
            unflushed.insert(link)
        } else if devices != nil {
            // No handler: a device in this process.
            let now = NIODeadline.now()
            broker.counters.bytesSent += DeviceRunner.size(of: packet)
            for deed in devices?.receive(packet, from: link) ?? [] { perform(deed, at: now) }
        }
    }

    private func close(_ link: LinkID) {
        if let handler = handlers[link] {
            unflushed.remove(link)
            handler.close()
        } else {
            devices?.closed(link)
            // There is no socket whose end would tell.
            pending.append(contentsOf: broker.closed(link, at: .now()))
        }
    }

    private func perform(_ deed: DeviceRunner.Deed, at now: NIODeadline) {
        switch deed {
        case .open(let device):
            let link = broker.opened(at: now)
            devices?.opened(link, device: device)
        case .send(let packet, let device):
            guard let link = devices?.link(of: device) else { return }
            broker.counters.bytesReceived += DeviceRunner.size(of: packet)
            perform(broker.receive(packet, from: link, at: now))
        case .drop(let device):
            guard let link = devices?.link(of: device) else { return }
            devices?.closed(link)
            perform(broker.closed(link, at: now))
        }
    }
}
