import MQTT
import Payloads

extension MessagePrinter {
    /// Appends what a format string makes of a message.
    func print(_ message: MessageView, _ format: MessageFormat, at time: WallTime) {
        let properties = format.needsProperties && !message.properties.isEmpty ? Properties(of: message) : Properties()
        for piece in format.pieces {
            switch piece {
            case .text(let bytes): out.append(bytes)
            case .time(let letter): clock.append(letter, at: time, to: out)
            case .nanoseconds: out.append(decimal: UInt64(time.nanoseconds), digits: 9)
            case .field(let field, let options): append(field, options, of: message, properties, at: time)
            }
        }
    }

    private func append(
        _ field: MessageFormat.Field, _ options: FieldOptions, of message: MessageView, _ properties: Properties,
        at time: WallTime
    ) {
        switch field {
        // Made visible before it is cut and filled, so that a width counts what is seen.
        case .topic where output.isTerminal:
            let topic = OutputBuffer(capacity: 64)
            forEachVisiblePiece(message.topic) { topic.append($0) }
            append(topic.bytes, options)
        case .topic: append(message.topic, options)
        case .payload: appendPayload(message.payload, options)
        case .hex: appendHex(message.payload, options, isUpper: false)
        case .upperHex: appendHex(message.payload, options, isUpper: true)
        case .length: append(UInt64(message.payload.count), options)
        case .packetID: append(UInt64(message.packetID), options)
        case .qos: out.append(0x30 + message.qos.rawValue)
        case .retain: out.append(message.retain ? 0x31 : 0x30)
        case .topicAlias: append(properties.topicAlias, options)
        case .expiry: append(properties.messageExpiryInterval, options)
        case .formatIndicator: append(properties.payloadFormatIndicator.map { $0 ? 1 : 0 as UInt8 }, options)
        case .subscription: append(properties.subscriptionIdentifiers.first, options)
        case .contentType:
            guard let text = properties.contentType else { return out.append(options.padding, times: options.width) }
            append(text, options)
        case .responseTopic:
            if let text = properties.responseTopic { append(text, options) }
        case .correlationData:
            properties.correlationData?.withUnsafeBytes { append($0) }
        case .userProperties:
            for (index, pair) in properties.userProperties.enumerated() {
                if index > 0 { out.append(0x20) }
                append("\(pair.name):\(pair.value)")
            }
        case .isoTime:
            let text = OutputBuffer(capacity: 64)
            clock.append("%Y-%m-%dT%H:%M:%S%z", at: time, to: text)
            append(text.bytes, options)
        case .unixTime:
            out.append(decimal: UInt64(max(0, time.seconds)))
            out.append(0x2E)
            out.append(decimal: UInt64(time.nanoseconds), digits: 9)
        case .json, .jsonPayload:
            let json = MosquittoJSON(isPretty: output.isPretty, clock: clock)
            if !json.append(message, properties, at: time, payloadIsJSON: field == .jsonPayload, to: out) {
                complain("the payload is not valid JSON on topic \(text(message.topic)); use %j")
            }
        case .float, .double:
            append(field, options, of: message)
        }
    }

    // MARK: Text

    /// Widths count characters, by scalars: bytes would break columns and letters.
    private func append(_ bytes: UnsafeRawBufferPointer, _ options: FieldOptions) {
        guard options.width > 0 || options.precision != nil else { return append(bytes) }
        var shown = bytes
        // Every byte of UTF-8 that does not continue one begins a scalar (RFC 3629 3).
        var length = bytes.count { $0 & 0xC0 != 0x80 }
        if let most = options.precision, length > most {
            var left = most
            let end = bytes.firstIndex { byte in
                if byte & 0xC0 != 0x80 { left -= 1 }
                return left < 0
            }
            shown = UnsafeRawBufferPointer(rebasing: bytes[..<(end ?? bytes.endIndex)])
            length = most
        }
        padded(options, length) { append(shown) }
    }

    private func append(_ text: String, _ options: FieldOptions) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0), options) }
    }

    /// Zeros are for numbers: text is filled with blanks.
    private func padded(_ options: FieldOptions, _ length: Int, _ body: () -> Void) {
        if !options.isLeftAligned { out.append(0x20, times: options.width - length) }
        body()
        if options.isLeftAligned { out.append(0x20, times: options.width - length) }
    }

    // MARK: Numbers

    private func append(_ value: (some FixedWidthInteger)?, _ options: FieldOptions) {
        guard let value else { return out.append(options.padding, times: options.width) }
        append(UInt64(value), options)
    }

    private func append(_ value: UInt64, _ options: FieldOptions) {
        if options.isZeroPadded, !options.isLeftAligned {
            return out.append(decimal: value, digits: max(1, options.width))
        }
        padded(options, String(value).utf8.count) { out.append(decimal: value) }
    }

    /// The payload as one number of IEEE 754 in this machine's byte order.
    private func append(_ field: MessageFormat.Field, _ options: FieldOptions, of message: MessageView) {
        let payload = message.payload
        let value: Double
        if field == .float, payload.count == 4 {
            // A payload lies wherever its packet put it.
            value = Double(payload.loadUnaligned(as: Float.self))
        } else if field == .double, payload.count == 8 {
            value = payload.loadUnaligned(as: Double.self)
        } else {
            let size = field == .float ? 4 : 8
            return complain(
                "%\(field.rawValue) needs a payload of \(size) bytes; the one on topic \(text(message.topic)) has \(payload.count)"
            )
        }
        let flag = options.isLeftAligned ? "-" : options.isZeroPadded ? "0" : ""
        out.append(format: "%\(flag)*.*f", Int32(options.width), Int32(options.precision ?? 6), value)
    }

    // MARK: Payload

    /// With a payload the width is the most bytes as well as the least.
    private func appendPayload(_ payload: UnsafeRawBufferPointer, _ options: FieldOptions) {
        guard options.width > 0 else { return append(payload) }
        let shown = UnsafeRawBufferPointer(rebasing: payload.prefix(options.width))
        let blanks = options.width - shown.count
        if !options.isLeftAligned { out.append(options.padding, times: blanks) }
        append(shown)
        if options.isLeftAligned { out.append(0x20, times: blanks) }
    }

    /// Two digits a byte, in groups of as many digits as the precision says. The width counts digits, and is the most bytes.
    private func appendHex(_ payload: UnsafeRawBufferPointer, _ options: FieldOptions, isUpper: Bool) {
        let shown = options.width > 0 ? payload.prefix(options.width) : payload[...]
        let fill = max(0, options.width - shown.count * 2)
        let group = options.precision ?? 0
        var position = 0
        func put(_ digit: UInt8, isLast: Bool = false) {
            out.append(digit)
            position += 1
            if group > 0, !isLast, position % group == 0 { out.append(options.separator) }
        }
        if !options.isLeftAligned {
            for _ in 0..<fill { put(options.padding) }
        }
        // `A` and `a`, less ten.
        let letters: UInt8 = isUpper ? 0x37 : 0x57
        for index in shown.indices {
            let (high, low) = (shown[index] >> 4, shown[index] & 15)
            put(high < 10 ? 0x30 + high : letters + high)
            put(low < 10 ? 0x30 + low : letters + low, isLast: index == shown.endIndex - 1)
        }
        if options.isLeftAligned { out.append(0x20, times: fill) }
    }

    /// A topic for a line on standard error.
    private func text(_ topic: UnsafeRawBufferPointer) -> String {
        String(
            String.UnicodeScalarView(
                String(decoding: topic, as: UTF8.self).unicodeScalars.prefix(200).map {
                    $0.properties.generalCategory == .control ? " " : $0
                }))
    }
}
