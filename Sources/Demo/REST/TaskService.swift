import NIOCore
import NIOHTTP1

/// `/tasks/`: a to-do list with all that HTTP gives a resource: strong entity tags, conditions, freshness, forms, links.
///
///     GET    /tasks/?page=2&limit=10    200, a list of {id, summary}; Link: <…>; rel="next"
///     POST   /tasks/ {"summary":…}      201, {"id": n}
///     GET    /tasks/7                   200, with the description; 304
///     PUT    /tasks/7 {"summary":…}     200, replaces it; 412 when If-Match names an old state
///     PATCH  /tasks/7 {"summary":…}     200, changes what is given (RFC 7396)
///     DELETE /tasks/7                   204
///
/// A task is the same resource at `/tasks/7/`; links name it without the last slash.
struct TaskService {
    private var tasks: [TodoTask] = []
    private var lastID = 0
    /// When a task was last made, changed or removed.
    private var modified: DemoTime
    private let most: Int

    /// The list as it is when the demo starts.
    init(limits: ServiceLimits, at now: DemoTime) {
        most = limits.tasks
        modified = now
        for entry in TodoTask.first { append(entry.summary, entry.description, at: now) }
    }

    @discardableResult
    private mutating func append(_ summary: String, _ description: String, at now: DemoTime) -> Int {
        lastID += 1
        tasks.append(TodoTask(id: lastID, summary: summary, description: description, modified: now))
        modified = now
        return lastID
    }

    /// Answers a request for the path after `/tasks`.
    mutating func respond(
        to request: ServiceRequest, _ path: ArraySlice<String>, at now: DemoTime
    ) throws(ServiceProblem) -> ServiceResponse {
        // 308 and not 301: a POST that is sent on stays a POST (RFC 9110 15.4.9).
        guard let name = path.first else { return .empty(.permanentRedirect, ["Location": "/tasks/"]) }
        // `/tasks/7/` has an empty segment behind the number.
        if path.count > 1, name.isEmpty || path.dropFirst() != [""] {
            throw ServiceProblem(.notFound, "a task has nothing below it: /tasks/NUMBER/")
        }
        return name.isEmpty
            ? try respondList(to: request, at: now) : try respondOne(to: request, path, name, at: now)
    }

    // MARK: The list

    private mutating func respondList(
        to request: ServiceRequest, at now: DemoTime
    ) throws(ServiceProblem) -> ServiceResponse {
        switch request.method {
        case .GET, .HEAD:
            let page = try TaskPage(of: tasks, for: request)
            var response = try represent(request, modified: modified, cacheControl: "no-cache") { $0.list(page) }
            if let link = page.linkField { response.headers.add(name: "Link", value: link) }
            return response
        case .POST:
            let entry = try request.json(TaskEntry.self)
            let summary = try entry.checkedSummary()
            let description = try entry.checkedDescription()
            if tasks.count >= most {
                throw ServiceProblem(.insufficientStorage, "\(most) tasks are the most: DELETE one first")
            }
            let id = append(summary, description ?? "", at: now)
            return .json(.created, "{\"id\": \(id)}", ["Location": "/tasks/\(id)", "Cache-Control": "no-store"])
        default:
            return .methods("GET, HEAD, POST, OPTIONS", for: request)
        }
    }

    // MARK: One task

    private mutating func respondOne(
        to request: ServiceRequest, _ path: ArraySlice<String>, _ name: String, at now: DemoTime
    ) throws(ServiceProblem) -> ServiceResponse {
        guard let id = Int(name), let index = tasks.firstIndex(where: { $0.id == id }) else {
            throw ServiceProblem(.notFound, "there is no task \(name.prefix(20)): GET /tasks/ lists them")
        }
        let task = tasks[index]
        switch request.method {
        case .GET, .HEAD:
            return try represent(request, task)
        case .PUT, .PATCH:
            try checkConditions(request, task)
            let entry = try request.json(TaskEntry.self)
            let isWhole = request.method == .PUT
            tasks[index].summary = isWhole || entry.hasSummary ? try entry.checkedSummary() : task.summary
            do {
                tasks[index].description = try entry.checkedDescription() ?? (isWhole ? "" : task.description)
            } catch {
                // Nothing or all of it.
                tasks[index] = task
                throw error
            }
            tasks[index].modified = now
            modified = now
            var response = try represent(request.unconditional, tasks[index])
            // The content is the task as it is now, and not a word about what was done (RFC 9110 8.7).
            let slash = path.count > 1 ? "/" : ""
            response.headers.add(name: "Content-Location", value: "/tasks/\(id)\(slash)")
            return response
        case .DELETE:
            try checkConditions(request, task)
            tasks.remove(at: index)
            modified = now
            return .empty(.noContent)
        default:
            return .methods("GET, HEAD, PUT, PATCH, DELETE, OPTIONS", for: request)
        }
    }

    private func represent(_ request: ServiceRequest, _ task: TodoTask) throws(ServiceProblem) -> ServiceResponse {
        try represent(
            request, modified: task.modified, cacheControl: "private, max-age=10, must-revalidate"
        ) { $0.one(task) }
    }

    private func checkConditions(_ request: ServiceRequest, _ task: TodoTask) throws(ServiceProblem) {
        // A change may have been made from any form and coding.
        let forms = TaskForm.allCases.map { $0.one(task) }
        let tags = Set(forms.flatMap { [EntityTag(of: $0), EntityTag(of: $0, isCompressed: true)] })
        let status = Preconditions.check(
            request, tags: tags, current: EntityTag(of: forms[0]), modified: task.modified.seconds)
        if let status {
            throw ServiceProblem(
                status, "task \(task.id) is not in the state that the condition names: GET it again, then decide")
        }
    }

    // MARK: Representations

    /// 200 with the form and the coding that the client prefers; 304 when it has it; 406 when there is none for it.
    private func represent(
        _ request: ServiceRequest, modified: DemoTime, cacheControl: String, as body: (TaskForm) -> ByteBuffer
    ) throws(ServiceProblem) -> ServiceResponse {
        let offered = TaskForm.allCases.map(\.rawValue)
        guard let form = Negotiation("Accept", in: request.headers).mediaType(of: offered).flatMap(TaskForm.init) else {
            throw ServiceProblem(.notAcceptable, "tasks come as \(offered.joined(separator: ", "))")
        }
        let content = body(form)
        let isCompressed = Negotiation("Accept-Encoding", in: request.headers).acceptsGzip
        let tag = EntityTag(of: content, isCompressed: isCompressed)
        var response = ServiceResponse(status: .ok, body: content, isCompressed: isCompressed)
        response.headers.add(name: "ETag", value: tag.text)
        response.headers.add(name: "Last-Modified", value: modified.httpDate)
        response.headers.add(name: "Cache-Control", value: cacheControl)
        response.headers.add(name: "Vary", value: "Accept, Accept-Encoding")
        let status = Preconditions.check(request, tags: [tag], current: tag, modified: modified.seconds)
        if let status {
            if status == .preconditionFailed {
                throw ServiceProblem(status, "the resource is not in the state that the condition names")
            }
            // 304 has the fields of the 200, and no content (RFC 9110 15.4.5).
            response.status = status
            response.body = ByteBuffer()
            response.isCompressed = false
            return response
        }
        response.headers.add(name: "Content-Type", value: form.rawValue)
        return response
    }
}
