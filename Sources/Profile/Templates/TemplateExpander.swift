/// Puts values in the place of `{{...}}`: of variables, which may hold further ones, and of generators.
///
/// Secrets are put in only when `secret` gives them, which it does in the effect that sends; without it they are dots.
/// What stands for nothing stays as it was written and is told in the expansion.
public struct TemplateExpander {
    /// The variables.
    public var variables: Variables
    /// The value of a secret by the name of its variable; nil when it is not to be had here.
    public var secret: (_ name: String, _ secret: Secret) -> String?
    /// The value of a generator, or why there is none, in words. The default knows the names and makes nothing.
    public var generate: (_ name: String, _ arguments: [String]) -> Generated

    /// Writes a value for its place; nil when that cannot be done here.
    public var shape: (_ form: TemplateCall.Form, _ value: [UInt8]) -> [UInt8]? = { $0.applied(to: $1) }

    /// Which values that are written out are asked of ``secret`` like those that are found elsewhere, and are dots where that
    /// knows none: the one place that decides what of an expansion nobody may read, for every copy and preview.
    public var conceals = Concealment.nothing

    /// Whose values are secret though they are written out.
    public enum Concealment: Sendable {
        /// Nobody's: it is sent.
        case nothing
        /// Those of variables whose names say so.
        case named
        /// Those of all: the place that they stand in is a secret's.
        case all
    }

    /// What variables stood for in one send, so that one that holds a generator has one value; nil to make each anew.
    public var sent: SentValues?

    /// What variables that hold generators stood for.
    public final class SentValues {
        fileprivate var values: [String: (value: [UInt8], standing: TemplateSpan.Standing)] = [:]

        /// Nothing was put in yet.
        public init() {}
    }

    /// What a generator says.
    public enum Generated: Hashable, Sendable {
        /// This value.
        case value(String)
        /// These bytes, of a file.
        case bytes([UInt8])
        /// A value when it is sent.
        case later
        /// None: why, in words.
        case none(String)
    }

    /// How deep variables may hold others.
    public static let maximumDepth = 16
    /// The most bytes that come of one text.
    public static let maximumSize = 32 << 20
    /// The most values put in for one text: variables that hold others twice would never end.
    public static let maximumCalls = 100_000

    /// An expander for the screen: secrets are dots, generators are told and not made.
    public init(
        variables: Variables, secret: @escaping (_ name: String, _ secret: Secret) -> String? = { _, _ in nil },
        generate: @escaping (_ name: String, _ arguments: [String]) -> Generated = Self.named
    ) {
        self.variables = variables
        self.secret = secret
        self.generate = generate
    }

    /// Says of each known generator that its value comes later.
    public static func named(_ name: String, _ arguments: [String]) -> Generated {
        if name == Generators.tagName {
            return .none("\(name) is for requests: the ETag of the last answer from their URL")
        }
        if name == TemplateFile.name { return TemplateFile(arguments) == nil ? TemplateFile.usage : .later }
        if ResponseCall.isCall(name) {
            return ResponseCall(name, arguments) == nil ? .none(ResponseCall.problem(name, arguments)) : .later
        }
        if TopicCall.isCall(name) { return TopicCall(name, arguments) == nil ? .none(TopicCall.usage) : .later }
        return Generators.isGenerator(name) ? .later : .none("nothing is called \(name)")
    }

    /// The text with its values put in.
    /// - Parameter notation: how the text names what stands in it: a value behind a name that is a secret's is one, whatever
    ///   its variable is called.
    public func expand(_ text: String, as notation: NamedSecrets.Notation? = nil) -> Expansion {
        var work = Work(expander: self)
        if conceals == .named { work.places = SecretPlaces(in: text, notation) }
        return work.expand(text)
    }

    /// What of a text stands for what, without the text that comes of it.
    public func spans(in text: String) -> [TemplateSpan] {
        text.utf8.contains(UInt8(ascii: "{")) ? expand(text).spans : []
    }

    /// One expansion under way.
    private struct Work {
        var expander: TemplateExpander
        /// Where in the text values of secrets stand.
        var places = SecretPlaces(in: "", nil)
        var output: [UInt8] = []
        var secrets: [Expansion.Need] = []
        var hidden: [String] = []
        var files: [TemplateFile] = []
        var calls = 0
        /// The variables that are being put in, the outermost first.
        var path: [String] = []

        mutating func expand(_ text: String) -> Expansion {
            var text = text
            var spans: [TemplateSpan] = []
            var isCut = false
            text.withUTF8 { bytes in
                let bytes = UnsafeRawBufferPointer(bytes)
                var position = 0
                for call in TemplateCall.all(in: bytes) {
                    output += bytes[position..<call.range.lowerBound]
                    let start = output.count
                    let conceals = expander.conceals
                    if places.hold(call.range) { expander.conceals = .all }
                    let (standing, origin) = put(call, written: bytes[call.range])
                    expander.conceals = conceals
                    position = call.range.upperBound
                    // It is no value that people would look at.
                    if call.isQuoted { continue }
                    spans.append(
                        TemplateSpan(call: call, standing: standing, origin: origin, output: start..<output.count))
                }
                output += bytes[position...]
                isCut = output.count > TemplateExpander.maximumSize
            }
            return Expansion(
                bytes: isCut ? [] : output, spans: spans, secrets: secrets, files: files, hidden: hidden, isCut: isCut)
        }

        /// Puts the value of a call at the end of the output, or the call itself when there is none.
        private mutating func put(
            _ call: TemplateCall, written: Slice<UnsafeRawBufferPointer>
        ) -> (TemplateSpan.Standing, origin: String) {
            calls += 1
            if call.isQuoted {
                output += Array(call.arguments[0].utf8)
                return (.value(call.arguments[0]), "")
            }
            let start = output.count
            // A variable goes before a generator of its name.
            let variable = call.arguments.isEmpty ? expander.variables[call.name] : nil
            var standing = variable.map { value(of: $0) } ?? generated(call, written: written)
            if let words = shape(from: start, for: call, written, standing) { standing = .unresolved(words) }
            if case .unresolved = standing {
                output.removeSubrange(start...)
                output += written
            }
            return (standing, variable?.origin ?? "")
        }

        /// Writes the value that stands at the end of the output in the form of its place; answers why it cannot.
        private mutating func shape(
            from start: Int, for call: TemplateCall, _ written: Slice<UnsafeRawBufferPointer>,
            _ standing: TemplateSpan.Standing
        ) -> String? {
            guard let form = call.form else { return nil }
            if case .unresolved = standing { return nil }
            let value = Array(output[start...])
            // Dots and the call itself stand for what is not known here.
            if standing == .secret, value.elementsEqual(Secret.dots.utf8) { return nil }
            if standing == .generated, value.elementsEqual(written) { return nil }
            guard let shaped = expander.shape(form, value) else {
                return form == .unbase64
                    ? "the value of \(call.name) is no Base64" : "{{\(call.name)|\(form.rawValue)}} is not known here"
            }
            output.replaceSubrange(start..., with: shaped)
            // In its new form a secret is still one: a mask that looks for the old one would pass it.
            let isHidden = standing == .secret || hidden.contains(String(decoding: value, as: UTF8.self))
            let words = String(decoding: shaped, as: UTF8.self)
            if isHidden, shaped != value, !hidden.contains(words) { hidden.append(words) }
            return nil
        }

        private mutating func generated(
            _ call: TemplateCall, written: Slice<UnsafeRawBufferPointer>
        ) -> TemplateSpan.Standing {
            // Before it is known whether it can be read: whoever sends reads them by this list.
            if call.name == TemplateFile.name, let file = TemplateFile(call.arguments), !files.contains(file) {
                files.append(file)
            }
            switch expander.generate(call.name, call.arguments) {
            case .bytes(let bytes):
                output += bytes
                return .generated
            case .value(let text):
                output += Array(text.utf8)
                return .generated
            case .later:
                output += written
                return .generated
            case .none(let words):
                output += written
                return .unresolved(words)
            }
        }

        private mutating func value(of variable: Variables.Variable) -> TemplateSpan.Standing {
            guard case .literal(let text) = variable.value else {
                let need = Expansion.Need(name: variable.name, secret: variable.value)
                if !secrets.contains(need) { secrets.append(need) }
                output += Array((expander.secret(variable.name, variable.value) ?? Secret.dots).utf8)
                return .secret
            }
            if path.contains(variable.name) {
                return .unresolved(
                    "\(variable.name) stands for itself: " + (path + [variable.name]).joined(separator: ", "))
            }
            // Depth bounds a chain, calls a tree that doubles at each level, and bytes one that holds long texts.
            guard path.count < TemplateExpander.maximumDepth, calls < TemplateExpander.maximumCalls,
                output.count < TemplateExpander.maximumSize
            else { return .unresolved("\(variable.name) holds too many variables in one another") }
            // In URL and body one `{{id}}` is the same id.
            if let known = expander.sent?.values[variable.name] {
                output += known.value
                return known.standing
            }
            let start = output.count
            path.append(variable.name)
            let put = conceal(variable, text, from: start, putAll(of: text))
            path.removeLast()
            if let (standing, isGenerated) = put {
                if isGenerated {
                    expander.sent?.values[variable.name] = (Array(output[start...]), standing)
                    // What was taken of an answer is as secret as the name that it got.
                    let value = String(decoding: output[start...], as: UTF8.self)
                    if Secret.isSecretName(variable.name), value != text, !hidden.contains(value) {
                        hidden.append(value)
                    }
                }
                return standing
            }
            let value = String(decoding: output[start...], as: UTF8.self)
            if Secret.isSecretName(variable.name), !hidden.contains(value) { hidden.append(value) }
            return .value(value)
        }

        /// Puts what stands for a secret in the place of the value at the end of the output, if it is one here.
        private mutating func conceal(
            _ variable: Variables.Variable, _ text: String, from start: Int,
            _ put: (standing: TemplateSpan.Standing, isGenerated: Bool)?
        ) -> (standing: TemplateSpan.Standing, isGenerated: Bool)? {
            switch expander.conceals {
            case .nothing: return put
            case .named: if !Secret.isSecretName(variable.name) { return put }
            case .all: break
            }
            if case .unresolved? = put?.standing { return put }
            // An empty one hides nothing, and what is made when it is sent is not here.
            guard output.count > start, !output[start...].elementsEqual(text.utf8) || put == nil else { return put }
            // Where it only names another secret, that one tells where the value is.
            if put?.standing == .secret, TemplateCall.alone(in: text) != nil { return put }
            let need = Expansion.Need(name: variable.name, secret: variable.value)
            if !secrets.contains(need) { secrets.append(need) }
            output.removeSubrange(start...)
            output += Array((expander.secret(variable.name, variable.value) ?? Secret.dots).utf8)
            return (.secret, put?.isGenerated ?? false)
        }

        /// Puts a variable's text at the end of the output; answers what is to be said of it when it is not a plain value,
        /// and whether something in it was made anew.
        private mutating func putAll(of text: String) -> (standing: TemplateSpan.Standing, isGenerated: Bool)? {
            var text = text
            var isSecret = false
            var isGenerated = false
            let problem: TemplateSpan.Standing? = text.withUTF8 { bytes in
                let bytes = UnsafeRawBufferPointer(bytes)
                var position = 0
                for call in TemplateCall.all(in: bytes) {
                    output += bytes[position..<call.range.lowerBound]
                    let (standing, _) = put(call, written: bytes[call.range])
                    position = call.range.upperBound
                    switch standing {
                    case .secret:
                        isSecret = true
                        // What it holds may have been made anew, too.
                        if expander.sent?.values[call.name] != nil { isGenerated = true }
                    case .generated: isGenerated = true
                    case .unresolved: return standing
                    case .value: break
                    }
                }
                output += bytes[position...]
                return nil
            }
            if let problem { return (problem, false) }
            guard isSecret || isGenerated else { return nil }
            return (isSecret ? .secret : .generated, isGenerated)
        }
    }
}
