/// What can be wrong with a payload.
enum Flaw: Equatable {
    case invalidUTF8
    case endsEarly
    case controlInString
    case badEscape
    case unexpected
    case missingComma
    case missingColon
    case missingKey
    case missingValue
    case mismatchedBracket
    case extraAfterEnd
    case notAWord
    case mismatchedTag
    case strayEndTag
    case strayAngle
    case badTag
    case unclosedElement

    /// The words for `name` ("JSON") that has it.
    func words(_ name: String) -> String {
        switch self {
        case .endsEarly: "\(name) ends early"
        case .invalidUTF8: name == "text" ? "a byte that is not UTF-8" : "\(name) has a byte that is not UTF-8"
        case .controlInString: "\(name) has a control character in a string"
        case .badEscape: "\(name) has an escape that does not exist"
        case .unexpected: "\(name) has something that does not belong there"
        case .missingComma: "\(name) lacks a comma"
        case .missingColon: "\(name) lacks a colon after a key"
        case .missingKey: "\(name) lacks a key in quotes"
        case .missingValue: "\(name) lacks a value"
        case .mismatchedBracket: "\(name) has a closing bracket of the wrong kind"
        case .extraAfterEnd: "\(name) goes on after its end"
        case .notAWord: "\(name) has a word that is no value"
        case .mismatchedTag: "\(name) has an end tag that does not match its start tag"
        case .strayEndTag: "\(name) has an end tag without a start tag"
        case .strayAngle: "\(name) has a < that starts no tag"
        case .badTag: "\(name) has a broken tag"
        case .unclosedElement: "\(name) ends inside an element"
        }
    }
}

/// The first thing that is wrong with a payload, and where.
struct Problem: Equatable {
    var flaw: Flaw
    /// The offset of the byte.
    var offset: Int
}
