// swift-tools-version: 6.2
import PackageDescription

// What every target of ours is compiled with.
let settings: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0480-swiftpm-warning-control.md
    .treatAllWarnings(as: .error),
]

/// The built-in themes: one JSON file each in `Themes/`. A test compares this list with the folder.
let themes = [
    "catppuccin", "contrast", "dracula", "gruvbox", "martlet", "martlet-dark", "martlet-light", "mono", "nord", "paper",
    "sixteen", "solarized-dark", "solarized-light",
]

/// What is built, for `martlet --version`: told by who builds (README, "Install"), since SwiftPM keeps what a manifest has
/// asked git for, and a version that is no longer true is worse than none.
let commit = (Context.environment["MARTLET_COMMIT"] ?? "").filter {
    $0.isASCII && ($0.isLetter || $0.isNumber || "-.+".contains($0))
}
/// One file to carry: ncurses within the program, too.
let isWhole = Context.environment["MARTLET_WHOLE"] != nil

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let package = Package(
    name: "martlet",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "MQTT", targets: ["MQTT"]),
        .library(name: "REST", targets: ["REST"]),
        .executable(name: "martlet", targets: ["martlet"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio-http2.git", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        // The strict fields of HTTP (RFC 9651); NIO's packages bring it anyway.
        .package(url: "https://github.com/apple/swift-http-structured-headers.git", from: "1.7.0"),
    ],
    targets: [
        // The leaves: they know nothing of martlet, nor of each other.
        .target(
            name: "CNcurses",
            linkerSettings: [
                .linkedLibrary(isWhole ? ":libncursesw.a" : "ncursesw"),
                .linkedLibrary(isWhole ? ":libtinfo.a" : "tinfo"),
            ]
        ),
        .target(name: "CVersion", cSettings: [.define("MARTLET_COMMIT", to: "\"\(commit)\"")]),
        // Inline functions for what Swift has no word for.
        .target(name: "CMemory"),
        .target(name: "Text", swiftSettings: settings),
        .target(name: "Files", dependencies: ["CMemory"], swiftSettings: settings),
        .target(name: "Terminal", dependencies: ["Text"], swiftSettings: settings),
        // RFC 9535 over raw bytes.
        .target(name: "JSONPath", dependencies: ["Text"], swiftSettings: settings),
        .target(name: "Payloads", dependencies: ["JSONPath", "Text"], swiftSettings: settings),
        // Links of answers in every format, URI templates, pages, Thing Descriptions.
        .target(name: "Hypermedia", dependencies: ["Payloads", "Text"], swiftSettings: settings),
        // What must be so of a message or of an answer: one grammar, one judge.
        .target(name: "Expectations", dependencies: ["JSONPath", "Payloads", "Text"], swiftSettings: settings),
        .target(
            name: "MQTT",
            dependencies: nio + [
                "Files", "Text", "TLSNames",
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings
        ),
        // Signing in at OAuth 2 servers as a machine without sockets, claims, shared access signatures.
        .target(name: "SignIn", dependencies: ["Payloads", "Text"], swiftSettings: settings),
        // The one place that knows how NIOSSL keeps its connection.
        .target(
            name: "TLSNames",
            dependencies: [
                "Text", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "REST",
            dependencies: nio + [
                "CZlib", "Files", "Text", "TLSNames",
                .product(name: "RawStructuredFieldValues", package: "swift-http-structured-headers"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Themes",
            path: "Themes",
            resources: themes.map { .embedInCode("\($0).json") },
            swiftSettings: settings
        ),

        // The house: imports point down only.
        .target(name: "NcursesTerminal", dependencies: ["Terminal", "CNcurses", "Text"], swiftSettings: settings),
        // What is kept, what is live, and both together: values, no input or output.
        .target(
            name: "Profile", dependencies: ["Expectations", "Files", "Payloads", "REST", "SignIn", "Text"],
            swiftSettings: settings),
        .target(name: "Topics", dependencies: ["Payloads", "CMemory", "Text"], swiftSettings: settings),
        // Packets and exchanges as they went over the wire, field by field.
        .target(
            name: "Wire", dependencies: nio + ["MQTT", "Payloads", "Profile", "REST", "Text"], swiftSettings: settings),
        .target(
            name: "Model",
            dependencies: [
                "Expectations", "JSONPath", "MQTT", "Payloads", "Profile", "REST", "Text", "Topics", "Wire",
            ], swiftSettings: settings),
        // Who gives a connection its events.
        .target(name: "Feeds", dependencies: nio + ["Model", "MQTT", "Text", "Wire"], swiftSettings: settings),
        .target(name: "Kit", dependencies: ["Payloads", "Terminal", "Text", "Themes"], swiftSettings: settings),
        .target(
            name: "Interface",
            dependencies: [
                "Expectations", "Hypermedia", "JSONPath", "Kit", "Model", "Opener", "Payloads", "Profile", "REST",
                "SignIn", "Terminal", "Text", "Topics", "Wire",
            ],
            swiftSettings: settings),
        // What is kept becomes what is opened and sent.
        .target(
            name: "Opener",
            dependencies: nio + [
                "CVersion", "Expectations", "Files", "Hypermedia", "MQTT", "Payloads", "Profile", "REST", "SignIn",
                "Text", "Wire",
            ],
            swiftSettings: settings),
        .target(
            name: "App",
            dependencies: nio + [
                "CMemory", "Expectations", "Feeds", "Files", "Hypermedia", "Interface", "Kit", "MQTT", "Model",
                "Opener",
                "Payloads", "Profile", "REST", "SignIn",
                "Terminal",
                "Text",
                "Topics", "Wire",
            ],
            swiftSettings: settings),
        // What the verbs for scripts read and print.
        .target(
            name: "Scripts",
            dependencies: nio + [
                "CMemory", "Expectations", "Files", "Hypermedia", "JSONPath", "Kit", "MQTT", "Model", "Opener",
                "Payloads", "Profile", "REST", "Terminal", "Text", "Wire",
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Demo",
            dependencies: nio + [
                "MQTT", "Text", .product(name: "NIOHTTP1", package: "swift-nio"),
                // AsyncHTTPClient builds it anyway.
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "martlet",
            dependencies: [
                "App", "Demo", "Expectations", "Files", "Hypermedia", "JSONPath", "MQTT", "Model", "NcursesTerminal",
                "Opener", "Payloads", "Profile", "REST", "Scripts", "SignIn", "Text", "Topics", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            // Generic types of its options are made by calls, not looked up by their names: to check a name's requirements
            // the runtime walks all conformances of the program, for each group of options at every start. No flag of what
            // others depend on: packages with such flags are refused as dependencies.
            swiftSettings: settings + [
                .unsafeFlags(["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"])
            ]
        ),

        // What shows that it works.
        .target(
            name: "TestSupport",
            dependencies: nio + [
                "CMemory", "MQTT", "Terminal", "Text", "Topics", .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ], swiftSettings: settings),
        .executableTarget(
            name: "Benchmarks",
            dependencies: nio + [
                "App", "Interface", "JSONPath", "Kit", "MQTT", "Model", "Opener", "Payloads", "Profile", "REST",
                "Terminal", "TestSupport", "Text", "Topics", "Wire",
            ],
            swiftSettings: settings),
        .testTarget(name: "TextTests", dependencies: ["Text"], swiftSettings: settings),
        .testTarget(
            name: "HypermediaTests", dependencies: ["Hypermedia", "Payloads", "Text"], swiftSettings: settings),
        .testTarget(name: "SignInTests", dependencies: ["SignIn", "Text"], swiftSettings: settings),
        .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "JSONPathTests", dependencies: ["JSONPath", "Payloads", "Text"], exclude: ["Cases"],
            swiftSettings: settings),
        .testTarget(
            name: "ExpectationsTests", dependencies: ["Expectations", "Payloads", "Text"], swiftSettings: settings),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Text"], swiftSettings: settings),
        .testTarget(name: "KitTests", dependencies: ["Kit", "Terminal"], swiftSettings: settings),
        .testTarget(name: "NcursesTerminalTests", dependencies: ["NcursesTerminal"], swiftSettings: settings),
        .testTarget(
            name: "PayloadsTests", dependencies: ["Payloads", "Text"], swiftSettings: settings),
        .testTarget(
            name: "MQTTTests",
            dependencies: nio + [
                "MQTT", "TestSupport", .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], swiftSettings: settings),
        .testTarget(
            name: "RESTTests",
            dependencies: nio + [
                "REST", "CZlib", "Demo", "TestSupport", "Text", "TLSNames",
                .product(name: "NIOEmbedded", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ScriptsTests",
            dependencies: nio + [
                "Demo", "Expectations", "MQTT", "Opener", "Profile", "REST", "Scripts", "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ProfileTests",
            dependencies: ["Files", "Model", "Payloads", "Profile", "REST", "SignIn", "TestSupport", "Text", "Topics"],
            swiftSettings: settings),
        .testTarget(
            name: "TopicsTests", dependencies: ["Payloads", "TestSupport", "Text", "Topics"], swiftSettings: settings),
        .testTarget(
            name: "WireTests", dependencies: nio + ["MQTT", "REST", "TestSupport", "Text", "Wire"],
            swiftSettings: settings),
        .testTarget(
            name: "ModelTests",
            dependencies: ["MQTT", "Model", "Payloads", "Profile", "REST", "TestSupport", "Text", "Topics", "Wire"],
            swiftSettings: settings),
        .testTarget(
            name: "OpenerTests",
            dependencies: nio + [
                "Expectations", "Model", "MQTT", "Opener", "Payloads", "Profile", "REST", "SignIn", "TestSupport",
                "Text",
                "Topics",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "InterfaceTests",
            dependencies: nio + [
                "Interface", "Kit", "MQTT", "Model", "Opener", "Payloads", "Profile", "REST", "Terminal", "TestSupport",
                "Text", "Topics", "Wire",
            ],
            exclude: ["Repeats/Snapshots", "Snapshots"],
            swiftSettings: settings),
        .testTarget(
            name: "DemoTests",
            dependencies: nio + [
                "Demo", "MQTT", "Terminal", "TestSupport", "Text", .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "AppTests",
            dependencies: nio + [
                "App", "Demo", "Feeds", "Files", "Interface", "Kit", "MQTT", "Model", "Opener", "Payloads", "Profile",
                "REST",
                "SignIn",
                "Terminal",
                "TestSupport",
                "Text", "Topics", "Wire",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "VerbTests",
            dependencies: nio + [
                "martlet", "App", "Model", "MQTT", "Opener", "Profile", "Scripts", "TestSupport", "Topics",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: settings),
        .testTarget(name: "TerminalRuns", dependencies: ["Terminal", "TestSupport"], swiftSettings: settings),
    ]
)
