/// A signature to be judged, with the verdicts that are expected.
package struct SignatureVector: Sendable, Equatable {
  /// A name, such as `small-order-a/3`.
  package var id: String
  /// What it is about.
  package var comment: String
  /// The key, message and signature.
  package var signed: Signed
  /// Whether each library accepts; nothing for a library that is left to the rule.
  package var expect: [Library: Bool]

  /// What the rule predicts, where that is known already.
  package var prediction: Prediction?

  /// Makes a vector.
  package init(id: String, comment: String, signed: Signed, expect: [Library: Bool] = [:]) {
    self.id = id
    self.comment = comment
    self.signed = signed
    self.expect = expect
  }
}
