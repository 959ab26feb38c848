import Profile

/// What the demo opens with: requests on its services, one for each thing that they do.
enum DemoRequests {
    static let all: [RequestDraft] = [
        make("sensors", "list sensors", "GET", "/sensors"),
        make("sensors", "add a sensor", "POST", "/sensors", json: "{\n  \"name\": \"sensor1\"\n}"),
        make("sensors", "one sensor", "GET", "/sensors/:name", ["name": "sensor1"]),
        make("sensors", "set its value", "PUT", "/sensors/:name", ["name": "sensor1"], json: "{\"value\": \"237\"}"),
        make("sensors", "remove it", "DELETE", "/sensors/:name", ["name": "sensor1"]),
        make("tasks", "list tasks", "GET", "/tasks/"),
        make("tasks", "list tasks as XML", "GET", "/tasks/", headers: [DraftField("Accept", "application/xml")]),
        make("tasks", "one task", "GET", "/tasks/{id}/", ["id": "1"]),
        make(
            "tasks", "add a task", "POST", "/tasks/",
            json: "{\n  \"summary\": \"read the manual\",\n  \"description\": \"all of it\"\n}"),
        make(
            "tasks", "replace a task", "PUT", "/tasks/{id}/", ["id": "1"],
            json: "{\n  \"summary\": \"water the roses\",\n  \"description\": \"ten litres\"\n}"),
        make(
            "tasks", "change a task", "PATCH", "/tasks/{id}/", ["id": "1"],
            json: "{\"summary\": \"water the roses first\"}"),
        make("tasks", "remove a task", "DELETE", "/tasks/{id}/", ["id": "1"]),
        make("lamp", "lamp", "GET", "/devices/lamp"),
        make("lamp", "lamp on", "PUT", "/devices/lamp", json: "{\"on\": true, \"brightness\": {{randomInt 1 100}}}"),
        make("lamp", "lamp off", "PUT", "/devices/lamp", json: "{\"on\": false}"),
        make("thermostat", "thermostat", "GET", "/devices/thermostat"),
        make("power", "power", "GET", "/status/power"),
        make("power", "power on", "PUT", "/status/power", json: "{\"power\": \"on\"}"),
        make("power", "power off", "PUT", "/status/power", json: "{\"power\": \"off\"}"),
        make("streams", "events", "GET", "/events", headers: [DraftField("Accept", "text/event-stream")]),
    ]

    private static func make(
        _ folder: String, _ name: String, _ method: String, _ path: String,
        _ parameters: KeyValuePairs<String, String> = [:],
        headers: [DraftField] = [], json: String? = nil
    ) -> RequestDraft {
        var draft = RequestDraft()
        draft.folder = folder
        draft.name = name
        draft.method = method
        draft.url = "{{base}}\(path)"
        draft.pathParameters = parameters.map { DraftField($0.key, $0.value) }
        draft.headers = headers
        if let json { draft.body = .json(json) }
        return draft
    }
}
