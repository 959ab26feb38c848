extension Role {
    /// Whose look a role has in a theme that does not know it, nor what stands before its dot: that of the role that was
    /// there before it was told apart.
    var stand: Role? {
        switch self {
        case .age: .textDim
        case .httpMethod: .titleFocused
        default: nil
        }
    }

    /// Lines and marks, which nobody reads letter by letter: they are seen with less contrast.
    package var isDecoration: Bool {
        switch self {
        case .border, .borderFocused, .popupBorder, .chart, .chart1, .chart2, .chart3, .chart4, .chart5, .chart6,
            .cursorMark:
            true
        default: false
        }
    }

    /// Whether it is laid over what is drawn already.
    package var isOverlay: Bool {
        switch self {
        case .selection, .selectionInactive, .cursorMark, .match, .errorMark: true
        default: false
        }
    }

    /// The role of a level of topics with others below it, so many steps into the tree.
    package static func ofInnerLevel(depth: Int) -> Role {
        depth <= 0 ? .topicInner : depth == 1 ? .topicInner2 : .topicInner3
    }

    /// The role of an age in seconds.
    package static func ofAge(seconds: Int64) -> Role {
        seconds < 2 ? .topicFresh : seconds < 60 ? .ageRecent : seconds < 3600 ? .age : .ageStale
    }

    /// The role of a quality of service.
    package static func ofQoS(_ level: some BinaryInteger) -> Role {
        level == 2 ? .mqttQoS2 : level == 1 ? .mqttQoS1 : .mqttQoS
    }

    /// The role of a method of HTTP.
    package static func ofMethod(_ method: some StringProtocol) -> Role {
        switch method.uppercased() {
        case "GET": .httpGET
        case "HEAD": .httpHEAD
        case "POST": .httpPOST
        case "PUT": .httpPUT
        case "PATCH": .httpPATCH
        case "DELETE": .httpDELETE
        case "OPTIONS": .httpOPTIONS
        default: .httpMethod
        }
    }
}
