import MQTT
import NIOCore
import Testing
import Text

@testable import Demo

@Suite struct DeviceTests {
    /// 2026-11-24 22:31:11 UTC.
    private let start = DemoTime(milliseconds: 1_795_559_471_000)

    private func run(_ simulation: inout DeviceSimulation, seconds: Int) -> [DeviceSimulation.Deed] {
        (0..<seconds * 10).flatMap { simulation.step(at: start + .milliseconds(100 * Int64($0))) }
    }

    private func publishes(_ deeds: [DeviceSimulation.Deed]) -> [Publish] {
        deeds.compactMap { if case .publish(let publish) = $0.action { publish } else { nil } }
    }

    @Test func theSameSeedSaysTheSame() {
        var one = DeviceSimulation(seed: 7)
        var two = DeviceSimulation(seed: 7)
        var other = DeviceSimulation(seed: 8)
        let first = publishes(run(&one, seconds: 30))
        #expect(first == publishes(run(&two, seconds: 30)))
        #expect(first != publishes(run(&other, seconds: 30)))
    }

    @Test func theRateIsGentle() {
        var simulation = DeviceSimulation(seed: 1)
        let count = publishes(run(&simulation, seconds: 100)).count
        #expect((1_000...3_000).contains(count))
    }

    @Test func theWeatherStationKeepsTheStyle() throws {
        var simulation = DeviceSimulation(seed: 1)
        let message = try #require(publishes(run(&simulation, seconds: 1)).first { $0.topic == "weather/sensor/1" })
        #expect(message.text == "{\"Sensor\": 1, \"C_F\": \"C\", \"Value\": 19, \"Time\": \"22:31:11\"}")
        #expect(message.properties.contentType == "application/json")
    }

    @Test func theClockIsTheWalls() {
        #expect(start.clock == "22:31:11")
        #expect(start.timestamp == "2026-11-24T22:31:11Z")
        #expect(DemoTime(milliseconds: start.milliseconds, utcOffset: 7_200).clock == "00:31:11")
        #expect(DemoTime(milliseconds: 951_782_400_000).timestamp == "2000-02-29T00:00:00Z")
        #expect(DemoTime(milliseconds: -1).timestamp == "1969-12-31T23:59:59Z")
    }

    @Test func fixedDecimals() {
        #expect(21.4.fixed(1) == "21.4")
        #expect((-0.05).fixed(1) == "-0.1")
        #expect((-0.01).fixed(1) == "0.0")
        #expect(1.005.fixed(3) == "1.005")
        #expect(0.0.fixed(0) == "0")
        #expect(Double.infinity.fixed(2) == "0")
        #expect(1e300.fixed(2).count > 10)
    }

    @Test func theLampObeys() {
        var lamp = HallLamp()
        func say(_ text: String) -> [String] {
            lamp.receive(.device("home/hall/lamp/set", text), at: start).compactMap {
                if case .publish(let publish) = $0 { "\(publish.topic) \(publish.text)" } else { nil }
            }
        }
        #expect(say("{ \"on\": false }") == ["home/hall/lamp {\"on\":false,\"brightness\":80}"])
        #expect(say("toggle") == ["home/hall/lamp {\"on\":true,\"brightness\":80}"])
        #expect(say("{\"brightness\":400}") == ["home/hall/lamp {\"on\":true,\"brightness\":100}"])
        #expect(say("make it so") == ["home/hall/lamp/error not understood: make it so"])
        #expect(say("{\"on\":1}").first?.hasPrefix("home/hall/lamp/error") == true)
    }

    @Test func theGardenSensorDropsAndComesBack() {
        var sensor = GardenSensor()
        var random = SplitMix64(seed: 1)
        var words: [String] = []
        for second in 0..<200 {
            for action in sensor.step(at: start + .seconds(second), with: &random) {
                switch action {
                case .connect: words.append("connect \(second)")
                case .drop: words.append("drop \(second)")
                default: break
                }
            }
        }
        #expect(words == ["connect 0", "drop 75", "connect 95", "drop 170", "connect 190"])
    }

    @Test func theCameraSendsAPicture() throws {
        var simulation = DeviceSimulation(seed: 1)
        let message = try #require(publishes(run(&simulation, seconds: 1)).first { $0.topic == "home/porch/camera" })
        #expect(message.payload.readableBytes == 54 + 24 * 16 * 3)
        #expect(message.payload.getString(at: 0, length: 2) == "BM")
        #expect(message.payload.getInteger(at: 2, endianness: .little, as: UInt32.self) == 1_206)
    }

    @Test func theEchoDoesNotAnswerItself() {
        var echo = EchoService()
        let request = Publish.device("demo/echo/request", "x")
        #expect(echo.receive(request, at: start).count == 1)
        var loop = request
        loop.properties.responseTopic = "demo/echo/request"
        #expect(echo.receive(loop, at: start).isEmpty)
    }
}
