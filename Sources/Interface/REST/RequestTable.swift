import Profile

/// The tables of a request.
enum RequestTable {
    case path, query, headers, form, multipart

    /// What a row is called.
    var rowName: String {
        switch self {
        case .path: "path parameter"
        case .query: "query parameter"
        case .headers: "header"
        case .form: "form field"
        case .multipart: "part; @PATH is a file"
        }
    }

    /// Whether rows are added, named and taken out here; path parameters follow the URL.
    var isOpen: Bool { self != .path }
}

extension RequestDraft {
    /// The rows of a table. A part that is a file has a value that begins with `@`.
    subscript(table: RequestTable) -> [DraftField] {
        get {
            switch table {
            case .path: pathParameters
            case .query: query
            case .headers: headers
            case .form: if case .form(let rows) = body { rows } else { [] }
            case .multipart: if case .multipart(let parts) = body { parts.map(\.row) } else { [] }
            }
        }
        set {
            switch table {
            case .path: pathParameters = newValue
            case .query: query = newValue
            case .headers: headers = newValue
            case .form: body = .form(newValue)
            case .multipart:
                guard case .multipart(let parts) = body else { return }
                // What a row does not show stays with its part as long as no row came or went.
                let isSame = parts.count == newValue.count
                var left = parts
                body = .multipart(
                    newValue.enumerated().map { index, row in
                        if isSame { return RequestBody.Part(row: row, was: parts[index]) }
                        // Of two that look alike each is taken once.
                        let place = left.firstIndex { $0.row == row }
                        return RequestBody.Part(row: row, was: place.map { left.remove(at: $0) })
                    })
            }
        }
    }

    /// One row of a table, the others not looked at.
    func row(of table: RequestTable, _ index: Int) -> DraftField {
        guard table == .multipart, case .multipart(let parts) = body else { return self[table][index] }
        return parts[index].row
    }

    /// The type of a part that is text, which its row does not have; nil for none.
    func textType(of table: RequestTable, _ index: Int) -> String? {
        guard table == .multipart, case .multipart(let parts) = body, parts.indices.contains(index) else { return nil }
        return parts[index].textType
    }

    /// Puts two rows of a table in each other's place, each with what it does not show.
    mutating func swapRows(of table: RequestTable, _ one: Int, _ other: Int) {
        guard table == .multipart, case .multipart(var parts) = body else { return self[table].swapAt(one, other) }
        parts.swapAt(one, other)
        body = .multipart(parts)
    }

    /// Takes a row out, with what it does not show.
    mutating func removeRow(of table: RequestTable, _ index: Int) {
        guard table == .multipart, case .multipart(var parts) = body else {
            self[table].remove(at: index)
            return
        }
        parts.remove(at: index)
        body = .multipart(parts)
    }
}

extension RequestBody.Part {
    /// The part as a row: `@photo.png;type=image/png` is a file.
    fileprivate var row: DraftField {
        switch content {
        case .text(let text): DraftField(name, text, isEnabled: isEnabled)
        case .file(let path):
            DraftField(
                name, "@\(path)\(contentType.map { ";type=\($0)" } ?? "")\(filename.map { ";filename=\($0)" } ?? "")",
                isEnabled: isEnabled)
        }
    }

    fileprivate init(row: DraftField, was part: RequestBody.Part?) {
        // Only name or box were changed: type and file name stay.
        if let part, part.row.value == row.value {
            self = part
            (name, isEnabled) = (row.name, row.isEnabled)
            return
        }
        guard row.value.hasPrefix("@") else {
            self.init(row.name, .text(row.value), contentType: part?.textType, isEnabled: row.isEnabled)
            return
        }
        // As curl's -F has it: `@path;type=...;filename=...`.
        var pieces = row.value.dropFirst().split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        self.init(row.name, .file(pieces.removeFirst()), isEnabled: row.isEnabled)
        for piece in pieces {
            if piece.hasPrefix("type=") { contentType = String(piece.dropFirst(5)) }
            if piece.hasPrefix("filename=") { filename = String(piece.dropFirst(9)) }
        }
    }

    /// The type of a part that is text.
    fileprivate var textType: String? {
        if case .text = content { return contentType }
        return nil
    }
}
