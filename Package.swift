// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  // CI sets this; a newer compiler's new warning must not break a user's build.
  Context.environment["MIRROR_WARNINGS_AS_ERRORS"] == nil
    ? .treatAllWarnings(as: .warning) : .treatAllWarnings(as: .error),
]
// The tests spend their time in what runs and judges programs, which takes half as long optimized. Flags
// like these would keep a package from being depended on, so only the test script asks for them.
let fast: [SwiftSetting] =
  Context.environment["MIRROR_OPTIMIZED"] == nil
  ? strict : strict + [.unsafeFlags(["-O", "-assert-config", "Debug"])]

let package = Package(
  name: "mirror",
  products: [
    .executable(name: "mirror", targets: ["mirror"]),
    // With what a key pair is made by.
    .library(
      name: "MirrorReference", targets: ["MirrorReference", "Ed25519", "SodiumBackend", "OpenSSLBackend"]),
    .library(name: "KeygenSuite", targets: ["KeygenSuite"]),
    .library(name: "LoginSuite", targets: ["LoginSuite"]),
    .library(name: "SpecHarness", targets: ["SpecHarness"]),
    .library(name: "Reports", targets: ["Reports"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // The edges: system libraries and C.
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CSystemSupport"),
    .target(name: "CLaunch"),
    .target(name: "CFiles"),
    .target(name: "CStartup"),
    .target(name: "CTrace", dependencies: ["CLaunch"]),

    // Ed25519 through one protocol; each backend is a module of its own, so that the libsodium path never
    // touches libcrypto.
    .target(name: "Ed25519", dependencies: ["CSodium"], swiftSettings: strict),
    .target(name: "SodiumBackend", dependencies: ["Ed25519", "CSodium"], swiftSettings: strict),
    .target(name: "OpenSSLBackend", dependencies: ["Ed25519", "CLibcrypto"], swiftSettings: strict),

    // What every part of the harness needs of the system; it knows nothing of what it serves.
    .target(name: "SystemSupport", dependencies: ["CSystemSupport"], swiftSettings: fast),
    // Runs any program, bare or traced, with a fault or without; it knows no requirement.
    .target(
      name: "FaultInjection", dependencies: ["CLaunch", "CTrace", "SystemSupport"], swiftSettings: fast),

    // The harness's own readers and writers; the reference never uses them.
    .target(name: "StrictFormats", swiftSettings: fast),
    .target(
      name: "Crosscheck",
      dependencies: [
        "CSodium", "Ed25519", "SodiumBackend", "OpenSSLBackend", "StrictFormats", "SystemSupport",
      ],
      swiftSettings: fast),

    .target(
      name: "MirrorReference",
      dependencies: [
        "CFiles", "CSodium", "Ed25519", "SodiumBackend", "OpenSSLBackend",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    // YAML documents by libyaml's parser, with the line of every node.
    .target(name: "YAML", dependencies: ["CYAML"], swiftSettings: strict),
    // `mirror login` and the credential helper: nothing of it is reached by `mirror keygen`.
    .target(
      name: "MirrorLogin",
      dependencies: [
        "CFiles", "CSodium", "Ed25519", "SodiumBackend", "OpenSSLBackend", "MirrorReference", "YAML",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    .target(
      name: "SpecHarness",
      dependencies: [
        "FaultInjection", "StrictFormats", "SystemSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: fast),
    // What a report says as a value, and every format that it is written in; it runs nothing.
    .target(
      name: "Reports",
      dependencies: ["FaultInjection", "SpecHarness", "StrictFormats", "SystemSupport"],
      swiftSettings: strict),
    // The suites; each says what it specifies, which runs show it, and how they are judged.
    .target(
      name: "KeygenSuite",
      dependencies: [
        "Crosscheck", "Ed25519", "FaultInjection", "Reports", "SodiumBackend", "OpenSSLBackend",
        "SpecHarness", "StrictFormats", "SystemSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: fast),
    .target(
      name: "LoginSuite",
      dependencies: [
        "Crosscheck", "Ed25519", "FaultInjection", "Reports", "SodiumBackend", "OpenSSLBackend",
        "SpecHarness", "StrictFormats", "SystemSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: fast),
    .executableTarget(
      name: "mirror",
      dependencies: [
        "CStartup", "Ed25519", "SodiumBackend", "OpenSSLBackend", "MirrorReference", "MirrorLogin",
        "Crosscheck", "FaultInjection", "KeygenSuite", "LoginSuite", "Reports", "SpecHarness",
        "StrictFormats", "SystemSupport", "YAML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .executableTarget(
      name: "FaultBench", dependencies: ["FaultInjection", "KeygenSuite", "SpecHarness", "SystemSupport"],
      path: "scripts/bench.d/FaultBench",
      swiftSettings: strict),

    .testTarget(
      name: "ConformanceTests",
      dependencies: [
        "Crosscheck", "FaultInjection", "KeygenSuite", "LoginSuite", "MirrorReference", "Reports",
        "SpecHarness", "StrictFormats", "SystemSupport",
      ],
      path: "Tests/Conformance", exclude: ["Subjects"], swiftSettings: strict),
    .testTarget(
      name: "PropertyTests",
      dependencies: [
        "Crosscheck", "Ed25519", "MirrorLogin", "MirrorReference", "OpenSSLBackend", "SodiumBackend",
        "KeygenSuite", "SpecHarness", "StrictFormats", "SystemSupport", "YAML",
      ],
      path: "Tests/Property", swiftSettings: strict),
  ]
)

// scripts/docs builds the documentation by a plugin, which nobody needs who depends on the package.
if Context.environment["MIRROR_DOCS"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
