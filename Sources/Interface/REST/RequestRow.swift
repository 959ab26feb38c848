import Profile

/// One row of a part of a request.
enum RequestRow: Equatable {
    /// Words above the rows of a table.
    case heading(String)
    /// A name and a value.
    case pair(RequestTable, Int)
    /// One thing that is set.
    case setting(RequestSetting)
    /// Where a row can be added.
    case add(RequestTable)
    /// The text of the body.
    case text
    /// A check, and where one can be added.
    case check(Int), addCheck
    /// The token that is kept for it, and what is said of what is not set here.
    case token, told(_ name: String, String)

    /// Whether the cursor can stand on it.
    var isSelectable: Bool {
        if case .heading = self { return false }
        return true
    }

    /// Whether a box to tick stands before its text.
    var hasBox: Bool {
        switch self {
        case .pair, .check: true
        case .heading, .setting, .add, .text, .addCheck, .token, .told: false
        }
    }

    /// The rows of a part.
    static func rows(of draft: RequestDraft, _ tab: RequestTab) -> [RequestRow] {
        switch tab {
        case .params:
            var rows: [RequestRow] = []
            // Without path parameters there is one table, which needs no heading.
            if !draft.pathParameters.isEmpty {
                rows.append(.heading("Path"))
                rows += draft.pathParameters.indices.map { .pair(.path, $0) }
                rows.append(.heading("Query"))
            }
            return rows + draft.query.indices.map { .pair(.query, $0) } + [.add(.query)]
        case .headers: return draft.headers.indices.map { .pair(.headers, $0) } + [.add(.headers)]
        case .body: return [.setting(.body)] + bodyRows(draft.body)
        case .auth where draft.auth == .none && !draft.folder.isEmpty: return [.setting(.auth), .setting(.inherits)]
        case .auth: return [.setting(.auth)] + RequestSetting.settings(of: draft.auth).map { .setting($0) }
        case .options: return RequestSetting.options.map { .setting($0) }
        case .checks: return draft.checkRows.indices.map { .check($0) } + [.addCheck]
        }
    }

    private static func bodyRows(_ body: RequestBody) -> [RequestRow] {
        switch body {
        case .none: []
        case .json, .xml, .text, .graphQL: [.text]
        case .form(let rows): rows.indices.map { .pair(.form, $0) } + [.add(.form)]
        case .multipart(let parts): parts.indices.map { .pair(.multipart, $0) } + [.add(.multipart)]
        case .file: [.setting(.file)]
        }
    }
}
