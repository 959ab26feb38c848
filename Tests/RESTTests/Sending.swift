import REST
import Testing

/// Sends with a client that ends with it.
func send(_ request: Request, delivery: RESTClient.Delivery = .keep) async throws -> Exchange {
    let client = RESTClient()
    do {
        let exchange = try await client.send(request, delivery: delivery)
        await client.shutdown()
        return exchange
    } catch {
        await client.shutdown()
        throw error
    }
}

/// The failure that a request must end with.
func failure(
    of request: Request, _ location: SourceLocation = #_sourceLocation
) async throws -> RequestFailure {
    do {
        let exchange = try await send(request)
        Issue.record("it was answered: \(exchange.response?.status ?? 0)", sourceLocation: location)
        throw Unexpected()
    } catch let failure as RequestFailure {
        // One line, whatever the server did.
        let isOneLine = !failure.description.contains { $0.isNewline }
        #expect(isOneLine, sourceLocation: location)
        return failure
    }
}

struct Unexpected: Error {}

/// An answer of 200 with a length.
func ok(_ body: String, _ fields: String = "") -> String {
    "HTTP/1.1 200 OK\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}
