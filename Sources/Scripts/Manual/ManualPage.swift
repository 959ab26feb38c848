import Text

/// A manual page in roff, made of the help texts that the program prints: what the program says of itself is what the page
/// says.
///
/// A help text is sections of `TITLE:` and lines; examples and prose stand behind the overview, options as
/// `  -t, --topic <topic>   What it does`.
public struct ManualPage: Sendable {
    /// One verb's help; the program's own when it has no name.
    public struct Part: Sendable {
        let name: String?
        let help: String

        /// A verb and the help it prints, no line of which is broken.
        public init(name: String?, help: String) {
            self.name = name
            self.help = help
        }
    }

    private let name: String
    private let version: String
    private let parts: [Part]
    private let chapters: [Chapter]

    /// A page about a program and its verbs, with what is longer than a help text behind them.
    public init(name: String, version: String, parts: [Part], chapters: [Chapter] = []) {
        self.name = name
        self.version = version
        self.parts = parts
        self.chapters = chapters
    }

    /// The page.
    public var roff: String {
        var page = ".TH \(name.uppercased()) 1 \"\" \"\(name) \(version)\" \"User Commands\"\n"
        for part in parts {
            let sections = Self.sections(of: part.help)
            let overview = sections.first { $0.title == "OVERVIEW" }?.lines ?? []
            if let verb = part.name {
                page += ".SH \"\(name.uppercased()) \(verb.uppercased())\"\n"
                page += Self.text(overview.first ?? "") + ".\n"
            } else {
                page += ".SH NAME\n\(name) \\- \(Self.escaped((overview.first ?? "").firstLowercased))\n"
            }
            if let usage = sections.first(where: { $0.title.hasPrefix("USAGE") }) {
                page += part.name == nil ? ".SH SYNOPSIS\n" : ".SS Synopsis\n"
                let inline = usage.title.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
                page += ".B " + Self.escaped(([inline] + usage.lines).joined(separator: " ").trimmed) + "\n"
            }
            page += Self.discussion(overview.dropFirst(), isVerb: part.name != nil)
            for section in sections where section.title != "OVERVIEW" && !section.title.hasPrefix("USAGE") {
                page += part.name == nil ? ".SH \(section.title)\n" : ".SS \"\(section.title.capitalizedFirst)\"\n"
                page += Self.options(section.lines)
            }
        }
        for chapter in chapters { page += ".SH \"\(chapter.title)\"\n" + chapter.roff(line: Self.text) }
        return page
    }

    private struct Section {
        var title: String
        var lines: [String] = []
    }

    /// Titles are words in capitals at the beginning of a line, with a colon.
    private static func sections(of help: String) -> [Section] {
        var sections: [Section] = []
        for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
            let title = line.prefix { $0 != ":" }
            let isTitle =
                !title.isEmpty && title.endIndex < line.endIndex
                // `NOTE:` is one, `Example:` is not.
                && title.allSatisfy { ($0.isUppercase && $0.isASCII) || $0 == " " || $0.isNumber } && title.first != " "
            if isTitle {
                let rest = line[line.index(after: title.endIndex)...].drop { $0 == " " }
                let isUsage = title == "USAGE"
                sections.append(Section(title: isUsage ? "USAGE:\(rest)" : String(title)))
                if !isUsage, !rest.isEmpty { sections[sections.count - 1].lines.append(String(rest)) }
            } else if !sections.isEmpty {
                sections[sections.count - 1].lines.append(String(line))
            }
        }
        return sections
    }

    /// Lines that call the program are examples, set as they are; the others are prose.
    private static func discussion(_ lines: ArraySlice<String>, isVerb: Bool) -> String {
        var result = ""
        var isExample = false
        func end() {
            if isExample { result += ".fi\n.RE\n" }
            isExample = false
        }
        for line in lines {
            if line.trimmed.isEmpty {
                end()
                result += ".PP\n"
            } else if line.contains("martlet "), !line.hasPrefix("It ") {
                // A sentence may name the program; those that do begin with `It`.
                if !isExample { result += ".PP\n.RS\n.nf\n" }
                isExample = true
                result += text(line) + "\n"
            } else {
                end()
                result += text(line) + "\n"
            }
        }
        end()
        return result.isEmpty ? "" : (isVerb ? ".SS Examples\n" : ".SH EXAMPLES\n") + result
    }

    /// `  -v, --verbose   Print the topic`: the word in bold, the explanation below it.
    private static func options(_ lines: [String]) -> String {
        var result = ""
        for line in lines where !line.trimmed.isEmpty {
            let indent = line.prefix { $0 == " " }.count
            let body = line.dropFirst(indent)
            guard indent <= 2 else {
                // The explanation of an option whose names fill their column.
                result += text(String(body)) + "\n"
                continue
            }
            // Two blanks: the names of an option have single ones between them.
            if let gap = body.firstRange(of: "  ") {
                result += ".TP\n.B " + escaped(String(body[..<gap.lowerBound])) + "\n"
                result += text(String(body[gap.upperBound...].drop { $0 == " " })) + "\n"
            } else if let gap = body.firstRange(of: "> ") {
                // Where the names fill their column, one blank is left.
                result += ".TP\n.B " + escaped(String(body[..<gap.lowerBound]) + ">") + "\n"
                result += text(String(body[gap.upperBound...])) + "\n"
            } else {
                result += ".TP\n.B " + escaped(String(body)) + "\n"
            }
        }
        return result
    }

    /// A line that begins with a full stop or an apostrophe would be a request.
    private static func text(_ line: String) -> String {
        // A hyphen, an apostrophe and the rest are typographic signs to roff: copied from the page they would not work.
        let text = escaped(line)
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("'", with: "\\(aq")
            .replacing("`", with: "\\(ga").replacing("^", with: "\\(ha").replacing("~", with: "\\(ti")
    }
}

extension String {
    fileprivate var firstLowercased: String { prefix(1).lowercased() + dropFirst() }

    /// `Connection`; what is a name of letters stays one.
    fileprivate var capitalizedFirst: String { self == "TLS" ? self : prefix(1) + dropFirst().lowercased() }
}
