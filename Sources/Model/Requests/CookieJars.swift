public import REST
import Synchronization

/// The cookies of one environment: who asks as one person does not show what another was given.
public struct EnvironmentCookies: Equatable, Sendable {
    /// The environment's name; empty where none is chosen.
    public let environment: String
    /// Its cookies: the same jar for the screen and for the requests that are under way.
    public let jar: CookieJar

    /// The cookies of an environment in a jar.
    public init(environment: String, jar: CookieJar) {
        self.environment = environment
        self.jar = jar
    }
}

/// The cookie jars by environment. A jar is made when it is asked for first.
public final class CookieJars: Sendable {
    private let jars = Mutex<[String: CookieJar]>([:])

    /// No jars.
    public init() {}

    /// The cookies of an environment; of none for nil.
    public func cookies(of environment: String?) -> EnvironmentCookies {
        let name = environment ?? ""
        // Made beneath the lock: two that ask at once must get one jar, or one's cookies would be lost.
        let jar = jars.withLock { jars in
            let jar = jars[name] ?? CookieJar()
            jars[name] = jar
            return jar
        }
        return EnvironmentCookies(environment: name, jar: jar)
    }

    /// What an environment has is under another name from now on.
    public func rename(_ old: String, to new: String) {
        jars.withLock { $0[new] = $0.removeValue(forKey: old) }
    }

    /// Forgets the cookies of an environment; those of requests under way reach nobody any more.
    public func forget(_ environment: String) { jars.withLock { _ = $0.removeValue(forKey: environment) } }

    /// All that were asked for.
    public var all: [EnvironmentCookies] {
        jars.withLock { $0.map { EnvironmentCookies(environment: $0.key, jar: $0.value) } }
    }
}
