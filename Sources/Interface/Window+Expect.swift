public import Opener
public import Profile

/// What is sent with something expected of it.
extension Window {
    var expectParts: ExpectParts { ExpectParts(model: model, desk: explore.desk, composer: composer) }

    /// With what the requests are sent whose answers something takes which is no request.
    public func order(taking needs: RequestNeeds, _ variables: Variables) -> RequestOrder {
        composer.order(taking: needs.taken, variables)
    }

    func expect(of draft: PublishDraft) { ExpectForm.open(for: draft, expectParts) }
}
