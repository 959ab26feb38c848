import Text

/// The device code (RFC 8628).
extension SignInFlow {
    /// What a server that names no interval means (RFC 8628 3.2).
    private static let standardInterval: Moment = 5

    /// askingForDevice -> polling
    mutating func deviceBegins(_ answer: TokenAnswer, at now: Moment) throws(SignInProblem) -> Step {
        guard let code = answer.text("device_code"), let userCode = answer.text("user_code"), !userCode.isEmpty else {
            throw SignInProblem("the device endpoint of \(settings.host) gave no code")
        }
        // Google writes verification_url.
        let place = answer.text("verification_uri") ?? answer.text("verification_url") ?? ""
        guard let url = SignInPrompt.shown(place) else {
            throw SignInProblem("the device endpoint of \(settings.host) gave no URL to go to")
        }
        let complete = answer.text("verification_uri_complete").flatMap(SignInPrompt.shown)
        // RFC 8628 3.2 demands it; ten minutes where a server leaves it out.
        let end = now + (answer.seconds("expires_in") ?? 600) * 1_000_000
        let prompt = SignInPrompt(
            way: .device(code: String(TokenAnswer.line(userCode).prefix(60)), completeURL: complete), url: url,
            end: end)
        // Not below a second: a server that says 0 would be asked without a pause.
        let interval = max(1, answer.seconds("interval") ?? Self.standardInterval)
        // However long a server wants the pause, a person waits for its end.
        return poll(Device(code: code, prompt: prompt, interval: min(interval, 300)), at: now)
    }

    /// Waits for the next question, or for the end of the code when that comes first.
    mutating func poll(_ device: Device, at now: Moment) -> Step {
        state = .polling(device)
        return .wait(device.prompt, until: min(now + device.interval * 1_000_000, device.prompt.end))
    }

    /// The pause is over: the token endpoint is asked.
    mutating func ask(for device: Device, at now: Moment) throws(SignInProblem) -> Step {
        guard now < device.prompt.end else { throw SignInProblem("the code is no longer valid; sign in again") }
        return token([
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", device.code),
        ])
    }

    /// What the token endpoint said.
    mutating func polled(
        _ device: Device, _ status: Int, _ body: [UInt8], at now: Moment
    ) throws(SignInProblem) -> Step {
        // A server that is in trouble for a while has not refused anybody.
        if status >= 500 { return try lost("it answered \(status)", at: now) }
        do throws(SignInProblem) {
            return .done(try answer(status, body).token(at: now, after: nil, scope: settings.scope))
        } catch {
            switch error.code {
            case "authorization_pending": return poll(device, at: now)
            case "slow_down":
                // For good (RFC 8628 3.5).
                var device = device
                device.interval = min(device.interval + 5, 300)
                return poll(device, at: now)
            case "access_denied": throw SignInProblem("signing in at \(settings.host) was refused", code: error.code)
            case "expired_token": throw SignInProblem("the code is no longer valid; sign in again", code: error.code)
            default: throw error
            }
        }
    }
}
