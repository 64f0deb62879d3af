/// What this product calls itself.
public enum Product {
  /// The version of the program, the suite and the reference, which are released together.
  public static let version = "0.1.0"
}
