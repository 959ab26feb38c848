import Profile
import Testing

@Suite("The library of requests")
struct RequestLibraryTests {
    private func named(_ name: String, in folder: String = "") -> RequestDraft {
        var draft = RequestDraft()
        (draft.name, draft.folder) = (name, folder)
        return draft
    }

    @Test("what is typed is dirty until it is saved, and survives a load from outside")
    func dirty() {
        var library = RequestLibrary([named("a"), named("b")])
        let id = library.items[0].id
        library.edit(
            id,
            {
                var draft = named("a"); draft.url = "http://typed"; return draft
            }())
        #expect(library[id]?.isDirty == true)
        library.load([named("b"), named("a"), named("c")])
        #expect(library.items.map(\.draft.name) == ["b", "a", "c"])
        #expect(library[id]?.draft.url == "http://typed")
        library.save(id)
        #expect(library[id]?.isDirty == false)
        #expect(library.saved.map(\.url) == ["", "http://typed", ""])
        library.load([])
        #expect(library.items.isEmpty)
    }

    @Test("what is typed into a request that another program changes stands beside that, and saving it keeps both")
    func parted() {
        func get(_ url: String) -> RequestDraft {
            var draft = named("get")
            draft.url = url
            return draft
        }
        var library = RequestLibrary([get("http://old"), named("b")])
        let id = library.items[0].id
        library.edit(id, get("http://mine"))
        #expect(library.load([get("http://old"), named("b")]) == [] && library[id]?.saved?.url == "http://old")
        #expect(library.load([get("http://theirs"), named("b")]) == ["get"])
        #expect(library.items.map(\.draft.url) == ["http://mine", "http://theirs", ""])
        #expect(library[id]?.draft.url == "http://mine" && library[id]?.saved == nil)
        library.save(id)
        #expect(library.saved.map(\.url) == ["http://mine", "http://theirs", ""])
        #expect(library.saved.map(\.name) == ["get 2", "get", "b"])
        // The same was typed as was saved elsewhere: that is one.
        library.edit(id, get("http://same"))
        var same = get("http://same")
        same.name = "get 2"
        library.edit(id, same)
        #expect(library.load([get("http://theirs"), same, named("b")]) == [] && library[id]?.isDirty == false)
    }

    @Test("a request without a name is called by its URL, whose password is nobody's to read")
    func title() {
        var draft = RequestDraft()
        draft.url = "http://me:hunter2@host/?api_key=hunter2"
        var library = RequestLibrary()
        let id = library.add(draft)
        #expect(library[id]?.title.contains("hunter2") == false)
    }

    @Test("names are free in their folder; duplicates, moves, renames and deletions can be undone")
    func changes() {
        var library = RequestLibrary([named("a", in: "x"), named("b", in: "x/y")])
        let id = library.items[0].id
        #expect(library.duplicate(id).flatMap { library[$0]?.draft.name } == "a 2")
        library.move(id, to: " z / w ")
        #expect(library[id]?.saved?.folder == "z/w")
        library.rename(id, to: "first")
        library.delete(id)
        #expect(library[id] == nil)
        #expect(library.undo() == "first")
        #expect(library[id]?.draft.name == "first")
        #expect(library.undo() == "the old name of a")
        #expect(library.undo() == "the old folder of a")
        #expect(library[id]?.draft.folder == "x")
        #expect(library.undo() == "the list without the copy of a")
        #expect(library.items.count == 2)
        #expect(library.undo() == nil)
    }

    @Test("folders are renamed and deleted with what is in them")
    func folders() {
        var library = RequestLibrary([named("a", in: "x"), named("b", in: "x/y"), named("c", in: "xy")])
        library.addFolder("new")
        #expect(library.allFolders == ["x", "x/y", "xy", "new"])
        library.renameFolder("x", to: "z")
        #expect(library.saved.map(\.folder) == ["z", "z/y", "xy"])
        library.deleteFolder("z")
        #expect(library.items.map(\.draft.name) == ["c"])
        #expect(library.undo() == "the folder z")
        #expect(library.items.count == 3)
    }

    @Test("a step that is taken back changes what it changed alone: what was made, saved and typed since stays")
    func undoIsADifference() {
        func request(_ name: String, _ url: String) -> RequestDraft {
            var draft = named(name, in: "f")
            draft.url = url
            return draft
        }
        var library = RequestLibrary([request("a", "http://a"), request("b", "http://b"), request("c", "http://c")])
        let ids = library.items.map(\.id)
        library.delete(ids[1])
        // Since then: one is made and saved, one is made, one is edited and saved.
        let saved = library.add(request("new", "http://new"), after: ids[0])
        library.save(saved)
        let typed = library.add(request("", "http://typed"))
        library.edit(ids[0], request("a", "http://edited"))
        library.save(ids[0])
        #expect(library.undo() == "b")
        #expect(library.items.map(\.id) == [ids[0], ids[1], saved, ids[2], typed])
        #expect(library.saved.map(\.url) == ["http://edited", "http://b", "http://new", "http://c"])
        #expect(library[typed]?.draft.url == "http://typed")

        library.rename(ids[2], to: "d")
        library.shift(ids[2], by: -1)
        library.edit(ids[2], request("d", "http://later"))
        library.save(ids[2])
        #expect(library.undo() == "the old place of d" && library.items.map(\.id).dropFirst(2).first == saved)
        #expect(library.undo() == "the old name of c")
        #expect(library[ids[2]]?.saved == request("c", "http://later") && library[ids[2]]?.isDirty == false)
        #expect(library.undo() == nil && library.items.count == 5)
    }

    @Test("what is put back under a name that was given away meanwhile gets a number, and both are saved")
    func undoOfAName() {
        var library = RequestLibrary([named("a", in: "f"), named("b", in: "f")])
        library.delete(library.items[0].id)
        library.save(library.add(named("a", in: "f")))
        #expect(library.undo() == "a" && library.saved.map(\.name) == ["a 2", "b", "a"])
        // A folder got another name, and what was put into it since stays there.
        library.renameFolder("f", to: "g")
        library.save(library.add(named("since", in: "g")))
        library.save(library.add(named("b", in: "f")))
        #expect(library.undo() == "the old name of f")
        #expect(library.saved.map(\.savedPath) == ["f/a 2", "f/b 2", "f/a", "g/since", "f/b"])
        // One that was put into a folder and saved since is saved as before, in the old folder.
        let id = library.add(named(""))
        library.move(id, to: "h")
        library.save(id, as: "kept")
        #expect(library.undo() == "the old folder of new request" && library[id]?.saved?.savedPath == "kept")
        library.move(id, to: "")
        #expect(!library.canUndo, "It lies there already")
    }

    @Test("a folder that gets the name of another becomes one with it; of two with one name one gets a number")
    func foldersBecomeOne() {
        let drafts = [named("a", in: "f"), named("a", in: "g"), named("a 2", in: "g"), named("b", in: "g/in")]
        var library = RequestLibrary(drafts)
        #expect(library.renameFolder("g", to: "f") == "f")
        #expect(library.saved.map(\.savedPath) == ["f/a", "f/a 3", "f/a 2", "f/in/b"])
        #expect(library.items.allSatisfy { !$0.isDirty })
        #expect(library.undo() == "the old name of g" && library.saved == drafts)
    }

    @Test("what is changed elsewhere beside the requests takes no step away, and leaves what is not saved in place")
    func changedBeside() {
        var library = RequestLibrary([named("a"), named("b")])
        let ids = library.items.map(\.id)
        let typed = library.add(named("typed"), after: ids[0])
        library.delete(ids[1])
        library.load([named("a")])
        #expect(library.items.map(\.id) == [ids[0], typed])
        #expect(library.undo() == "b" && library.items.map(\.id) == [ids[0], typed, ids[1]])
        library.delete(ids[1])
        library.load([named("a"), named("theirs")])
        #expect(!library.canUndo)
    }

    @Test("whatever was done, undo step by step leads back to what there was", arguments: 0..<40)
    func undoOfAll(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func number(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let folders = ["f", "f/g", "h", "h/g", ""]
        var library = RequestLibrary(
            (0..<10).map { named("n\($0 % 4)", in: folders[$0 % 3] + ($0 > 5 ? "/x" : "")) })
        library.addFolder("empty")
        _ = library.add(named("", in: "f"))
        library.forgetUndo()
        let (items, made) = (library.items, library.folders)
        var done: [String] = []
        for _ in 0..<30 {
            let id = library.items.isEmpty ? 0 : library.items[number(below: library.items.count)].id
            let folder = folders[number(below: folders.count)]
            let (deed, other) = (number(below: 8), folders[number(below: folders.count)])
            done.append("\(deed) \(id) \(folder) \(other)")
            switch deed {
            case 0: library.rename(id, to: "n\(number(below: 4))")
            case 1: library.move(id, to: folder)
            case 2: library.shift(id, by: number(below: 2) == 0 ? 1 : -1)
            case 3: _ = library.duplicate(id)
            case 4: library.delete(id)
            case 5: library.addFolder(folder)
            case 6: library.renameFolder(folder, to: other)
            default: if number(below: 3) == 0 { library.deleteFolder(folder) }
            }
            let keys = library.saved.map(\.savedPath)
            #expect(Set(keys).count == keys.count, "\(keys) behind \(done)")
        }
        while library.canUndo { _ = library.undo() }
        #expect(library.items == items && library.folders == made, "\(done)")
    }

    @Test("a copy that was changed since it was made is not taken away")
    func undoOfACopy() throws {
        var library = RequestLibrary([named("a")])
        let made = library.duplicate(library.items[0].id)
        let copy = try #require(made)
        var draft = named("a 2")
        draft.url = "http://work"
        library.edit(copy, draft)
        #expect(library.undo() == "nothing: a 2 was changed since it was copied, and stays")
        #expect(library[copy]?.draft.url == "http://work")
    }

    @Test("a folder comes back with all that was in it, where it stood") func undoOfAFolder() {
        var library = RequestLibrary(
            [named("1"), named("a", in: "x"), named("b", in: "x/y"), named("2"), named("c", in: "x"), named("3")])
        library.addFolder("x/empty")
        let ids = library.items.map(\.id)
        library.deleteFolder("x")
        let since = library.add(named("since"), after: ids[0])
        #expect(library.undo() == "the folder x" && library.folders == ["x/empty"])
        #expect(library.items.map(\.id) == [ids[0], ids[1], ids[2], since, ids[3], ids[4], ids[5]])
    }

    @Test("a whole path goes before a name, so that what is in no folder can be named, too") func names() {
        var profile = Profile()
        for (name, folder) in [("get", ""), ("get", "a"), ("put", "a"), ("put", "b")] {
            profile.requests.insert(named(name, in: folder))
        }
        for (name, folder) in [("on", ""), ("on", "a"), ("off", "a"), ("off", "b")] {
            var draft = PublishDraft()
            (draft.name, draft.folder) = (name, folder)
            profile.publishes.insert(draft)
        }
        #expect(profile.requests(named: "get").map(\.savedPath) == ["get"])
        #expect(profile.requests(named: "put").map(\.savedPath) == ["a/put", "b/put"])
        #expect(profile.publishes(named: "on").map(\.savedPath) == ["on"])
        #expect(profile.publishes(named: "a/on").map(\.savedPath) == ["a/on"])
        #expect(profile.publishes(named: "off").map(\.savedPath) == ["a/off", "b/off"])
        #expect(profile.publishes(named: "x").isEmpty)
    }
}
