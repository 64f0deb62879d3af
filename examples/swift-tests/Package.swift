// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "swift-tests",
  // Elsewhere: .package(url: "https://.../mirror", from: "...")
  dependencies: [.package(name: "mirror", path: "../..")],
  targets: [
    .testTarget(
      name: "KeygenTests",
      dependencies: [
        .product(name: "KeygenSuite", package: "mirror"),
        .product(name: "SpecHarness", package: "mirror"),
      ])
  ]
)
