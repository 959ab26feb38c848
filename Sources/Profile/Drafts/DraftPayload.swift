import Payloads
import Text

/// Bytes of a message or an answer, written so that a draft made of them would send the same bytes.
public struct DraftPayload: Hashable, Sendable {
    /// The most bytes that are opened to be edited.
    public static let largest = 4 << 20

    /// How `text` is read: JSON, XML or text; hexadecimal for bytes that are no text.
    public let format: PublishDraft.Format
    /// What an editor shows.
    public let text: String

    /// Reads bytes.
    public init(_ bytes: UnsafeRawBufferPointer) {
        switch PayloadKind.detect(bytes) {
        case .json: format = .json
        case .xml: format = .xml
        case .binary, .cbor: format = .hex
        default: format = .text
        }
        if format == .hex {
            text = HexDigit.lower(bytes, separator: " ")
        } else {
            let words = String(decoding: bytes, as: UTF8.self)
            // Braces that were received are text: sent again they must be the same bytes.
            text = TemplateCall.quoted(words)
        }
    }

    /// The same as the body of a request; nil for bytes that are no text: a request sends those from a file.
    public var requestBody: RequestBody? {
        switch format {
        case .json: .json(text)
        case .xml: .xml(text)
        case .text: .text(text)
        case .hex, .base64, .file, .empty: nil
        }
    }
}
