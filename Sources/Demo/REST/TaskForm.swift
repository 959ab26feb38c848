import NIOCore
import Text

/// The forms in which tasks are given, by media type.
enum TaskForm: String, CaseIterable {
    case json = "application/json"
    case hal = "application/hal+json"
    case xml = "application/xml"
    case textXML = "text/xml"

    /// One task with its description and links.
    func one(_ task: TodoTask) -> ByteBuffer {
        switch self {
        case .json, .hal:
            return ByteBuffer(
                string: """
                    {"id":\(task.id),"summary":\(JSONString.quoted(task.summary)),"description":\(JSONString.quoted(task.description)),\
                    "_links":{"self":{"href":"\(task.path)"},"collection":{"href":"/tasks/"}}}

                    """)
        case .xml, .textXML:
            return ByteBuffer(
                string: """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <task id="\(task.id)" href="\(task.path)">
                      <summary>\(task.summary.xmlEscaped)</summary>
                      <description>\(task.description.xmlEscaped)</description>
                      <link rel="collection" href="/tasks/"/>
                    </task>

                    """)
        }
    }

    /// One page of the list, each task as id, summary and link.
    func list(_ page: TaskPage) -> ByteBuffer {
        switch self {
        case .json:
            return ByteBuffer(string: "[\(page.tasks.map(Self.item).joined(separator: ",\n "))]\n")
        case .hal:
            let links = page.links.map { "\"\($0.relation)\":{\"href\":\(JSONString.quoted($0.target))}" }
            return ByteBuffer(
                string: """
                    {"_links":{\(links.joined(separator: ","))},"total":\(page.total),
                     "_embedded":{"tasks":[\(page.tasks.map(Self.item).joined(separator: ",\n  "))]}}

                    """)
        case .xml, .textXML:
            let items = page.tasks.map {
                "  <task id=\"\($0.id)\" href=\"\($0.path)\"><summary>\($0.summary.xmlEscaped)</summary></task>\n"
            }
            let links = page.links.map { "  <link rel=\"\($0.relation)\" href=\"\($0.target.xmlEscaped)\"/>\n" }
            return ByteBuffer(
                string: """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <tasks total="\(page.total)">
                    \(items.joined())\(links.joined())</tasks>

                    """)
        }
    }

    private static func item(_ task: TodoTask) -> String {
        "{\"id\":\(task.id),\"summary\":\(JSONString.quoted(task.summary)),\"_links\":{\"self\":{\"href\":\"\(task.path)\"}}}"
    }
}
