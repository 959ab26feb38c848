import Glibc

/// Turns SIGINT and SIGTERM into mail, so that a verb ends with a good-bye to the broker; and lets a pipe whose reader has
/// gone be an error of write(2) instead of the end.
enum SignalWatch {
    /// Begins; before any other thread starts, so that none of them takes the signals.
    static func start(_ mailbox: Mailbox) {
        signal(SIGPIPE, SIG_IGN)
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let box = Unmanaged.passRetained(mailbox)
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let mailbox = Unmanaged<Mailbox>.fromOpaque(context).takeRetainedValue()
                var set = sigset_t()
                sigemptyset(&set)
                sigaddset(&set, SIGINT)
                sigaddset(&set, SIGTERM)
                var number: Int32 = 0
                while sigwait(&set, &number) == 0 { mailbox.post(.signal(number)) }
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }
}
