/// The requirements of `spec/keygen.md`: the one source of their names, order and texts.
public enum Catalog {
  /// The version of the specification: it changes whenever the meaning of a requirement does.
  public static let version = "1.1.0"

  /// Every requirement, in the order of the specification.
  public static let requirements: [Requirement] = RequirementID.allCases.map(requirement)

  /// Finds the text of a requirement.
  ///
  /// - Parameter id: the requirement's name; every name has a text.
  /// - Returns: the requirement.
  public static func requirement(_ id: RequirementID) -> Requirement {
    switch id {
    case .cli1: cli1
    case .cli2: cli2
    case .cli3: cli3
    case .cli4: cli4
    case .cli5: cli5

    case .dir1: dir1
    case .dir2: dir2
    case .dir3: dir3

    case .file1: file1
    case .file2: file2
    case .file3: file3
    case .file4: file4
    case .file5: file5
    case .file6: file6

    case .jwks1: jwks1
    case .jwks2: jwks2

    case .jwk1: jwk1
    case .jwk2: jwk2
    case .jwk3: jwk3
    case .jwk4: jwk4
    case .jwk5: jwk5
    case .jwk6: jwk6

    case .kid1: kid1
    case .kid2: kid2
    case .kid3: kid3
    case .kid4: kid4
    case .kid5: kid5

    case .key1: key1
    case .key2: key2
    case .key3: key3
    case .key4: key4

    case .exist1: exist1
    case .exist2: exist2
    case .exist3: exist3
    case .exist4: exist4
    case .exist5: exist5
    case .exist6: exist6

    case .roll1: roll1
    case .roll2: roll2
    case .roll3: roll3
    case .roll4: roll4
    case .roll5: roll5
    case .roll6: roll6
    case .roll7: roll7
    case .roll8: roll8
    case .roll9: roll9

    case .secret1: secret1
    case .secret2: secret2
    }
  }
}
