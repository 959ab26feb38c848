import Interface
import Model
import Opener

/// Races of a topic and a request: one at a time.
extension EffectRunner {
    /// Begins a race over the broker of a connection.
    func race(_ order: RaceOrder, of id: ConnectionID) {
        guard let plan = opened[id]?.plan else { return answers.say((.warning, "Not connected to a broker")) }
        race?.stop()
        races += 1
        let driver = RaceDriver(
            order, number: races, plan.configuration, opener: RequestOpener(secrets: secrets),
            values: values(for: order.draft, order.variables), inbox: inbox, clock: clock)
        race = driver
        model?.beginRace(driver.plan, number: races)
        driver.start()
    }
}
