import Profile

/// What is typed of an expectation.
struct ExpectTyped {
    /// What may be sent: nothing but listening is always possible.
    var trigger = StepDraft.Trigger.none
    /// Whether it is.
    var isSent = true
    /// The fields of the form in their order, but for the trigger.
    var values = ["", "", "2 s", "once or more", "1", "no", "", "", "5 s"]
}
