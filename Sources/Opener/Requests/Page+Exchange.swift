public import Hypermedia
import Payloads
public import REST

extension Page {
    /// The page that an answer is.
    /// - Parameter asked: the URL that was asked for.
    public init(of exchange: REST.Exchange, asked: String) {
        let response = exchange.response
        self.init(
            asked: asked, url: exchange.hop?.url ?? asked, status: response?.status,
            fields: response?.fields.map { ($0.name, $0.value) } ?? [],
            body: exchange.body.withBytes { PayloadBytes(owner: exchange.body, $0) })
    }
}
