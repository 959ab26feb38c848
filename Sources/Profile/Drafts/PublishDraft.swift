/// A publish as a person composes and saves it, `{{variables}}` and generators unresolved.
public struct PublishDraft: Hashable, Sendable {
    /// How the payload is written.
    public enum Format: String, CaseIterable, Sendable {
        /// Text as typed; JSON is checked, not changed.
        case json, xml, text
        /// Bytes in hexadecimal or Base64 (RFC 4648).
        case hex, base64
        /// The bytes of the file whose path is the payload.
        case file
        /// No payload: with `retain` it clears the retained message (MQTT 5 3.3.1.3).
        case empty
    }

    /// Its name in the profile; empty until it is saved.
    public var name = ""
    /// The folder it is saved in, levels separated by `/`; empty for none.
    public var folder = ""
    /// The topic name.
    public var topic = ""
    /// The payload as typed.
    public var payload = ""
    /// How `payload` is read.
    public var format = Format.text
    /// 0, 1 or 2.
    public var qos = 0
    /// Whether the broker keeps it.
    public var retain = false
    /// MQTT 5 properties.
    public var properties = PublishDraftProperties()

    /// An empty publish.
    public init() {}
}
