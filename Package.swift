// swift-tools-version: 6.2
import PackageDescription

/// The house's settings, one flag a line, each with its reason.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),  // a box is written as one (SE-0335)
  .enableUpcomingFeature("MemberImportVisibility"),  // a file imports what it uses (SE-0444)
  .enableUpcomingFeature("InternalImportsByDefault"),  // no C type in a signature (SE-0409)
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // async stays put (SE-0461)
  .strictMemorySafety(),  // every unsafe expression says so (SE-0458)
  .treatWarning("StrictMemorySafety", as: .error),
]

/// Debian's C libraries, each behind one module map.
let systemLibraries: [Target] = [
  .systemLibrary(name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
  .systemLibrary(
    name: "CVorbis", pkgConfig: "vorbisenc", providers: [.apt(["libvorbis-dev", "libogg-dev"])]),
  .systemLibrary(name: "CFFTW", pkgConfig: "fftw3f", providers: [.apt(["libfftw3-dev"])]),
  .systemLibrary(name: "CSoxr", pkgConfig: "soxr", providers: [.apt(["libsoxr-dev"])]),
  .systemLibrary(name: "CPageCache"),
  .systemLibrary(name: "CProcess"),
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
]

let numerics: Target.Dependency = .product(name: "Numerics", package: "swift-numerics")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let web: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"),
  .product(name: "HummingbirdCore", package: "hummingbird"),
  .product(name: "HummingbirdTLS", package: "hummingbird"),
  .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
  .product(name: "Logging", package: "swift-log"),
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOSSL", package: "swift-nio-ssl"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
  .product(name: "HTTPTypes", package: "swift-http-types"),
]
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

/// The rooms, in the order in which the audio walks through them.
///
/// A room knows only rooms above it; Decoding, Ladder, Fingerprinting and Analysis are siblings and
/// never know each other.
let rooms: [Target] = [
  room("Sound"),
  room("DSP", ["Sound", "CFFTW", "CSoxr", numerics]),
  room("Intake", ["Sound", crypto]),
  room("Decoding", ["Sound", "DSP", "CSndfile", crypto, numerics]),
  .target(
    name: "CTagLib", linkerSettings: [.linkedLibrary("tag")]),
  .target(name: "COnDemand"),  // libgd, libchromaprint, libswresample
  room("Tagging", ["Sound", "CTagLib", "COnDemand"]),
  room("Isolation", ["Sound", "Decoding", "Tagging", "CProcess"]),
  room("Ladder", ["Sound", "DSP", "Tagging", "CVorbis", crypto, yams]),
  room("Fingerprinting", ["Sound", "COnDemand"]),
  room("Analysis", ["Sound", "DSP", numerics]),
  .target(name: "CNearest"),
  room("Similarity", ["Sound", "Analysis", "CNearest", numerics]),
  room("Recordings", ["Sound", "Fingerprinting", numerics]),
  room(
    "Catalogue",
    ["Sound", "Tagging", "Ladder", "Fingerprinting", "Analysis", "Recordings", grdb]),
  room(
    "Ingestion",
    [
      "Sound", "Intake", "Decoding", "Isolation", "Tagging", "Ladder", "Fingerprinting",
      "Analysis", "Recordings", "Similarity", "Catalogue", numerics,
    ]),
  room("Retrieval", ["Sound", "Tagging", "Analysis", "Similarity", "Catalogue", "Ingestion"]),
  room(
    "Interchange",
    [
      "Sound", "Tagging", "Ladder", "Fingerprinting", "Analysis", "Recordings", "Similarity",
      "Catalogue", "Ingestion", "Retrieval",
    ]),
  room(
    "Service",
    [
      "Sound", "Intake", "Tagging", "Ladder", "Analysis", "Similarity", "Catalogue", "Ingestion",
      "Retrieval", "Recordings", "Interchange", "Isolation", "CPageCache", "CZlib", crypto,
    ] + web),
]

/// One suite a room; file names mirror the sources.
func tests(_ room: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(room)Tests", dependencies: [.byName(name: room), "TestSignals"] + dependencies,
    swiftSettings: house)
}

let suites: [Target] = [
  .target(
    name: "TestSignals", dependencies: ["Sound"], path: "Tests/TestSignals", swiftSettings: house),
  .target(
    name: "HostileFiles", dependencies: ["Sound", "TestSignals", "CSndfile", crypto],
    path: "Tests/HostileFiles", swiftSettings: house),
  .systemLibrary(name: "CEBUR128", pkgConfig: "libebur128", providers: [.apt(["libebur128-dev"])]),
  .target(
    name: "TestLibrary",
    dependencies: [
      "Sound", "Tagging", "Ladder", "Fingerprinting", "Analysis", "Similarity", "Catalogue",
      "CSndfile",
    ],
    path: "Tests/TestLibrary", swiftSettings: house),
  tests("Sound", []),
  tests("DSP", ["Sound"]),
  tests("Intake", ["Sound"]),
  tests("Decoding", ["Sound", "DSP", "CSndfile", "Intake", "HostileFiles"]),
  tests("Tagging", ["Sound", "HostileFiles"]),
  .executableTarget(
    name: "IsolationWorker", dependencies: ["Isolation", "Sound"], path: "Tests/IsolationWorker",
    swiftSettings: house),
  tests("Isolation", ["Sound", "Decoding", "Tagging", "CSndfile", "IsolationWorker"]),
  tests("Ladder", ["Sound", "DSP", "Tagging"]),
  tests("Fingerprinting", ["Sound"]),
  tests("Analysis", ["Sound", "DSP", "CEBUR128", numerics]),
  tests("Recordings", ["Sound", "Analysis", "Fingerprinting"]),
  tests("Similarity", ["Sound", "Analysis"]),
  .testTarget(
    name: "CatalogueTests",
    dependencies: [
      "Catalogue", "Sound", "Tagging", "Ladder", "Fingerprinting", "Analysis", "Recordings",
      "TestSignals", "TestLibrary", grdb,
    ],
    resources: [.copy("Fixtures")], swiftSettings: house),
  tests(
    "Retrieval",
    [
      "Sound", "Tagging", "Analysis", "Similarity", "Catalogue", "Ingestion", "TestLibrary",
    ]),
  tests(
    "Interchange",
    [
      "Sound", "Tagging", "Ladder", "Fingerprinting", "Analysis", "Similarity", "Catalogue",
      "Ingestion", "Retrieval", "TestLibrary",
    ]),
  tests(
    "Service",
    [
      "Sound", "Tagging", "Ladder", "Analysis", "Similarity", "Catalogue", "Ingestion",
      "Retrieval", "Interchange", "TestLibrary",
      .product(name: "Hummingbird", package: "hummingbird"),
      .product(name: "HummingbirdTesting", package: "hummingbird"),
      .product(name: "Logging", package: "swift-log"),
      .product(name: "HTTPTypes", package: "swift-http-types"),
      .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOPosix", package: "swift-nio"),
    ]),
  .testTarget(
    name: "RouteTests",
    dependencies: [
      "Ingestion", "Sound", "Intake", "Decoding", "Tagging", "Ladder", "Fingerprinting",
      "Analysis", "Recordings", "Catalogue", "Isolation", "TestSignals", "TestLibrary",
      "HostileFiles", "IsolationWorker",
      "assonance",
    ],
    swiftSettings: house),
]

let package = Package(
  name: "assonance",
  products: [
    .executable(name: "assonance", targets: ["assonance"]),
    .library(
      name: "Assonance",
      targets: rooms.filter { !["CTagLib", "CNearest"].contains($0.name) }.map(\.name)),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
  ],
  targets: systemLibraries + rooms + suites + [
    // Prints what `Evaluation/fit_bars.py` and `fit_metrical_level.py` learn from.
    .executableTarget(
      name: "rhythm-inputs", dependencies: ["Analysis", "Decoding", "Sound"],
      path: "Evaluation/RhythmInputs", swiftSettings: house),
    // Prints what `Evaluation/neighbour_speed.py` compares.
    .executableTarget(
      name: "neighbour-speed", dependencies: ["Similarity"], path: "Evaluation/NeighbourSpeed",
      swiftSettings: house),
    // Prints what `Evaluation/fit_voices.py` learns from.
    .executableTarget(
      name: "voice-inputs", dependencies: ["Analysis", "Decoding", "Sound"],
      path: "Evaluation/VoiceInputs", swiftSettings: house),
    // Prints size and speed of the index of recordings over made-up libraries.
    .executableTarget(
      name: "index-growth", dependencies: ["Recordings", "Sound"],
      path: "Evaluation/IndexGrowth", swiftSettings: house),
    .executableTarget(
      name: "assonance",
      dependencies: [
        "Sound", "Intake", "Ladder", "Fingerprinting", "Analysis", "Recordings", "Similarity",
        "Catalogue", "Ingestion", "Retrieval", "Interchange", "Tagging", "Isolation", "Service",
        "CProcess", arguments, .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)
