import Model
public import Opener

/// What the app tells the window of sign-ins.
extension Window {
    /// Shows what a person has to do to sign in, or takes it away; the answer comes back as
    /// ``ConnectionEffect/answerSignIn(_:_:)``.
    public func ask(_ question: SignInQuestion) {
        stage.overlays.removeAll { ($0 as? SignInOverlay)?.number == question.number }
        waitingQuestions.removeAll { ($0.popup as? SignInOverlay)?.number == question.number }
        guard let prompt = question.prompt else {
            // What could not be written is no question: nobody is asked under that number.
            if question.number == 0 { stage.say(.warning, question.host) }
            return
        }
        raise(
            SignInOverlay(stage, question.number, host: question.host, prompt),
            asking: "the sign-in at \(question.host)")
    }
}
