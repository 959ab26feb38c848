import Payloads
import REST
import Text

/// An event as one line.
///
/// As text `12:31:05.104  temperature  #17  {"celsius":21.4}`: the time, the name and the id where it has them, and what
/// it says, with line breaks and all that could drive a terminal made visible; bytes that are no text as their number.
///
/// As JSON, always the same keys in the same order:
///
///     {"at":"2026-11-24T09:30:00.123456Z","event":"temperature","id":"17","encoding":"utf8","data":"{\"celsius\":21.4}"}
///
/// `encoding` is `base64` where `data` is not UTF-8; `"sent":true` follows an event that was sent and `"cut":n` one of
/// which n bytes were let go.
enum StreamLine {
    static func append(_ event: StreamEvent, at time: WallTime, isJSON: Bool, to out: OutputBuffer) {
        if isJSON { return json(event, at: time, to: out) }
        var parts = [time.clock]
        if event.isSent { parts.append(">") }
        if !event.name.isEmpty { parts.append(event.name) }
        if !event.id.isEmpty { parts.append("#\(event.id)") }
        if let text = String(validating: event.data, as: UTF8.self) {
            parts.append(text)
        } else {
            parts.append("(\(event.data.count) bytes that are no text)")
        }
        if event.cut > 0 { parts.append("(\(event.cut) bytes more were let go)") }
        out.append(visible(parts.joined(separator: "  ")))
        out.append(0x0A)
    }

    private static func json(_ event: StreamEvent, at time: WallTime, to out: OutputBuffer) {
        out.append("{\"at\":\"\(time.iso8601)\"" as String)
        out.append(",\"event\":\(JSONString.quoted(event.name)),\"id\":\(JSONString.quoted(event.id))" as String)
        event.data.withUnsafeBytes { data in
            if UTF8Bytes.isText(data) {
                out.append(",\"encoding\":\"utf8\",\"data\":")
                out.append(quoted: data)
            } else {
                out.append(",\"encoding\":\"base64\",\"data\":")
                out.append(base64: data)
            }
        }
        if event.isSent { out.append(",\"sent\":true") }
        if event.cut > 0 { out.append(",\"cut\":\(event.cut)" as String) }
        out.append("}\n")
    }
}
