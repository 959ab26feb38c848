import App
import ArgumentParser
import Files
import Profile
import REST
import Scripts
import Text

/// `martlet cookies`: what is kept of cookies, by environment.
struct CookiesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cookies",
        abstract: "The cookies that requests of the profile send: list, import, export, clear",
        discussion: """
            martlet cookies list --env dev --url http://127.0.0.1:8000/sensors
            martlet cookies import cookies.txt --env dev
            martlet cookies export - --env dev | curl -b - http://127.0.0.1:8000/sensors
            martlet cookies clear --env dev --domain example.com

            Each environment of a profile has its own, and no environment (--env '') too; without --env those of the one chosen \
            last are meant. Files are of Netscape's form, as curl and browsers write them.
            """,
        subcommands: [List.self, Import.self, Export.self, Clear.self],
        helpNames: helpNames)

    /// Which cookies are meant.
    struct Place: ParsableArguments {
        @OptionGroup var profile: ProfileOptions

        @Option(
            name: .customLong("env"), parsing: .unconditional,
            help: ArgumentHelp("Environment whose cookies are meant (default: the one chosen last)", valueName: "name"))
        var environment: String?

        /// The cookies, as they are on the disk.
        func cookies() throws -> SavedCookies {
            let name: String?
            let path: String
            do throws(SavedProfile.Problem) {
                let saved = try SavedProfile(profile)
                (name, path) = (try saved.environmentName(environment), saved.path)
            } catch {
                // Without a profile there is still the jar of no environment.
                guard environment?.isEmpty != false, let place = profile.found, try FileStamp(of: place.path) == nil
                else { throw Failure("\(error)") }
                (name, path) = (nil, place.path)
            }
            guard let cookies = SavedCookies(name, profile: path) else { throw Failure(ProfileOptions.homeless) }
            do throws(FileFailure) {
                try cookies.synchronize()
            } catch {
                throw Failure("\(error)")
            }
            return cookies
        }
    }

    /// A cookie a line.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the cookies, a line each, tabs between: place, name and value, end, flags",
            discussion: """
                With --url: those that a request to it would send, in that order, then those that are near, each with the reason \
                why it stays. Values are dots unless --values asks for them.
                """, helpNames: helpNames)

        @OptionGroup var place: Place
        @Option(parsing: .unconditional, help: "Judge them for a request to this URL") var url: String?
        @Flag(help: "Print values, not dots") var values = false
        @Flag(help: "Print the path of the file that they are in, and nothing else") var path = false

        func run() throws {
            let cookies = try place.cookies()
            if path {
                try OutputDescriptor.standard.print(cookies.path)
                return
            }
            var lines: [String] = []
            if let url {
                guard let judged = cookies.jar.judged(for: url) else {
                    throw Failure("--url \(url.withoutControls): no URL of http or https")
                }
                lines = judged.map { entry in
                    let words = entry.hindrance.map { "not sent: \($0.words(entry.cookie).withoutControls)" } ?? "sent"
                    return "\(line(entry.cookie))\t\(words)"
                }
            } else {
                lines = cookies.jar.cookies.map(line)
            }
            try OutputDescriptor.standard.print(lines.map { $0 + "\n" }.joined(), terminator: "")
            // What it says may be of a domain that nobody should set cookies for.
            if PublicSuffixes.system == nil { StandardError.say("martlet cookies: \(PublicSuffixes.advice)") }
        }

        private func line(_ cookie: Cookie) -> String {
            let host = (cookie.includesSubdomains ? "." : "") + cookie.domain
            let value = values || cookie.value.isEmpty ? cookie.value : Secret.dots
            var flags = cookie.isSecure ? ["Secure"] : []
            if cookie.isHTTPOnly { flags.append("HttpOnly") }
            if let site = cookie.sameSite { flags.append("SameSite=\(site.rawValue)") }
            if cookie.isOff { flags.append("off") }
            let columns = [
                "\(host)\(cookie.path)", cookie.name.isEmpty ? value : "\(cookie.name)=\(value)",
                cookie.expiry.map { HTTPDate.text($0) } ?? "session",
                flags.isEmpty ? "-" : flags.joined(separator: " "),
            ]
            // A server chooses names and values: a tab among them would be another column.
            return columns.map(\.withoutControls).joined(separator: "\t")
        }
    }

    /// Takes what another program has written.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the cookies of a file of Netscape's form, as curl -c and browsers write it",
            helpNames: helpNames)

        @Argument(help: "The file; - for standard input", completion: .file()) var file: String
        @OptionGroup var place: Place

        func run() throws {
            let cookies = try place.cookies()
            let taken: CookieTransfer.Taken
            do throws(FileFailure) {
                taken = try CookieTransfer.take(file, into: cookies.jar)
                try cookies.synchronize()
            } catch {
                throw Failure("\(error)")
            }
            try OutputDescriptor.standard.print(taken.words(file))
        }
    }

    /// Writes what curl and browsers read.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the cookies to a file of Netscape's form, which curl -b reads; mode 0600",
            discussion: "Those that are switched off are left out.", helpNames: helpNames)

        @Argument(help: "The file; - for standard output", completion: .file()) var file: String
        @OptionGroup var place: Place

        func run() throws {
            let all = try place.cookies().jar.cookies
            if file == "-" {
                try OutputDescriptor.standard.print(CookieFile.text(of: all), terminator: "")
                return
            }
            do throws(FileFailure) {
                try CookieTransfer.write(all, to: file)
            } catch {
                throw Failure("\(error)")
            }
        }
    }

    /// Takes cookies out.
    struct Clear: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take out the cookies: all, those of a domain, or those that end with their session",
            helpNames: helpNames)

        @OptionGroup var place: Place
        @Option(parsing: .unconditional, help: "Only those of this domain and of the hosts below it")
        var domain: String?
        @Flag(help: "Only those that end with their session") var session = false

        func run() throws {
            let cookies = try place.cookies()
            // Files of Netscape's form begin a domain with a dot.
            let wanted = domain?.lowercased().drop { $0 == "." }
            // With a dot before it: `notexample.com` ends in `example.com` as well.
            let count = cookies.jar.remove { cookie in
                (wanted.map { cookie.domain == $0 || cookie.domain.hasSuffix(".\($0)") } ?? true)
                    && !(session && cookie.expiry != nil)
            }
            do throws(FileFailure) {
                try cookies.synchronize()
            } catch {
                throw Failure("\(error)")
            }
            try OutputDescriptor.standard.print("\(count) taken out")
        }
    }
}
