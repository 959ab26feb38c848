import Opener
import Profile
import Scripts

/// What steps name of the profile, which is read when the first of them does.
struct SavedSteps {
    private let options: SavedConnectionOptions

    init(_ options: SavedConnectionOptions) { self.options = options }

    /// The variables of an environment: of `--env`, of the one that a file names, or of the one chosen last. Without a
    /// profile, and when nobody names an environment, there are none.
    func variables(_ named: String) throws(ScriptError) -> [Variables.Variable] {
        let name = options.environment ?? (named.isEmpty ? nil : named)
        do throws(SavedProfile.Problem) {
            return try SavedProfile(options.profile).variables(of: name)
        } catch {
            // A file of steps may have all that it needs, on a machine without a profile.
            if name == nil { return [] }
            throw ScriptError("\(error)")
        }
    }

    /// The steps, with what they name.
    func steps(_ drafts: [StepDraft]) throws(ScriptError) -> [ExpectRequest.Step] {
        var steps: [ExpectRequest.Step] = []
        for draft in drafts { steps.append(try step(draft)) }
        return steps
    }

    private func step(_ draft: StepDraft) throws(ScriptError) -> ExpectRequest.Step {
        var draft = draft
        switch draft.trigger {
        case .none: return ExpectRequest.Step(draft, trigger: .none)
        case .request(let request):
            // What the request implies and asks for itself, before what the step adds.
            draft.checks = request.allChecks + draft.checks
            return ExpectRequest.Step(draft, trigger: .request(request))
        case .publish(let publish): return ExpectRequest.Step(draft, trigger: .publish(publish))
        case .savedRequest(let name):
            let request: RequestDraft
            do throws(SavedProfile.Problem) {
                let requests = try SavedRequests(options.profile)
                // Of the profile, and not of the steps, whose variables are their file's.
                request = Variables(folders: requests.folders).inheriting(try requests.request(name))
            } catch {
                throw ScriptError("\(error)")
            }
            draft.checks = request.allChecks + draft.checks
            return ExpectRequest.Step(draft, trigger: .request(request))
        case .savedPublish(let name):
            return ExpectRequest.Step(draft, trigger: .publish(try publish(name)))
        }
    }

    /// The saved request of a name, for who takes a value of its answer.
    static func request(_ name: String, _ options: ProfileOptions) throws(RequestOpener.Failure) -> RequestDraft {
        do throws(SavedProfile.Problem) {
            return try SavedRequests(options).request(name)
        } catch {
            throw RequestOpener.Failure(description: "\(error)")
        }
    }

    private func publish(_ name: String) throws(ScriptError) -> PublishDraft {
        let saved: SavedProfile
        do throws(SavedProfile.Problem) {
            saved = try SavedProfile(options.profile)
        } catch {
            throw ScriptError("\(error)")
        }
        let found = saved.profile.publishes(named: name)
        if found.count == 1 { return found[0] }
        func words(_ drafts: [PublishDraft]) -> String { drafts.map(\.savedPath).joined(separator: ", ") }
        guard found.isEmpty else { throw ScriptError("\(name) is more than one publish: \(words(found))") }
        let names = words(saved.profile.publishes.values)
        throw ScriptError(
            "\(name): no such publish in \(saved.path); there \(names.isEmpty ? "is none" : "are \(names)")")
    }
}
