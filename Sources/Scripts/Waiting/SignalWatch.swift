import Glibc
import Synchronization

/// Turns SIGINT and SIGTERM into mail, so that a verb ends with a good-bye to the broker; and lets a pipe whose reader has
/// gone be an error of write(2) instead of the end.
///
/// A verb whose output nobody takes (a pager that waits, a terminal that was stopped) sits in write(2) and reads no mail.
/// It is ended all the same: soon after a second signal, and after the first when nothing moves any more.
enum SignalWatch {
    /// Counts what moves: mail that is taken, output that is written.
    static let progress = Atomic<Int>(0)

    /// How long nothing may move after a signal, in seconds. Longer than a good-bye to a broker that does not answer, and
    /// than `sub` waits for its reader before it says how many messages it has not taken.
    private static let patience = 7
    /// How long after a second signal, which is mail too: whoever reads it ends with words of what is lost.
    private static let shortPatience = 1

    /// Begins; before any other thread starts, so that none of them takes the signals.
    static func start(_ mailbox: Mailbox) {
        signal(SIGPIPE, SIG_IGN)
        var set = signals
        // Threads that begin later have this mask too; only sigwait(3) takes them then.
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let box = Unmanaged.passRetained(mailbox)
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                SignalWatch.watch(Unmanaged<Mailbox>.fromOpaque(context).takeRetainedValue())
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }

    private static var signals: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        return set
    }

    private static func watch(_ mailbox: Mailbox) {
        var set = signals
        var first: Int32 = 0
        guard sigwait(&set, &first) == 0 else { return }
        mailbox.post(.signal(first))
        while true {
            let before = progress.load(ordering: .relaxed)
            var limit = timespec(tv_sec: patience, tv_nsec: 0)
            let next = sigtimedwait(&set, nil, &limit)
            if next > 0 {
                mailbox.post(.signal(next))
                limit.tv_sec = shortPatience
                let third = sigtimedwait(&set, nil, &limit)
                end(by: third > 0 ? third : next)
            }
            if errno == EAGAIN, progress.load(ordering: .relaxed) == before { end(by: first) }
        }
    }

    /// The end that the signal has where nobody catches it.
    private static func end(by number: Int32) -> Never {
        var set = signals
        // So that a shell sees an end by a signal, and stops its loop too.
        signal(number, SIG_DFL)
        kill(getpid(), number)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        // Should it not have come by now: kill(2) promises that for one thread alone.
        _exit(128 + number)
    }
}
