public import MQTT
public import Profile
public import Text
public import Wire

/// Something that came from outside and changes what is known: a plain value, stamped by whoever saw it first.
///
/// ``Model/apply(_:)`` is the only way in for it. What an effect asks back of the program itself is no arrival.
public enum Arrival: Sendable {
    // What is rare and large lies in a box: each read makes two arrivals, which are copied from hand to hand.

    /// Something that a connection's feed said.
    case event(ClientEvent, of: ConnectionID, at: Moment)
    /// What came of opening a connection, or of looking up what it is opened with.
    indirect case opening(Opening, of: ConnectionID, at: Moment)
    /// What a connection has read or written, for the log of the wire.
    case wire(Traffic, of: ConnectionID)
    /// What became of a publish.
    indirect case publish(PublishReport, of: ConnectionID, at: Moment)
    /// The lines of a file that are to be published.
    indirect case lines(LinesReport, of: ConnectionID, at: Moment)
    /// News of a request that was sent.
    indirect case exchange(SentRequest)
    /// What came of an answer without an end.
    indirect case stream(StreamReport)
    /// Answers that earlier runs of the program kept, the oldest first.
    case kept([KeptAnswer])
    /// What came of looking for an answer on the disk.
    indirect case answer(AnswerReading)
    /// So many answers on the disk had to make room for others.
    case answersDropped(Int)
    /// What a test of a connection has found so far.
    indirect case probe(ProbeReport)
    /// What tests found before the program started, the earliest first.
    case tested([ProbeReport])
    /// What is on this machine for a first connection.
    case surroundings(Surroundings)
    /// A filter could not be asked for, and why.
    case unasked(filter: String, words: String, of: ConnectionID)
    /// An effect has come to its end and says this.
    case notice(Notice)
    /// PINGRESP came, so many microseconds after PINGREQ.
    case pong(microseconds: Int64, of: ConnectionID, at: Moment)
    /// Something happened in the race of that number.
    indirect case race(Race.News, number: Int)
    /// What came so far of what is expected, in the run of that number.
    case expectation(StepReport, number: Int)
}
