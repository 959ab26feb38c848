import NIOCore
import Synchronization
import Text

/// Ends an exchange whose phase takes too long.
final class Watchdog: Sendable {
    private let run: ExchangeRun
    private let work: Task<Result<Exchange, RequestFailure>, Never>
    private let eventLoop: any EventLoop
    private let timer = Mutex<Scheduled<Void>?>(nil)
    private let limits: Request.Timeouts

    init(run: ExchangeRun, work: Task<Result<Exchange, RequestFailure>, Never>) {
        self.run = run
        self.work = work
        eventLoop = run.client.group.any()
        limits = run.request.options.timeouts
    }

    func start() { schedule() }

    func stop() {
        timer.withLock { timer in
            timer?.cancel()
            timer = nil
        }
    }

    private func schedule() {
        var moment = deadline()?.0 ?? .max
        // Which limit counts changes when the connection stands: it is looked at in time for the idle one, too.
        if let idle = limits.idle, idle > 0, idle < 31_536_000 {
            moment = min(moment, Attempt.now() + Int64(idle * 1e9))
        }
        guard moment < .max else { return }
        let scheduled = eventLoop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(moment))) { [weak self] () -> Void in
            self?.look()
        }
        timer.withLock { $0 = scheduled }
    }

    private func look() {
        guard let (moment, failure) = deadline() else { return schedule() }
        // Something moved in the meantime.
        if moment > Attempt.now() { return schedule() }
        // In this order: once it is cancelled, the work looks why.
        run.end(failure())
        work.cancel()
    }

    /// When the first of the limits is reached if nothing moves, and what to say then.
    private func deadline() -> (Int64, () -> RequestFailure)? {
        let state = run.attempt?.current
        // What comes now and then for days is not late.
        if state?.hasNoEnd == true { return nil }
        let phase = state?.phase ?? .nameLookup
        var nearest: (Int64, () -> RequestFailure)?
        func consider(_ seconds: Double?, from start: Int64, _ failure: @escaping (Double) -> RequestFailure) {
            // Beyond a year is never, and no number of seconds may overflow.
            guard let seconds, seconds > 0, seconds < 31_536_000 else { return }
            let moment = start + Int64(seconds * 1e9)
            if nearest.map({ moment < $0.0 }) ?? true { nearest = (moment, { failure(seconds) }) }
        }
        consider(limits.total, from: run.base) { seconds in
            var failure = RequestFailure(
                .timedOut(phase), "the request took longer than \(seconds.short) s in all",
                advice: "allow it more time", phase: phase)
            failure.setting = .time
            return failure
        }
        if let state, state.isConnected {
            consider(limits.idle, from: state.lastActivity) { seconds in
                let what =
                    switch phase {
                    case .send: "the server took no more of the request"
                    case .lastByte: "the answer stood still after \(state.received) bytes"
                    default: "the server did not begin to answer"
                    }
                var failure = RequestFailure(
                    .timedOut(phase), "\(what) for \(seconds.short) s", advice: "allow it more time", phase: phase)
                failure.setting = .silence
                return failure
            }
        } else {
            let start = state.map { run.base + $0.hop.timings.start } ?? run.base
            consider(limits.connect, from: start) { seconds in
                let what =
                    switch phase {
                    case .nameLookup: "the name was not looked up"
                    case .tls: "TLS was not agreed on"
                    default: "no connection stood"
                    }
                return RequestFailure(
                    .timedOut(phase), "\(what) within \(seconds.short) s",
                    advice: "check the address and the network", phase: phase)
            }
        }
        return nearest
    }
}
