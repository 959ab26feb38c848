import Testing

@testable import Profile

@Suite("Two copies of one profile") struct ProfileMergeTests {
    /// A profile of environments with one variable each, as read from a file.
    private func profile(_ items: KeyValuePairs<String, String>) throws -> Profile {
        let list = items.map { #"{"name": "\#($0)", "variables": {"v": "\#($1)"}, "u": 1}"# }.joined(separator: ",")
        return try Profile.read(Array(#"{"environments": [\#(list)]}"#.utf8)).get().profile
    }

    private func set(_ name: String, to value: String, in profile: inout Profile) {
        for entry in profile.environments.entries where entry.value.name == name {
            profile.environments.update(
                entry.id, to: Environment(name: name, variables: [.init("v", .literal(value))]))
        }
    }

    private func remove(_ name: String, from profile: inout Profile) {
        for entry in profile.environments.entries where entry.value.name == name {
            _ = profile.environments.remove(entry.id)
        }
    }

    private func items(_ profile: Profile) -> [String] {
        profile.environments.values.map { environment in
            "\(environment.name)=\(environment.variables.map(\.value.rawText).joined())"
        }
    }

    @Test("Different items, changed, added and removed on both sides, come together")
    func together() throws {
        let base = try profile(["a": "1", "b": "1", "c": "1", "d": "1"])
        var mine = base
        set("a", to: "2", in: &mine)
        remove("c", from: &mine)
        mine.environments.insert(Environment(name: "mine", variables: [.init("v", .literal("m"))]))
        let theirs = try profile(["a": "1", "b": "3", "c": "1", "theirs": "t"])
        let (merged, conflicts) = Profile.merged(base: base, mine: mine, theirs: theirs)
        #expect(conflicts.isEmpty)
        #expect(items(merged) == ["a=2", "b=3", "mine=m", "theirs=t"])
        #expect(merged.environments.entries.first?.id == base.environments.entries.first?.id)
        #expect(
            String(decoding: merged.bytes, as: UTF8.self).contains(#"{"name": "a", "variables": {"v": "2"}, "u": 1}"#))
    }

    @Test("The same item changed on both sides is a conflict, and each answer keeps what it says")
    func conflict() throws {
        let base = try profile(["a": "1", "b": "1"])
        var mine = base
        set("a", to: "2", in: &mine)
        let theirs = try profile(["a": "3", "b": "1"])
        #expect(
            Profile.merged(base: base, mine: mine, theirs: theirs).conflicts.map(\.description) == [
                "environment a: changed here and by another program"
            ])
        func answer(_ choice: ConflictChoice) -> [String] {
            items(Profile.merged(base: base, mine: mine, theirs: theirs, choice: choice).profile)
        }
        #expect(answer(.mine) == ["a=2", "b=1"])
        #expect(answer(.theirs) == ["a=3", "b=1"])
        #expect(answer(.both) == ["a (mine)=2", "a=3", "b=1"])
    }

    @Test("Removed on one side and changed on the other is a conflict too")
    func removed() throws {
        let base = try profile(["a": "1", "b": "1"])
        var mine = base
        remove("a", from: &mine)
        set("b", to: "2", in: &mine)
        let theirs = try profile(["a": "3"])
        let words = Profile.merged(base: base, mine: mine, theirs: theirs).conflicts.map(\.words)
        #expect(
            words == ["changed here and removed by another program", "removed here and changed by another program"])
        #expect(items(Profile.merged(base: base, mine: mine, theirs: theirs, choice: .mine).profile) == ["b=2"])
        #expect(items(Profile.merged(base: base, mine: mine, theirs: theirs, choice: .theirs).profile) == ["a=3"])
        #expect(items(Profile.merged(base: base, mine: mine, theirs: theirs, choice: .both).profile) == ["b=2", "a=3"])
    }

    @Test("What another program adds, renames or moves stands here where it stands there")
    func order() throws {
        let base = try profile(["a": "1", "b": "1", "c": "1", "d": "1"])
        func merged(_ theirs: KeyValuePairs<String, String>, _ change: (inout Profile) -> Void = { _ in }) throws
            -> [String]
        {
            var mine = base
            change(&mine)
            let (merged, conflicts) = Profile.merged(base: base, mine: mine, theirs: try profile(theirs))
            #expect(conflicts.isEmpty)
            return merged.environments.values.map(\.name)
        }
        // Renamed in its place, added in front, in the middle and at the end.
        #expect(try merged(["a": "1", "z": "1", "c": "1", "d": "1"]) == ["a", "z", "c", "d"])
        #expect(
            try merged(["x": "1", "a": "1", "b": "1", "y": "1", "y2": "1", "c": "1", "d": "1", "z": "1"])
                == ["x", "a", "b", "y", "y2", "c", "d", "z"])
        // Moved there alone; then here, too: here counts.
        #expect(try merged(["d": "1", "a": "1", "b": "1", "c": "1"]) == ["d", "a", "b", "c"])
        let add = { (mine: inout Profile) in
            _ = mine.environments.insert(Environment(name: "m", variables: []), at: 1)
        }
        #expect(try merged(["d": "1", "a": "1", "b": "1", "c": "1"], add) == ["d", "m", "a", "b", "c"])
        #expect(try merged(["a": "1", "b": "1", "n": "1", "c": "1", "d": "1"], add) == ["a", "m", "b", "n", "c", "d"])
    }

    @Test("What another program renames is the same entry: what is open of it stays so")
    func renamedThere() throws {
        let base = try profile(["a": "1", "b": "2", "c": "2"])
        let merged = Profile.merged(base: base, mine: base, theirs: try profile(["x": "1", "y": "2", "z": "2"])).profile
        #expect(items(merged) == ["x=1", "y=2", "z=2"])
        #expect(merged.environments.entries.map(\.id) == base.environments.entries.map(\.id))
        // Another one in its place is another one.
        let other = Profile.merged(base: base, mine: base, theirs: try profile(["x": "3", "b": "2", "c": "2"])).profile
        #expect(other.environments.entries.first?.id != base.environments.entries.first?.id)
        // Renamed there and changed here is a conflict as any other.
        var mine = base
        set("a", to: "9", in: &mine)
        let both = Profile.merged(base: base, mine: mine, theirs: try profile(["x": "1", "b": "2", "c": "2"]))
        #expect(both.conflicts.map(\.words) == ["changed here and by another program; a is its name here"])
    }

    @Test("A rename here meets a change there")
    func renamed() throws {
        let base = try profile(["a": "1"])
        var mine = base
        var environment = mine.environments.entries[0].value
        environment.name = "z"
        mine.environments.update(mine.environments.entries[0].id, to: environment)
        let same = Profile.merged(base: base, mine: mine, theirs: base)
        #expect(same.conflicts.isEmpty)
        #expect(items(same.profile) == ["z=1"])
        let theirs = try profile(["a": "2"])
        #expect(Profile.merged(base: base, mine: mine, theirs: theirs).conflicts.count == 1)
    }

    @Test("Settings come together word by word")
    func settings() throws {
        func read(_ text: String) throws -> Profile { try Profile.read(Array(text.utf8)).get().profile }
        let base = try read(#"{"settings": {"theme": "nord"}}"#)
        var mine = base
        mine.settings.lastConnection = "home"
        let theirs = try read(#"{"settings": {"theme": "mono", "x": 1}, "y": 2}"#)
        let merged = Profile.merged(base: base, mine: mine, theirs: theirs).profile
        #expect(merged.settings.theme == "mono")
        #expect(merged.settings.lastConnection == "home")
        let text = String(decoding: merged.bytes, as: UTF8.self)
        #expect(text.contains(#""x": 1"#) && text.contains(#""y": 2"#))
    }

    @Test("A list kept by somebody else finds its entries again")
    func replace() throws {
        var list = try profile(["a": "1", "b": "2", "c": "3"]).environments
        let ids = list.entries.map(\.id)
        var values = list.values
        values.swapAt(0, 2)
        values[1].name = "renamed"
        list.replace(with: values)
        #expect(list.entries.map(\.id) == [ids[2], ids[1], ids[0]])
        list.replace(with: Array(values.dropFirst()))
        #expect(list.entries.map(\.id) == [ids[1], ids[0]])
    }
}

extension Secret {
    fileprivate var rawText: String {
        if case .literal(let text) = self { text } else { "?" }
    }
}
