/// A command line of curl: requests that may have nothing in common (`--next`), each for one URL or several.
public struct CurlLine: Sendable {
    /// What is asked for between one `--next` and the other.
    public private(set) var groups = [CurlArguments()]
    /// `-Z`
    public private(set) var isParallel = false
    /// `--parallel-max`
    public private(set) var parallelLimit = 50
    /// `--fail-early`
    public private(set) var failsEarly = false
    /// `--stderr`: where what goes to standard error goes; `-` for standard output.
    public private(set) var errorFile: String?
    /// `--profile`: the profile whose cookies `-b env:NAME` means; nil for the usual one. curl does not know it.
    public private(set) var profile: String?
    /// `--help`, `-?`
    public private(set) var wantsHelp = false

    /// Long names that take a value here and not in curl.
    private static let own: Set<String> = ["raw-output", "follow", "with", "pages", "items", "count", "for", "profile"]
    /// Whether an option as it is typed is followed by a value.
    public static func takesValue(_ option: String) -> Bool {
        CurlOption.read([option], own: own).first?.flaw == .noValue
    }

    /// How files of options may name others.
    private static let deepest = 8

    /// Reads the arguments of a program.
    ///
    /// - Parameter file: the text of a file of options (`-K`); `-` is standard input.
    /// - Throws: ``CurlArguments/Problem`` with what is wrong in one line.
    public init(
        _ arguments: [String],
        file: (String) throws(CurlArguments.Problem) -> String = { path throws(CurlArguments.Problem) in
            throw CurlArguments.Problem("-K \(path): files of options are not read here", status: 26)
        }
    ) throws(CurlArguments.Problem) {
        for option in CurlOption.read(arguments, own: Self.own) {
            try option.check()
            try take(option, file, depth: 0)
        }
        settle()
        if wantsHelp { return }
        for group in groups { try group.checkUnused() }
        if groups.count == 1, groups[0].urls.isEmpty {
            if let raw = groups[0].rawOutput, raw.contains("/") {
                throw CurlArguments.Problem(
                    "--raw-output wants a FILE to write the answer's bytes to, and took '\(raw)'; there is no URL")
            }
            throw CurlArguments.Problem("there is no URL; martlet request --help shows how")
        }
    }

    /// Reads a file of options, each line by itself.
    private mutating func read(
        file path: String, _ file: (String) throws(CurlArguments.Problem) -> String, depth: Int
    ) throws(CurlArguments.Problem) {
        guard depth < Self.deepest else {
            throw CurlArguments.Problem("-K \(path): files of options name each other", status: 26)
        }
        for line in CurlConfig.lines(try file(path)) {
            let (options, hasSurplus) = CurlOption.read(line: line.option, line.value, own: Self.own)
            // As curl: what a line leaves open is said, and the other lines count. Values may be secrets.
            func warn(_ words: String) {
                groups[groups.count - 1].warnings.append("-K \(path), line \(line.number): \(words)")
            }
            for option in options {
                if option.flaw == .noValue {
                    warn("\(option.shown) wants a value and has none on its line; it is left out")
                    continue
                }
                try option.check()
                try take(option, file, depth: depth + 1)
            }
            if options.isEmpty {
                warn("\(line.option) is no option; the line is left out")
            } else if hasSurplus, let value = line.value, !value.isEmpty, value.first != "#" {
                warn("what stands behind \(options.last?.shown ?? line.option) is left out, as that takes no more")
            }
        }
    }

    private mutating func take(
        _ option: CurlOption, _ file: (String) throws(CurlArguments.Problem) -> String, depth: Int
    ) throws(CurlArguments.Problem) {
        switch option.name {
        case "next":
            // Without a URL nothing is asked for yet.
            if groups.last?.urls.isEmpty == false { groups.append(CurlArguments()) }
        case "config": try read(file: option.value, file, depth: depth)
        case "parallel": isParallel = true
        case "no-parallel": isParallel = false
        case "parallel-max":
            guard let number = Int(option.value), number > 0 else {
                throw CurlArguments.Problem("\(option.written) is not a number from 1 up")
            }
            // curl's own bound.
            parallelLimit = min(number, 300)
        case "parallel-immediate": break
        case "fail-early": failsEarly = true
        case "stderr": errorFile = option.value
        case "profile": profile = option.value
        case "help": wantsHelp = true
        default:
            // What is sent, then what is done with the answer: no option is in both.
            if try groups[groups.count - 1].take(option) { return }
            if try groups[groups.count - 1].takeOutput(option) { return }
            throw CurlArguments.Problem(
                option.isOfCurl
                    ? "\(option.shown) is not done here; martlet request --help lists what is"
                    : "\(option.shown) is not known; martlet request --help lists what is")
        }
    }

    /// What is said once holds for every request.
    private mutating func settle() {
        let isSilent = groups.contains(where: \.isSilent)
        let showsErrors = groups.contains(where: \.showsErrors)
        let isVerbose = groups.contains(where: \.isVerbose)
        for index in groups.indices {
            // In curl these are of the program and not of a request: one `-s` silences all.
            groups[index].isSilent = isSilent
            groups[index].showsErrors = showsErrors
            groups[index].isVerbose = isVerbose
            if groups[index].keepsCodings {
                groups[index].warnings.append(
                    "--raw: a body's chunks are put together all the same; --raw-output FILE has every byte")
            }
        }
    }
}

extension CurlArguments {
    /// What is asked for, a URL at a time: each with the output and the file to send that belong to it.
    ///
    /// - Throws: ``Problem`` when lists in a URL cannot be read, or there is no URL.
    public func transfers() throws(Problem) -> [CurlArguments] {
        guard !urls.isEmpty else { throw Problem("there is no URL; martlet request --help shows how") }
        var transfers: [CurlArguments] = []
        for (index, url) in urls.enumerated() {
            let files = index < uploads.count ? try expanded(uploads[index]).map(\.text) : []
            // curl pairs -o and -T with the URLs by their places, in whatever order they stand.
            let outputs = index < outputs.count ? [outputs[index]] : namedURLs.contains(index) ? [.namedByURL] : []
            // Each file to each URL of the glob, as curl goes through them.
            for file in files.isEmpty ? [nil] : files.map(Optional.some) {
                for one in try expanded(url) {
                    var transfer = self
                    transfer.urls = [CurlURL.withScheme(one.text, otherwise: defaultScheme)]
                    transfer.upload = file
                    transfer.outputs = outputs
                    if case .file(let name) = outputs.first {
                        transfer.outputs = [.file(CurlGlob.name(name, one.elements))]
                    }
                    transfers.append(transfer)
                }
            }
        }
        return transfers
    }

    private func expanded(_ text: String) throws(Problem) -> [CurlGlob.Expanded] {
        takesURLAsItIs ? [CurlGlob.Expanded(text: text)] : try CurlGlob.expand(text)
    }
}
