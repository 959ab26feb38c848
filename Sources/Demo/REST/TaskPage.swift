import NIOHTTP1

/// One page of the to-do list, and the way to the others (RFC 8288).
struct TaskPage {
    /// The tasks on it.
    let tasks: [TodoTask]
    /// How many there are on all pages.
    let total: Int
    /// self, and as far as they exist first, prev, next, last.
    let links: [(relation: String, target: String)]

    /// The page that `?page=` (from 1) and `?limit=` (1 to 100, default 10) ask for. Throws a ``ServiceProblem``.
    init(of all: [TodoTask], for request: ServiceRequest) throws(ServiceProblem) {
        let limit = try Self.number("limit", in: request, default: 10, most: 100)
        // An empty list has one page, with nothing on it.
        let last = max(1, (all.count + limit - 1) / limit)
        let number = try Self.number("page", in: request, default: 1, most: .max)
        // Before it is multiplied: the number may be any there is.
        guard number <= last else { throw ServiceProblem(.notFound, "there is no page \(number): the last is \(last)") }
        tasks = Array(all.dropFirst((number - 1) * limit).prefix(limit))
        total = all.count
        func target(_ page: Int) -> String { "/tasks/?page=\(page)&limit=\(limit)" }
        var links = [(relation: "self", target: target(number))]
        if last > 1 {
            links.append(("first", target(1)))
            if number > 1 { links.append(("prev", target(number - 1))) }
            if number < last { links.append(("next", target(number + 1))) }
            links.append(("last", target(last)))
        }
        self.links = links
    }

    /// The Link field: all but self.
    var linkField: String? {
        let others = links.dropFirst().map { "<\($0.target)>; rel=\"\($0.relation)\"" }
        return others.isEmpty ? nil : others.joined(separator: ", ")
    }

    private static func number(
        _ name: String, in request: ServiceRequest, default: Int, most: Int
    ) throws(ServiceProblem) -> Int {
        guard let text = request.query(name) else { return `default` }
        guard let number = Int(text), number >= 1, number <= most else {
            let range = most == .max ? "1 or more" : "1 to \(most)"
            throw ServiceProblem(.badRequest, "?\(name)=\(text.prefix(20)) must be a whole number: \(range)")
        }
        return number
    }
}
