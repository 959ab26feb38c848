import Profile

/// The exchange as the screen has it, where REST's own of the same name is in sight too.
typealias KeptExchange = Exchange
