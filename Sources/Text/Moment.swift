/// A point in time: microseconds since 1970-01-01 00:00 UTC. Every function that depends on time takes it as a parameter.
public typealias Moment = Int64
