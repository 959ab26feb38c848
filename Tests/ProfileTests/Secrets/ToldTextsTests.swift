import Testing

@testable import Profile

@Suite("What may be told of texts with secrets in them") struct ToldTextsTests {
    @Test(
        "Whole texts and sentences have names for secrets, in one walk; what is shorter than a word is told whole alone"
    )
    func told() {
        var texts = ToldTexts()
        #expect(texts.told("home/token/#") == "home/token/#")
        texts.note("token", as: "{{token}}")
        texts.note("home/token/#", as: "home/{{token}}/#")
        texts.note("x", as: "{{x}}")
        texts.note("same", as: "same")
        #expect(texts.told("home/token/#") == "home/{{token}}/#")
        // What stands for a secret may hold one.
        #expect(texts.told("home/token/#, token and tokens") == "home/{{token}}/#, {{token}} and {{token}}s")
        #expect(texts.told("x") == "{{x}}" && texts.told("x y") == "x y")
        #expect(texts.told("the same") == "the same")
    }

    @Test("Of earlier settings it is known for a while, and what is said later holds")
    func earlier() {
        var (old, new) = (ToldTexts(), ToldTexts())
        old.note("first", as: "{{a}}")
        old.note("second", as: "{{b}}")
        new.note("second", as: "{{c}}")
        new.keep(old)
        #expect(new.told("first second") == "{{a}} {{c}}")
        for number in 0..<1100 {
            var next = ToldTexts()
            next.note("value \(number)", as: "{{v}}")
            next.keep(new)
            new = next
        }
        #expect(new.told("value 1099, value 200, first") == "{{v}}, {{v}}, first")
    }
}
