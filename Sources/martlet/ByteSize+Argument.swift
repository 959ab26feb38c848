public import ArgumentParser
public import Profile

extension ByteSize: ExpressibleByArgument {
    /// Reads what stands behind an option.
    public init?(argument: String) { self.init(argument) }

    // Of what was typed nothing is kept but its number.
    /// As the help writes it.
    public var defaultValueDescription: String { words }
}
