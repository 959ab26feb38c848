import Profile

/// What is sent with something expected of it.
extension Window {
    var expectParts: ExpectParts { ExpectParts(model: model, desk: explore.desk, composer: composer) }

    func expect(of draft: PublishDraft) { ExpectForm.open(for: draft, expectParts) }
}
