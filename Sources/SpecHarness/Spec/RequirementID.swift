/// The name of a requirement: fixed for good, in the order of the specification.
public enum RequirementID: String, CaseIterable, Sendable {
  case cli1 = "KG-CLI-1"
  case cli2 = "KG-CLI-2"
  case cli3 = "KG-CLI-3"
  case cli4 = "KG-CLI-4"
  case cli5 = "KG-CLI-5"

  case dir1 = "KG-DIR-1"
  case dir2 = "KG-DIR-2"
  case dir3 = "KG-DIR-3"

  case file1 = "KG-FILE-1"
  case file2 = "KG-FILE-2"
  case file3 = "KG-FILE-3"
  case file4 = "KG-FILE-4"
  case file5 = "KG-FILE-5"
  case file6 = "KG-FILE-6"

  case jwks1 = "KG-JWKS-1"
  case jwks2 = "KG-JWKS-2"

  case jwk1 = "KG-JWK-1"
  case jwk2 = "KG-JWK-2"
  case jwk3 = "KG-JWK-3"
  case jwk4 = "KG-JWK-4"
  case jwk5 = "KG-JWK-5"
  case jwk6 = "KG-JWK-6"

  case kid1 = "KG-KID-1"
  case kid2 = "KG-KID-2"
  case kid3 = "KG-KID-3"
  case kid4 = "KG-KID-4"
  case kid5 = "KG-KID-5"

  case key1 = "KG-KEY-1"
  case key2 = "KG-KEY-2"
  case key3 = "KG-KEY-3"
  case key4 = "KG-KEY-4"

  case exist1 = "KG-EXIST-1"
  case exist2 = "KG-EXIST-2"
  case exist3 = "KG-EXIST-3"
  case exist4 = "KG-EXIST-4"
  case exist5 = "KG-EXIST-5"
  case exist6 = "KG-EXIST-6"

  case roll1 = "KG-ROLL-1"
  case roll2 = "KG-ROLL-2"
  case roll3 = "KG-ROLL-3"
  case roll4 = "KG-ROLL-4"
  case roll5 = "KG-ROLL-5"
  case roll6 = "KG-ROLL-6"
  case roll7 = "KG-ROLL-7"
  case roll8 = "KG-ROLL-8"
  case roll9 = "KG-ROLL-9"

  case secret1 = "KG-SECRET-1"
  case secret2 = "KG-SECRET-2"

  /// The group that the requirement belongs to.
  public var area: Area {
    switch self {
    case .cli1, .cli2, .cli3, .cli4, .cli5: .cli
    case .dir1, .dir2, .dir3: .dir
    case .file1, .file2, .file3, .file4, .file5, .file6: .file
    case .jwks1, .jwks2: .jwks
    case .jwk1, .jwk2, .jwk3, .jwk4, .jwk5, .jwk6: .jwk
    case .kid1, .kid2, .kid3, .kid4, .kid5: .kid
    case .key1, .key2, .key3, .key4: .key
    case .exist1, .exist2, .exist3, .exist4, .exist5, .exist6: .exist
    case .roll1, .roll2, .roll3, .roll4, .roll5, .roll6, .roll7, .roll8, .roll9: .roll
    case .secret1, .secret2: .secret
    }
  }
}

extension RequirementID: CustomStringConvertible {
  /// The name as it is written, such as `KG-FILE-2`.
  public var description: String { rawValue }
}

extension RequirementID: Comparable {
  /// Whether one stands before the other in the specification.
  public static func < (one: RequirementID, other: RequirementID) -> Bool { one.position < other.position }

  private static let positions = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
  private var position: Int { Self.positions[self] ?? 0 }
}
