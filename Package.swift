// swift-tools-version: 6.2
import PackageDescription

/// Settings that every Swift target shares. Warnings are errors in CI, where `make lint` adds the flag.
let checked: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The house itself is optimised in every configuration: what reads and judges texts is some ten times slower without,
/// and a thousand tests wait for it. Tests are not, they build sooner.
let strict = checked + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")

let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")

let package = Package(
    name: "resonance",
    products: [.executable(name: "resonance", targets: ["App"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: ["JSON", "CommandLineArguments"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // C libraries that Debian ships, and our embedded assets.
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CGumbo", linkerSettings: [.linkedLibrary("gumbo")]),  // libgumbo-dev, within a budget
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CPango"),  // libpango1.0-dev, by its ABI: see its shim.h
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(name: "CAssets", exclude: ["assets"], cSettings: [.disableWarning("c23-extensions")]),

        // Loops over floats for several generations of processor: optimised in every configuration.
        .target(name: "CVector", cSettings: [.unsafeFlags(["-O2"])]),

        // Loops over pixels.
        .target(name: "CFaces", cSettings: [.unsafeFlags(["-O2"])]),

        // Loops over bytes.
        .target(name: "CScan", cSettings: [.unsafeFlags(["-O2"])]),

        // Ground floors.
        .target(name: "Kernel", swiftSettings: strict),
        .target(name: "Feeds", dependencies: ["Kernel", "CXML", "CGumbo", "CScan"], swiftSettings: strict),
        .target(name: "Calendars", dependencies: ["Kernel"], swiftSettings: strict),
        .target(
            name: "Media",
            dependencies: [
                "Kernel", crypto, .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .target(name: "Archives", dependencies: ["Kernel", "CArchive", crypto], swiftSettings: strict),
        .target(name: "Encoder", dependencies: ["Kernel", "CVector"], swiftSettings: strict),
        .target(
            name: "Privacy", dependencies: ["Kernel", "CAssets", "CFaces"], exclude: ["Training"],
            swiftSettings: strict),
        .target(
            name: "Opinion", dependencies: ["Kernel", "Encoder"], exclude: ["Training"], swiftSettings: strict),
        .target(
            name: "Deontology", dependencies: ["Kernel", "Encoder"], exclude: ["Training", "Rules"],
            swiftSettings: strict),
        .target(
            name: "Storage",
            dependencies: [
                "Kernel", "CLibpq", logging, lifecycle, crypto, .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "Wire",
            dependencies: [
                "Kernel", "Deontology", "CCurl", "CZlib", crypto,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .target(name: "Paper", dependencies: ["Kernel", "CPango", "CQREncode"], swiftSettings: strict),
        .target(
            name: "Networks", dependencies: ["Kernel", "Feeds", "Deontology", "Wire", crypto], swiftSettings: strict),
        .target(
            name: "Web",
            dependencies: [
                "Kernel", "CAssets", hummingbird, httpTypes, logging, crypto, lifecycle,
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),

        // The closed networks, played on this machine: the sample hospital and the tests publish there.
        .target(
            name: "Simulator",
            dependencies: [
                "Kernel", hummingbird, httpTypes, logging, crypto, lifecycle,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict),

        // Our accounts on networks, by which the domains hear, answer and publish.
        .target(
            name: "Channels",
            dependencies: ["Kernel", "Storage", "Wire", "Networks", "Web", hummingbird, httpTypes, crypto],
            swiftSettings: strict),

        // Domains.
        .target(
            name: "People",
            dependencies: [
                "Kernel", "Storage", "Web", "Paper", hummingbird, httpTypes, crypto, logging,
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(
            name: "Listening",
            dependencies: [
                "Kernel", "Feeds", "Archives", "Opinion", "Storage", "Wire", "Networks", "Web", hummingbird, crypto,
                logging, metrics, lifecycle,
            ],
            swiftSettings: strict),

        .target(
            name: "Dialogue",
            dependencies: [
                "Kernel", "Encoder", "Privacy", "Deontology", "Storage", "Wire", "Networks", "Channels", "Paper", "Web",
                hummingbird, httpTypes, crypto, logging, metrics, lifecycle,
            ],
            swiftSettings: strict),

        .target(
            name: "Publishing",
            dependencies: [
                "Kernel", "Calendars", "Media", "Privacy", "Deontology", "Storage", "Wire", "Networks", "Channels",
                "Paper", "Web", hummingbird, httpTypes, crypto, logging, lifecycle,
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),

        // The binary.
        .executableTarget(
            name: "App",
            dependencies: [
                "Kernel", "Feeds", "Archives", "Encoder", "Opinion", "Privacy", "Deontology", "Storage", "Wire",
                "Networks", "Channels", "Calendars", "Media", "Simulator", "Web", "People", "Listening", "Dialogue",
                "Publishing", logging, metrics, crypto, lifecycle, hummingbird,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),

        // Tests.
        .target(
            name: "TestKit",
            dependencies: [
                "Kernel", "Storage", "Deontology", "Encoder", "Web", hummingbird, httpTypes, logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Tests/TestKit",
            swiftSettings: checked),
        tests("Kernel"),
        tests("Feeds", ["CGumbo"]),
        tests("Calendars"),
        tests("Archives", excluding: ["Fixtures"]),
        tests("Encoder", ["CVector"]),
        tests("Opinion", ["Encoder"]),
        tests("Privacy", ["CFaces"], excluding: ["Photos/Fixtures"]),
        tests("Media"),
        tests("Deontology", ["Encoder"]),
        // A node that the tests of Storage kill in the middle of its work.
        .executableTarget(
            name: "StorageCrashHelper", dependencies: ["Storage", logging], path: "Tests/StorageCrashHelper",
            swiftSettings: checked),
        tests(
            "Storage",
            [logging, lifecycle, crypto, "StorageCrashHelper", .product(name: "GRDBSQLite", package: "GRDB.swift")]),
        tests(
            "Wire",
            [
                "Deontology",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        tests("Networks", ["Feeds", "Wire", "Deontology"]),
        tests(
            "Simulator",
            [
                hummingbird, httpTypes, logging, .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        tests(
            "Web",
            [
                hummingbird, httpTypes, logging, lifecycle,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        tests(
            "People",
            [
                "Storage", "Web", hummingbird, httpTypes, logging, crypto,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        tests(
            "Listening",
            [
                "Feeds", "Archives", "Opinion", "Storage", "Wire", "Networks", "Web", "People", hummingbird, logging,
                crypto,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        tests("Paper"),
        tests(
            "Dialogue",
            [
                "Encoder", "Privacy", "Deontology", "Storage", "Wire", "Networks", "Channels", "Paper", "Web",
                hummingbird, httpTypes, logging, lifecycle, crypto,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        tests(
            "Publishing",
            [
                "Calendars", "Feeds", "Media", "Privacy", "Deontology", "Storage", "Wire", "Networks", "Channels",
                "Simulator", "Dialogue", "Web", hummingbird, httpTypes, logging, lifecycle, crypto,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        // The commands as a person types them: the built binary, as a process of its own.
        tests("App", ["Storage", logging]),
        .testTarget(name: "ArchitectureTests", dependencies: ["Kernel"], swiftSettings: checked),
    ]
)

/// The tests of one target: its own folder, the target itself, the kernel and the kit.
func tests(_ name: String, _ more: [Target.Dependency] = [], excluding: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: (name == "Kernel" ? [] : [.init(stringLiteral: name)]) + ["Kernel", "TestKit"] + more,
        exclude: excluding, swiftSettings: checked)
}
