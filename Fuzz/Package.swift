// swift-tools-version: 6.2
import PackageDescription

// The parsers of everything that comes from outside, under libFuzzer. `Fuzz/run 600` runs each for 600 seconds.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
let sanitize: [SwiftSetting] = strict + [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])]
let link: [LinkerSetting] = [.unsafeFlags(["-sanitize=fuzzer"])]
let names = ["fuzzFeed", "fuzzDate", "fuzzRichText", "fuzzOPML"]

let package = Package(
    name: "fuzz",
    targets: [
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CGumbo", linkerSettings: [.linkedLibrary("gumbo")]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .target(name: "Kernel", swiftSettings: strict),
        .target(name: "Driver", swiftSettings: strict),
        .target(name: "Crypto", swiftSettings: strict),
        .target(
            name: "Archives", dependencies: ["Kernel", "CArchive", "Crypto"],
            swiftSettings: strict + [.unsafeFlags(["-sanitize=fuzzer"])]),
        .executableTarget(
            name: "fuzzArchive", dependencies: ["Archives", "Kernel", "Driver"], swiftSettings: sanitize,
            linkerSettings: link),
        .target(name: "CAssets", exclude: ["assets"], cSettings: [.disableWarning("c23-extensions")]),
        .target(
            name: "Privacy", dependencies: ["Kernel", "CAssets"], exclude: ["Training"],
            swiftSettings: strict + [.unsafeFlags(["-sanitize=fuzzer"])]),
        .executableTarget(
            name: "fuzzPrivacy", dependencies: ["Privacy", "Driver"], swiftSettings: sanitize, linkerSettings: link),
        .target(name: "CScan"),
        .target(name: "CVector"),
        .target(name: "Encoder", dependencies: ["Kernel", "CVector"], swiftSettings: strict),
        .target(
            name: "Deontology", dependencies: ["Kernel", "Encoder"], exclude: ["Training", "Rules"],
            swiftSettings: strict + [.unsafeFlags(["-sanitize=fuzzer"])]),
        .target(
            name: "Opinion", dependencies: ["Kernel", "Encoder"], exclude: ["Training"],
            swiftSettings: strict + [.unsafeFlags(["-sanitize=fuzzer"])]),
        .executableTarget(
            name: "fuzzOpinion", dependencies: ["Opinion", "CAssets", "Kernel", "Driver"], swiftSettings: sanitize,
            linkerSettings: link),
        .executableTarget(
            name: "fuzzDraft", dependencies: ["Deontology", "Driver"], swiftSettings: sanitize, linkerSettings: link),
        .target(
            name: "Feeds", dependencies: ["Kernel", "CXML", "CGumbo", "CScan"],
            swiftSettings: strict + [.unsafeFlags(["-sanitize=fuzzer"])]),
    ]
        + names.map {
            .executableTarget(
                name: $0, dependencies: ["Feeds", "Driver"], swiftSettings: sanitize, linkerSettings: link)
        }
)
