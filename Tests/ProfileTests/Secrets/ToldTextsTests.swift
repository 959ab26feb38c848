import TestSupport
import Testing

@testable import Profile

@Suite("What may be told of texts with secrets in them") struct ToldTextsTests {
    @Test("Texts of the settings are told whole, and those of others without the secrets that are known in them")
    func told() {
        var texts = ToldTexts()
        #expect(texts.told("home/token/#") == "home/token/#")
        texts.note(secret: "token", as: "{{token}}")
        texts.note("home/token/#", as: "home/{{token}}/#")
        texts.note(secret: "x", as: "{{x}}")
        texts.note("same", as: "same")
        #expect(texts.told("home/token/#") == "home/{{token}}/#")
        // What was typed as it is has no secret in it, though it reads like one.
        #expect(texts.told("token") == "token" && texts.told("home/token") == "home/token")
        // What stands for a secret may hold one.
        #expect(
            texts.told(quoting: "home/token/#, token and tokens") == "home/{{token}}/#, {{token}} and {{token}}s")
        #expect(texts.told(quoting: "x") == "{{x}}" && texts.told(quoting: "x y") == "x y")
        #expect(texts.told(quoting: "the same") == "the same")
        texts.note("a/token/#", as: "home/{{token}}/#")
        #expect(texts.told(all: ["home/token/#", "b", "a/token/#", "b"]) == ["home/{{token}}/#", "b"])
    }

    @Test("Of earlier settings the newest are known for a while, and what is said later holds")
    func earlier() {
        var (old, new) = (ToldTexts(), ToldTexts())
        old.note("first", as: "{{a}}")
        old.note("second", as: "{{b}}")
        new.note("second", as: "{{c}}")
        new.keep(old)
        #expect(new.told("first") == "{{a}}" && new.told("second") == "{{c}}")
        for number in 0..<1100 {
            var next = ToldTexts()
            next.note("value \(number)", as: "{{v}}")
            next.note(secret: "secret \(number)", as: "{{s}}")
            next.keep(new)
            new = next
        }
        #expect(new.told("value 1099") == "{{v}}" && new.told("value 200") == "{{v}}" && new.told("first") == "first")
        #expect(new.told(quoting: "<secret 1099> <secret 200> <secret 20>") == "<{{s}}> <{{s}}> <secret 20>")
        // However many there are now, of the earlier ones the newest are kept.
        var many = ToldTexts()
        for number in 0..<2000 { many.note("many \(number)", as: "{{m}}") }
        many.keep(new)
        #expect(many.told("many 0") == "{{m}}" && many.told("value 1099") == "{{v}}")
    }

    @Test("Ten times as many texts cost about ten times as much")
    func cost() {
        func seconds(_ count: Int) -> Double {
            processorSeconds {
                var texts = ToldTexts()
                for number in 0..<count {
                    texts.note(secret: "secret", as: "{{s}}")
                    texts.note("home/secret/\(number)", as: "home/{{s}}/\(number)")
                }
                for number in 0..<count { _ = texts.told("home/secret/\(number)") }
            }
        }
        let few = seconds(2_000)
        #expect(seconds(20_000) < 40 * few)
    }
}
