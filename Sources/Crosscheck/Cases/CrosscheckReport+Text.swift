internal import StrictFormats

extension CrosscheckReport {
  /// The report as one JSON object.
  package func json(seconds: Double) -> String {
    let explanations = Clause.allCases.compactMap { clause in
      explained[clause].map { JSONMember(name: clause.rawValue, value: number($0)) }
    }
    return JSONValue.object([
      JSONMember(
        name: "libraries",
        value: .object(libraries.map { JSONMember(name: $0.name, value: .string($0.version)) })),
      JSONMember(name: "cases", value: number(cases)),
      JSONMember(name: "total", value: number(counts.total)),
      JSONMember(
        name: "counts",
        value: .object([
          JSONMember(name: "bothAccept", value: number(counts.bothAccept)),
          JSONMember(name: "bothReject", value: number(counts.bothReject)),
          JSONMember(name: "libsodiumOnly", value: number(counts.libsodiumOnly)),
          JSONMember(name: "libcryptoOnly", value: number(counts.libcryptoOnly)),
        ])),
      JSONMember(name: "explained", value: .object(explanations)),
      JSONMember(
        name: "mismatches",
        value: .array(
          mismatches.map { mismatch in
            .object([
              JSONMember(name: "id", value: .string(mismatch.id)),
              JSONMember(name: "expected", value: mismatch.expected),
              JSONMember(name: "observed", value: mismatch.observed),
              JSONMember(name: "why", value: .string(mismatch.why)),
            ])
          })),
      JSONMember(name: "seconds", value: .number(milliseconds(seconds))),
      JSONMember(name: "librarySeconds", value: .number(milliseconds(librarySeconds))),
    ]).serialized(pretty: true)
  }

  /// The report to be read by people.
  package func text() -> String {
    var lines = ["libraries: " + libraries.map { "\($0.name) \($0.version)" }.joined(separator: ", ")]
    if cases > 0 { lines.append("generated keys: \(cases), derived and signed with by both") }
    lines += [
      "verdicts: \(counts.total)", "  both accept     \(counts.bothAccept)",
      "  both reject     \(counts.bothReject)", "  libsodium only  \(counts.libsodiumOnly)",
      "  libcrypto only  \(counts.libcryptoOnly)",
    ]
    for clause in Clause.allCases {
      if let count = explained[clause] {
        lines.append("    \(count) by the clause \"\(clause.rawValue)\", which only libsodium demands")
      }
    }
    for mismatch in mismatches {
      lines += [
        "mismatch: \(mismatch.id)", "  expected  \(mismatch.expected.serialized(pretty: false))",
        "  observed  \(mismatch.observed.serialized(pretty: false))", "  why       \(mismatch.why)",
      ]
    }
    lines.append(mismatches.isEmpty ? "every verdict is as expected" : "\(mismatches.count) not as expected")
    return lines.joined(separator: "\n")
  }

  private func number(_ value: Int) -> JSONValue { .number(String(value)) }

  /// Seconds with three decimals.
  private func milliseconds(_ seconds: Double) -> String {
    let thousandths = Int((seconds * 1000).rounded())
    let decimals = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - decimals.count) + decimals
  }
}
