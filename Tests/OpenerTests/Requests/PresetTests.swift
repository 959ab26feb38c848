import Profile
import REST
import Testing
import Text

@testable import Opener

@Suite("Presets of requests") struct PresetTests {
    @Test("every one is read back from a profile as it is, without a problem", arguments: RequestPreset.all.map(\.name))
    func whole(_ name: String) throws {
        let preset = try #require(RequestPreset.named(name))
        var profile = Profile()
        let added = profile.add(preset)
        #expect(added.added == preset.requests.count && added.there == 0 && added.hasNewEnvironment)
        let (read, problems) = try Profile.read(profile.bytes).get()
        #expect(problems.isEmpty, "\(problems)")
        #expect(
            read.requests.values == preset.requests && read.environments.values.first?.variables == preset.variables)
        // Once more: what is there stays.
        let again = profile.add(preset)
        #expect(again.added == 0 && again.there == preset.requests.count && !again.hasNewEnvironment)
        #expect(Set(preset.requests.map(\.name)).count == preset.requests.count && !preset.note.isEmpty)
    }

    @Test("every request can be sent once its secrets are there", arguments: RequestPreset.all.map(\.name))
    func resolved(_ name: String) throws {
        let preset = try #require(RequestPreset.named(name))
        let variables = Variables(Environment(name: preset.title, variables: preset.variables).resolved)
        for draft in preset.requests {
            var maker = RequestPreview.Maker()
            let preview = maker.preview(of: draft, variables)
            #expect(preview.words == nil, "\(draft.name): \(preview.words ?? "")")
            #expect(draft.checks.allSatisfy { !$0.isEmpty })
        }
    }

    @Test("a topic is one segment of the path, and no certificate is named where there is none")
    func awsIoT() throws {
        let preset = try #require(RequestPreset.named("aws-iot"))
        let variables = Variables(Environment(name: preset.title, variables: preset.variables).resolved)
        let draft = try #require(preset.requests.first { $0.name == "retained message" })
        let outcome = RequestResolver.resolve(draft, with: TemplateExpander(variables: variables)) { _ in .later }
        let request = try #require(outcome.request)
        #expect(
            request.url
                == "https://example-ats.iot.eu-central-1.amazonaws.com:8443/retainedMessage/home%2Fkitchen%2Ftemperature"
        )
        #expect(request.options.tls.certificateFile == nil && request.options.tls.keyFile == nil)
    }

    @Test("Base64 in both directions; what is none is said and not sent")
    func base64() {
        let variables = Variables([
            .init("text", .literal("{\"t\": 21.5}"), origin: ""),
            .init("code", .literal("eyJ0IjogMjEuNX0="), origin: ""),
            .init("odd", .literal("21.5°"), origin: ""),
        ])
        let expander = TemplateExpander(variables: variables)
        #expect(expander.expand("{{text|base64}}").text == "eyJ0IjogMjEuNX0=")
        #expect(expander.expand("{{code|unbase64}}").text == "{\"t\": 21.5}")
        let odd = expander.expand("{{odd|unbase64}}")
        #expect(odd.problems == ["the value of odd is no Base64"] && odd.text == "{{odd|unbase64}}")
    }
}
