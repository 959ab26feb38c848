import Feeds
import Interface
import Model
import Opener
import Wire

/// Races of a topic and a request: one at a time.
extension EffectRunner {
    /// Begins a race over the broker of a connection.
    func race(_ order: RaceOrder, of id: ConnectionID) {
        guard let broker = opened[id]?.feed?.broker else { return answers.say((.warning, "Not connected to a broker")) }
        race?.stop()
        races += 1
        let driver = RaceDriver(
            order, number: races, broker, opener: RequestOpener(secrets: secrets),
            values: values(for: order.draft, order.variables), inbox: inbox, clock: clock)
        race = driver
        model?.beginRace(driver.plan, number: races)
        driver.start()
    }

    /// News of a race is applied; of the last one alone: what came of those before is thrown away where it ended.
    func taken(_ news: Race.News, ofRace number: Int) {
        if number == races { race?.taken(news) }
    }
}
