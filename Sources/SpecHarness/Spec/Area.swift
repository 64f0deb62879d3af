/// A group of requirements, in the order in which the specification and every report show them.
public enum Area: String, CaseIterable, Sendable {
  case cli = "CLI"
  case dir = "DIR"
  case file = "FILE"
  case jwks = "JWKS"
  case jwk = "JWK"
  case kid = "KID"
  case key = "KEY"
  case exist = "EXIST"
  case roll = "ROLL"
  case secret = "SECRET"

  /// The heading of the group.
  public var title: String {
    switch self {
    case .cli: "Command line"
    case .dir: "Output directory"
    case .file: "The two files"
    case .jwks: "JWK sets"
    case .jwk: "The key's members"
    case .kid: "Key identifier"
    case .key: "Key material"
    case .exist: "Refusing to overwrite"
    case .roll: "Failure and rollback"
    case .secret: "Secrecy of the private value"
    }
  }

  /// The requirements of the group, in order.
  public var requirements: [RequirementID] {
    RequirementID.allCases.filter { $0.area == self }
  }
}
