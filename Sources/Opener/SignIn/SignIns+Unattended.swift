import Glibc
import Text

extension SignIns {
    /// Sign-ins where no person is to be asked: nothing is kept, and what needs a person is given up at once.
    public static var unattended: SignIns { SignIns(store: nil, now: { Moment.now }, ask: nil) }
}

extension Moment {
    /// The time on the wall.
    fileprivate static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(time.tv_sec) * 1_000_000 + Moment(time.tv_nsec) / 1000
    }
}
