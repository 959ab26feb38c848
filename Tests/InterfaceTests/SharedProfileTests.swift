import Model
import Profile
import Terminal
import Testing

@testable import Interface

/// Forms over a profile that another program changes while they stand, and texts that must come back as they were.
@Suite("Forms over a profile that changes") struct SharedProfileTests {
    @Test(
        "A filter that ends like an option comes back from its form as it went in",
        arguments: ["plant/Line 1", "a nl", "a rap", "a rh1", "a 0 1", "0", "a b", "x  2"], [0, 1, 2])
    func subscriptionForm(filter: String, qos: Int) {
        var draft = SubscriptionDraft(filter, qos: qos)
        #expect(SubscriptionForm.subscription(SubscriptionForm.text(draft)) == draft)
        (draft.noLocal, draft.retainAsPublished, draft.retainHandling) = (true, true, 2)
        #expect(SubscriptionForm.subscription(SubscriptionForm.text(draft)) == draft)
    }

    @Test("The options of a filter may be typed without a QoS")
    func subscriptionOptions() {
        let draft = SubscriptionForm.subscription("home/# nl rh1")
        #expect(draft.filter == "home/#" && draft.qos == 0 && draft.noLocal && draft.retainHandling == 1)
    }
}
