import Opener
import Testing

@testable import Expectations
@testable import Scripts

/// Reports in the forms that other programs read.
@Suite("Reports of what was expected") struct ReportTests {
    private func report() -> CheckReport {
        var bad = CheckReport.Case("the <lamp> # 1", isMet: false, time: 1_500_000)
        bad.words = ["$.on == true: got \u{1B}[2J"]
        bad.findings = [
            Verdict.Finding(
                test: "$.on == true", expected: "== true", got: "\u{1B}[2J", path: "$['on']", name: "on", isMet: false)
        ]
        bad.notes = ["home/lamp & more"]
        var skipped = CheckReport.Case("next", isMet: false)
        skipped.isSkipped = true
        return CheckReport("file", [CheckReport.Case("good", isMet: true, time: 500_000), bad, skipped])
    }

    @Test("TAP 14: a plan, YAML behind what is not met, SKIP, names escaped")
    func tap() {
        #expect(
            report().written(as: .tap) == """
                TAP version 14
                1..3
                ok 1 - good
                not ok 2 - the <lamp> \\# 1
                  ---
                  message: "$.on == true: got \\u001b[2J"
                  expected: "== true"
                  got: "\\u001b[2J"
                  at: "$['on']"
                  came:
                    - "home/lamp & more"
                  ...
                ok 3 - next # SKIP one before it was not met

                """)
    }

    @Test("JUnit: figures, and text that is XML whatever came")
    func junit() {
        let text = report().written(as: .junit)
        #expect(text.contains("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\" time=\"0.002000\""))
        #expect(text.contains("name=\"the &lt;lamp&gt; # 1\"") && text.contains("home/lamp &amp; more"))
        #expect(!text.contains("\u{1B}"))
    }

    @Test("The exit code: 0, 4, and 1 for what ended it")
    func status() {
        var report = report()
        #expect(report.status == 4)
        report.cases.removeSubrange(1...)
        #expect(report.status == 0)
        report.problem = "the broker refused"
        #expect(report.status == 1 && report.written(as: .tap).hasSuffix("Bail out! the broker refused\n"))
    }
}
