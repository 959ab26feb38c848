import Kit
import Opener
import Profile

/// What was made last of what the composer holds, so that a frame in which nothing changed makes nothing anew: a payload
/// may have tens of thousands of bytes.
struct ComposerMemory {
    /// Another one for other texts and fields.
    struct Typed: Equatable {
        /// The changes of an editor, and its bytes: one in the place of another begins to count anew.
        struct Text: Equatable {
            var revision: Int
            var count: Int

            init(_ editor: TextEditor) { (revision, count) = (editor.revision, editor.content.count) }
        }

        var payload: Text
        var userProperties: Text
        var fields: Int
    }

    /// What a preview follows from beside the draft.
    struct Basis: Equatable {
        var variables: Variables
        var limits: PublishCheck.Limits
        var limit: Int
        /// What is made anew for each message, and since when; nothing of it where the draft calls for none.
        var generators: Generators?
        var second: Int64?
        var earlier: EarlierAnswers?
    }

    /// What is typed, and what it came to.
    private(set) var typed: Typed?
    private(set) var draft: PublishDraft?
    /// Whether that is not what is saved; nil while nobody has asked.
    var isDirty: Bool? { didSet { if isDirty != nil { compared += 1 } } }
    /// How many times the two were compared.
    private(set) var compared = 0
    /// What the page of the properties says, of which texts and fields; apart from the draft, for which the payload is read.
    var properties: (typed: Typed.Text, fields: Int, properties: PublishForm.Properties)? { didSet { read += 1 } }
    /// How many times they were read.
    private(set) var read = 0
    private var needs: (variables: Variables, needs: RequestNeeds)?
    private(set) var preview: (basis: Basis, preview: PublishPreview)?
    /// How many previews were made.
    private(set) var made = 0

    mutating func take(_ draft: PublishDraft?, of typed: Typed) {
        (self.typed, self.draft) = (typed, draft)
        (isDirty, needs, preview) = (nil, nil, nil)
    }

    mutating func take(_ preview: PublishPreview, on basis: Basis) {
        self.preview = (basis, preview)
        made += 1
    }

    /// What the draft calls for.
    mutating func needs(of draft: PublishDraft, _ variables: Variables) -> RequestNeeds {
        if let needs, needs.variables == variables { return needs.needs }
        let found = draft.needs(with: variables)
        needs = (variables, found)
        return found
    }
}
