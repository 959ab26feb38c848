import NIOCore
import Testing

@testable import MQTT

@Suite("Subscriptions")
struct SubscriptionTests {
    private func ask(_ talk: inout Conversation, _ filters: [String], token: UInt64) -> [String] {
        words(talk.state.subscribe(filters.map { Subscription(filter: $0) }, token: Token(token), at: talk.now))
    }

    @Test func answersAreMatchedByIdentifier() {
        var talk = Conversation()
        #expect(ask(&talk, ["a"], token: 1) == ["1 failed: notConnected"])
        talk.connect()
        #expect(ask(&talk, ["a", "b"], token: 2) == ["SUBSCRIBE"])
        #expect(ask(&talk, ["c"], token: 3) == ["SUBSCRIBE"])
        #expect(
            words(talk.hear(.subscribeAck(SubscribeAck(packetID: 2, reasons: [.grantedQoS1]))))
                == ["3 subscribed [\"Granted QoS 1\"]"])
        #expect(
            words(talk.hear(.subscribeAck(SubscribeAck(packetID: 1, reasons: [.success, .notAuthorized]))))
                == ["2 subscribed [\"Granted QoS 0\", \"Not authorized\"]"])
        // What was refused is not asked for again.
        #expect(talk.state.session.subscriptions.map(\.filter) == ["a", "c"])
    }

    @Test func unsubscribe() {
        var talk = Conversation()
        talk.connect()
        _ = ask(&talk, ["a", "b"], token: 1)
        _ = talk.hear(.subscribeAck(SubscribeAck(packetID: 1, reasons: [.success, .success])))
        #expect(words(talk.state.unsubscribe(["a"], token: Token(2), at: talk.now)) == ["UNSUBSCRIBE"])
        #expect(
            words(talk.hear(.unsubscribeAck(UnsubscribeAck(packetID: 2, reasons: [.noSubscriptionExisted]))))
                == ["2 unsubscribed [\"No subscription existed\"]"])
        #expect(talk.state.session.subscriptions.map(\.filter) == ["b"])
        var old = Conversation(.v311)
        old.connect()
        _ = old.state.unsubscribe(["a", "b"], token: Token(1), at: old.now)
        #expect(
            words(old.hear(.unsubscribeAck(UnsubscribeAck(packetID: 1))))
                == [#"1 unsubscribed ["Success", "Success"]"#])
    }

    @Test func theyAreReportedWhenTheServerForgotThem() {
        var talk = Conversation()
        talk.connect()
        _ = ask(&talk, ["a", "b"], token: 1)
        _ = talk.hear(.subscribeAck(SubscribeAck(packetID: 1, reasons: [.success, .success])))
        #expect(words(talk.reconnected(sessionPresent: true).1) == ["connected"])
        #expect(words(talk.reconnected(sessionPresent: false).1) == ["connected a b"])
    }

    @Test func requestsFailWithTheConnection() {
        var talk = Conversation()
        talk.connect()
        _ = ask(&talk, ["a"], token: 1)
        _ = talk.state.unsubscribe(["b"], token: Token(2), at: talk.now)
        #expect(Set(words(talk.state.connectionLost(.lost("cable")))) == ["1 failed: lost", "2 failed: lost"])
    }

    @Test func wrongAnswersAreViolations() {
        for answer in [
            Packet.subscribeAck(SubscribeAck(packetID: 1, reasons: [.success, .success])),
            .subscribeAck(SubscribeAck(packetID: 9, reasons: [.success])),
            .unsubscribeAck(UnsubscribeAck(packetID: 1, reasons: [.success])),
        ] {
            var talk = Conversation { $0.isStrict = true }
            talk.connect()
            _ = ask(&talk, ["a"], token: 1)
            #expect(
                words(talk.hear(answer)).suffix(2) == ["DISCONNECT Protocol Error", "close: violation Protocol Error"])
        }
    }

    /// A filter without an answer may be granted and stays asked for; what nobody asked for changes nothing.
    @Test func wrongAnswersAreLetPass() {
        var talk = Conversation()
        talk.connect()
        _ = ask(&talk, ["a", "b"], token: 1)
        #expect(
            words(talk.hear(.subscribeAck(SubscribeAck(packetID: 9, reasons: [.success]))))
                == ["violated answerIsAskedFor"])
        #expect(
            words(talk.hear(.unsubscribeAck(UnsubscribeAck(packetID: 1, reasons: [.success]))))
                == ["violated answerIsAskedFor"])
        #expect(
            words(talk.hear(.subscribeAck(SubscribeAck(packetID: 1, reasons: [.success]))))
                == ["violated everyFilterIsAnswered", #"1 subscribed ["Granted QoS 0"]"#])
        #expect(talk.state.session.subscriptions.map(\.filter) == ["a", "b"])
        _ = ask(&talk, ["c"], token: 2)
        #expect(
            words(talk.hear(.subscribeAck(SubscribeAck(packetID: 2, reasons: [.success, .success]))))
                == ["violated everyFilterIsAnswered", #"2 subscribed ["Granted QoS 0"]"#])
    }

    @Test func aFilterWithoutAnAnswerIsNotRefused() {
        let filters = ["a", "b", "c"].map { Subscription(filter: $0) }
        let answers = SubscribeResult.all(filters, [.grantedQoS1, .notAuthorized], isRenewal: false)
        #expect(answers.map(\.granted) == [.atLeastOnce, nil, nil])
        #expect(answers.map(\.isRefused) == [false, true, false])
        #expect(answers.map { $0.missing.map { "\($0)" } } == [nil, nil, "the broker answered 2 of 3 filters"])
        let empty = SubscribeResult.all([Subscription(filter: "a")], [], isRenewal: false)
        #expect(empty.map { $0.missing.map { "\($0)" } } == ["the broker's answer is empty"])
    }

    @Test func limitsOfTheServer() {
        var talk = Conversation()
        talk.connect([
            Property(.wildcardSubscriptionAvailable, .byte(0)), Property(.sharedSubscriptionAvailable, .byte(0)),
            Property(.subscriptionIdentifierAvailable, .byte(0)), Property(.maximumPacketSize, .fourBytes(30)),
        ])
        #expect(ask(&talk, ["a/#"], token: 1) == ["1 failed: limit Wildcard Subscriptions not supported"])
        #expect(ask(&talk, ["$share/g/a"], token: 2) == ["2 failed: limit Shared Subscriptions not supported"])
        #expect(
            words(
                talk.state.subscribe(
                    [Subscription(filter: "a")], properties: [Property(.subscriptionIdentifier, .variable(1))],
                    token: Token(3), at: talk.now))
                == ["3 failed: limit Subscription Identifiers not supported"])
        #expect(ask(&talk, [String(repeating: "a", count: 40)], token: 4) == ["4 failed: limit Packet too large"])
        #expect(ask(&talk, ["a"], token: 5) == ["SUBSCRIBE"])
    }

    @Test func badFiltersFail() {
        var talk = Conversation()
        talk.connect()
        for filters in [[], [""], ["a+"], ["#/a"], ["$share/g"]] {
            #expect(ask(&talk, filters, token: 1) == ["1 failed: invalid"])
        }
        let shared = Subscription(filter: "$share/g/a", noLocal: true)
        #expect(words(talk.state.subscribe([shared], token: Token(1), at: talk.now)) == ["1 failed: invalid"])
        #expect(talk.state.session.subscriptions.isEmpty)
    }
}
