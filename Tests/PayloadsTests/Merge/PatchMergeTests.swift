import Payloads
import Testing

@Suite("Steps of a JSON Patch beside what somebody else changed") struct PatchMergeTests {
    private func merge(_ patch: String, base: String?, theirs: String) throws -> JSONPatchMerge {
        try JSONPatchMerge(json(patch), base: base.map { try json($0) }, theirs: json(theirs))
    }

    /// The steps that are sent, on one line.
    private func sent(_ merge: JSONPatchMerge, _ takesMine: [Bool]) throws -> String {
        try merge.patch(takesMine).excerpt(500)
    }

    @Test("a step on what nobody else touched is mine; what only they changed is told beside the steps")
    func quiet() throws {
        let patch = #"[{"op": "replace", "path": "/a", "value": 9}]"#
        let merge = try merge(patch, base: #"{"a":1,"b":2}"#, theirs: #"{"a":1,"b":3,"c":4}"#)
        #expect(merge.steps.map(\.origin) == [.mine])
        #expect(merge.others.map(\.path.description) == ["/b", "/c"])
        #expect(try merge.patch([true]) == json(patch))
    }

    @Test("a test that fails is a conflict; done all the same it tests for what is there now")
    func test() throws {
        let merge = try merge(
            #"[{"op": "test", "path": "/v", "value": 3}, {"op": "replace", "path": "/on", "value": true}]"#,
            base: #"{"v":3,"on":false}"#, theirs: #"{"v":4,"on":false}"#)
        #expect(merge.steps.map(\.origin) == [.conflict, .mine])
        #expect(merge.steps[0].problem == "step 1: test /v fails: 4 is there, not 3")
        #expect(try sent(merge, [true, true]).contains(#""path": "/v", "value": 4"#))
        #expect(try merge.patch([false, true]) == json(#"[{"op": "replace", "path": "/on", "value": true}]"#))
    }

    @Test("a test of what is gone is left out when the rest is done all the same")
    func testOfNothing() throws {
        let merge = try merge(
            #"[{"op": "test", "path": "/v", "value": 3}, {"op": "add", "path": "/x", "value": 1}]"#,
            base: #"{"v":3}"#, theirs: "{}")
        #expect(merge.steps[0].origin == .conflict && merge.steps[0].canBeDone)
        #expect(try merge.patch([true, true]) == json(#"[{"op": "add", "path": "/x", "value": 1}]"#))
    }

    @Test("a place that is gone is a conflict: replaced it is put there anew, taken away it is done already")
    func gone() throws {
        let merge = try merge(
            #"[{"op": "replace", "path": "/a", "value": 9}, {"op": "remove", "path": "/b"}, {"op": "replace", "path": "/c/d", "value": 1}]"#,
            base: #"{"a":1,"b":2,"c":{"d":0}}"#, theirs: "{}")
        #expect(merge.steps.map(\.origin) == [.conflict, .both, .conflict])
        #expect(merge.steps.map(\.canBeDone) == [true, true, false])
        #expect(merge.steps[1].isDone)
        #expect(try merge.patch([true, false, false]) == json(#"[{"op": "add", "path": "/a", "value": 9}]"#))
        #expect(throws: JSONPatch.Problem.self) { try merge.patch([true, false, true]) }
    }

    @Test("a place that both changed is a conflict, unless both changed it alike")
    func bothChanged() throws {
        let merge = try merge(
            #"[{"op": "replace", "path": "/a", "value": 9}, {"op": "replace", "path": "/b", "value": 8}, {"op": "remove", "path": "/c"}, {"op": "add", "path": "/new", "value": 1}]"#,
            base: #"{"a":1,"b":2,"c":3}"#, theirs: #"{"a":5,"b":8,"c":4,"new":2}"#)
        #expect(merge.steps.map(\.origin) == [.conflict, .both, .conflict, .conflict])
        #expect(merge.steps.map { $0.theirs?.excerpt(9) } == ["5", "8", "4", "2"])
        #expect(merge.others.isEmpty)
    }

    @Test("elements have no names: what is put into a list that has changed is a conflict, behind its end it is none")
    func lists() throws {
        let merge = try merge(
            #"[{"op": "add", "path": "/l/1", "value": 9}, {"op": "add", "path": "/l/-", "value": 8}, {"op": "remove", "path": "/l/0"}]"#,
            base: #"{"l":[1,2]}"#, theirs: #"{"l":[0,1,2]}"#)
        #expect(merge.steps.map(\.origin) == [.conflict, .mine, .conflict])
    }

    @Test("what is moved or copied is looked at where it comes from")
    func moved() throws {
        let merge = try merge(
            #"[{"op": "move", "from": "/a", "path": "/b"}, {"op": "copy", "from": "/gone", "path": "/d"}]"#,
            base: #"{"a":1,"gone":2}"#, theirs: #"{"a":7}"#)
        #expect(merge.steps.map(\.origin) == [.conflict, .conflict])
        #expect(merge.steps.map(\.canBeDone) == [true, false])
    }

    @Test("a step that needs one that is left out says so, by its own number")
    func dependent() throws {
        let merge = try merge(
            #"[{"op": "add", "path": "/o", "value": {}}, {"op": "add", "path": "/o/x", "value": 1}]"#, base: "{}",
            theirs: #"{"y":1}"#)
        #expect(merge.steps.map(\.origin) == [.mine, .mine])
        do throws(JSONPatch.Problem) {
            _ = try merge.patch([false, true])
            Issue.record("it does not lead anywhere")
        } catch {
            #expect(error.step == 2 && error.description == "step 2: add /o/x does not lead anywhere")
        }
    }

    @Test("without a base only what does not go through is a conflict") func noBase() throws {
        let patch = #"[{"op": "replace", "path": "/a", "value": 9}, {"op": "test", "path": "/b", "value": 1}]"#
        let merge = try merge(patch, base: nil, theirs: #"{"a":5}"#)
        #expect(merge.steps.map(\.origin) == [.mine, .conflict])
        #expect(throws: JSONPatch.Problem.self) { try self.merge("{}", base: nil, theirs: "{}") }
    }
}
