import Payloads

/// A file of steps, as a person writes and reviews it. One JSON object:
///
///     {"url": "mqtt://127.0.0.1", "variables": {"base": "http://127.0.0.1:8000"},
///      "steps": [{"name": "the lamp goes on", "request": "lamp on", "checks": ["status == 200"],
///                 "expect": [{"topic": "home/hall/lamp", "where": "$.on == true", "within": "2s"},
///                            {"topic": "home/alarm/#", "never": true, "within": "1s"}]}]}
public struct StepFile: Sendable {
    /// What it is called; empty for none.
    public var name = ""
    /// The broker's URL; empty when something else names the broker.
    public var url = ""
    /// The saved connection; empty for none.
    public var connection = ""
    /// The environment whose variables hold; empty for the one chosen last.
    public var environment = ""
    /// Variables that hold over those of the environment.
    public var variables: [(name: String, value: String)] = []
    /// The steps in order.
    public var steps: [StepDraft] = []

    /// A file of one step.
    public init(step: StepDraft) {
        steps = [step]
        name = step.name
    }

    /// Reads a file.
    /// - Throws: the first problem when it is no JSON object; else `problems` has what in it cannot be used, with its place.
    public static func read(_ bytes: [UInt8]) throws(ProfileProblem) -> (file: StepFile, problems: [ProfileProblem]) {
        let object: JSONValue
        do {
            object = try JSONValue(reading: bytes)
        } catch {
            throw ProfileProblem.locate(
                offsets: [ProfileProblem(offset: error.offset, path: "$", text: error.description)], in: bytes)[0]
        }
        var reader = ProfileReader(keepsUnknown: false)
        let file = StepFile(object, &reader)
        return (file, ProfileProblem.locate(offsets: reader.problems, in: bytes))
    }

    private init(_ object: JSONValue, _ reader: inout ProfileReader) {
        reader.check(object, known: ["name", "url", "connection", "environment", "variables", "steps"])
        name = reader.text("name", of: object) ?? ""
        url = reader.text("url", of: object) ?? ""
        connection = reader.text("connection", of: object) ?? ""
        environment = reader.text("environment", of: object) ?? ""
        variables = reader.texts("variables", of: object)
        steps = reader.list("steps", of: object) { StepDraft($1, &$0) }
        let given = object["steps"]
        if object.members != nil, given == nil || given?.elements?.isEmpty == true {
            reader.problem(object, "there are no \"steps\"")
        }
        for index in steps.indices where steps[index].name.isEmpty { steps[index].name = "step \(index + 1)" }
    }
}
