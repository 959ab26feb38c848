package import Payloads

extension TokenKind {
    /// The look of a piece of a payload.
    package var role: Role {
        switch self {
        case .plain: .text
        case .punctuation: .jsonPunctuation
        case .key: .jsonKey
        case .string: .jsonString
        case .number: .jsonNumber
        case .literal: .jsonLiteral
        case .tag: .xmlTag
        case .attribute: .xmlAttribute
        case .comment: .xmlComment
        case .hexOffset: .hexOffset
        case .hexBytes: .hexBytes
        case .hexText: .hexText
        case .added: .diffAdded
        case .removed: .diffRemoved
        case .foldMark: .fold
        case .error: .error
        case .control, .lineBreakMark: .control
        }
    }
}
