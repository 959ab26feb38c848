import MQTT
import Text

/// A camera whose picture is a real BMP file of 24 by 16 pixels: a sky with a sun that moves.
struct PorchCamera: Device {
    let clientID = "porch-camera"
    private static let width = 24
    private static let height = 16
    private var isConnected = false
    private var frames = 0
    private var beat = Metronome(every: .seconds(10))

    mutating func step(at now: DemoTime, with random: inout SplitMix64) -> [DeviceAction] {
        var actions: [DeviceAction] = []
        if !isConnected {
            isConnected = true
            actions.append(.connect(.device(clientID)))
        }
        if beat.isDue(at: now) {
            frames += 1
            var properties = Properties()
            properties.contentType = "image/bmp"
            actions.append(.publish(.device("home/porch/camera", picture(), properties: properties)))
        }
        return actions
    }

    /// A BMP file: file header, information header, then rows from the bottom, blue first. 24 pixels of 3 bytes need no
    /// padding.
    private func picture() -> [UInt8] {
        let pixels = Self.width * Self.height * 3
        var bytes: [UInt8] = Array("BM".utf8)
        func put(_ value: Int, _ count: Int) {
            for shift in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
        }
        // File header, 14 bytes with `BM`: size, reserved, where the pixels begin.
        put(54 + pixels, 4)
        put(0, 4)
        put(54, 4)
        // Information header of 40 bytes: size, planes, bits of a pixel, no compression.
        put(40, 4)
        put(Self.width, 4)
        put(Self.height, 4)
        put(1, 2)
        put(24, 2)
        put(0, 4)
        put(pixels, 4)
        for _ in 0..<4 { put(0, 4) }
        let sun = frames % Self.width
        for row in 0..<Self.height {
            for column in 0..<Self.width {
                let isSun = abs(column - sun) <= 1 && (11...13).contains(row)
                bytes += isSun ? [0x20, 0xD0, 0xFF] : [UInt8(120 + row * 8), UInt8(90 + row * 4), 0x30]
            }
        }
        return bytes
    }
}
