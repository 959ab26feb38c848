import Glibc

/// The variables that this process was given.
public enum EnvironmentVariable {
    /// The value of a variable; nil for one that is not there, and for one that is empty.
    public static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
