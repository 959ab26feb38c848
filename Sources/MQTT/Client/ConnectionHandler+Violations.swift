extension ConnectionHandler {
    /// Gathers what the broker broke in the present read.
    func note(_ violation: ProtocolViolation, count: Int) {
        let known = violations.firstIndex { $0.violation.kind == violation.kind }
        if let known {
            violations[known].count += count
        } else {
            violations.append((violation, count))
        }
    }

    /// Tells the owner, once for each rule and packet.
    func tellViolations() {
        let told = violations
        violations.removeAll()
        for (violation, count) in told {
            // Before CONNACK, and of one that refuses, nobody else knows which version is spoken.
            var violation = violation
            violation.version = version
            delegate?.violated(violation, count: count)
        }
    }
}
