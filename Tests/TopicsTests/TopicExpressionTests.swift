import Payloads
import TestSupport
import Testing

@testable import Topics

@Suite struct TopicExpressionTests {
    private func finds(_ pattern: String, _ topic: String) throws -> Bool {
        let predicate = try TopicPredicate("re:" + pattern)
        return Array(topic.utf8).withUnsafeBytes { predicate.matches($0) }
    }

    @Test(arguments: [
        ("kit", "home/kitchen", true), ("^kit", "home/kitchen", false), ("^home/", "home/kitchen", true),
        ("n$", "home/kitchen", true), ("^home$", "home/kitchen", false), ("^home$", "home", true), ("", "x", true),
        ("^$", "x", false), ("h.me", "home", true), ("^.$", "ü", true), ("^..$", "ü", false),
        ("(temp|humid)", "a/humidity", true), ("a|b|", "zzz", true), ("^(a|b)+$", "abba", true),
        ("^(a|b)+$", "abc", false), ("x*y", "y", true), ("^ab?c$", "ac", true), ("^a{2}$", "aa", true),
        ("^a{2}$", "aaa", false), ("^a{2,}$", "aaaa", true), ("^a{2,3}$", "aaaa", false), ("a{x", "a{x", true),
        ("^a{0,2}b$", "aab", true), ("[0-9]+", "line7", true), ("^[^/]+$", "a/b", false), ("[]a]", "]", true),
        ("[a-]", "-", true), ("[\\d.]+$", "v1.2", true), ("[^\\d]", "12", false), ("\\d{3}", "a123", true),
        ("\\D", "12", false), ("^\\w+$", "größe_7", true), ("\\W", "größe", false), ("\\s", "a b", true),
        ("\\bon\\b", "lamp on", true), ("\\bon\\b", "lampon", false), ("\\Bon", "lampon", true),
        ("a\\.b", "axb", false),
        ("a\\/b", "a/b", true), ("\\x41", "A", true), ("\\u00e9", "é", true), ("\\x{1F600}", "😀", true),
        ("\\u{41}b", "Ab", true), ("KITCHEN", "kitchen", false), ("kitchen", "KITCHEN", true),
        ("größe", "GRÖSSE", false),
        ("größe", "GRÖßE", true), ("(?-i)kitchen", "KITCHEN", false), ("(?i)kitchen", "KITCHEN", true),
        ("привет", "ПРИВЕТ", true), ("(?:ab)+c", "ababc", true), ("(?<name>a)b", "ab", true), ("a*?b", "aab", true),
        ("(a*)*", "b", true), ("^(a*)*$", "b", false), ("()", "x", true), ("(|a)+b", "b", true), ("日本+", "日本本", true),
        ("\\Ahome\\z", "home", true), ("^a|b$", "xb", true),
        ("^(home|garden)/[^/]+/temp", "garden/x/temperature", true),
    ])
    func found(pattern: String, topic: String, isFound: Bool) throws {
        #expect(try finds(pattern, topic) == isFound, "\(pattern) in \(topic)")
    }

    @Test(arguments: [
        ("(", "column 1: this ( has no )"), ("a)", "column 2: there is a ) without"),
        ("[a", "column 1: this [ has no ]"),
        ("*a", "column 1: * has nothing before it"), ("a**", "two repetitions in a row"), ("a{3,2}", "wrong way round"),
        ("[z-a]", "wrong way round"), ("\\", "a \\ stands at the end"), ("(a)\\1", "\\1 refers back"),
        ("a(?=b)", "no look-around"), ("a(?!b)", "no look-around"), ("(?<=a)b", "no look-around"),
        ("\\q", "\\q is not known"),
        ("\\u12", "hexadecimal"), ("\\x{110000}", "hexadecimal"), ("a{1001}", "1000 times are the most"),
        ("(a{500}){500}", "too large"), ("a++", "two repetitions"), ("(?", "no look-around"), ("(?<n", "no >"),
        (String(repeating: "(", count: 200), "too many ("),
    ])
    func refused(pattern: String, words: String) {
        do throws(TopicFilterProblem) {
            _ = try TopicExpression(pattern[...])
            Issue.record("\(pattern) was taken")
        } catch {
            #expect(error.message.contains(words), "\(error.message)")
        }
    }

    /// What takes a machine that tries one way after the other longer than anybody lives.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["^(a+)+$", "^(a|aa)+$", "^(a|a)*b", "(.*)*x", "(a?){30}a{30}$", "^(([a-z])+.)+[A-Z]"])
    func catastrophesEnd(pattern: String) throws {
        let start = ContinuousClock.now
        #expect(try !finds(pattern, String(repeating: "a", count: 2_000) + "!"))
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test(arguments: ["(((((){1000}){1000}){1000}){1000})", "((|){9}){9}a", "(){1000}b"])
    func emptyRepeatedIsEmpty(_ pattern: String) throws {
        // The first would count to 10^12 where each repetition of nothing was carried out.
        #expect(try finds(pattern, "ab"))
    }

    @Test func theLongestTopicIsFoundByItself() throws {
        let topic = String(repeating: "ab/c", count: 16_383)
        #expect(try finds("(?-i)^\(topic.replacing("/", with: "\\/"))$", topic) == true)
    }

    @Test func textsFoldEveryAlphabetOfTwoBytes() {
        func finds(_ text: String, _ topic: String) -> Bool {
            Array(topic.utf8).withUnsafeBytes { ByteSearch(text).isFound(in: $0) }
        }
        #expect(finds("küche", "haus/KÜCHE/temp"))
        #expect(finds("кухня", "дом/КУХНЯ"))
        #expect(finds("ÿ", "Ÿ"))
        #expect(!finds("Küche", "haus/KÜCHE"))
        #expect(finds("KÜCHE", "haus/KÜCHE"))
        #expect(!finds("кухня", "дом/КУХН"))
        #expect(finds("ü", "aaü") && !finds("ü", "aa") && !finds("ü", ""))
    }
}
