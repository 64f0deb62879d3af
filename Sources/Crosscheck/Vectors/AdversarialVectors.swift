internal import SystemSupport

/// The adversarial signatures that the libraries are put to, made by our own arithmetic from fixed labels.
package enum AdversarialVectors {
  /// The names of the classes in the order of the vectors.
  package static var classes: [String] { makers.map(\.name) }

  /// All vectors, each with the verdicts that the rule predicts; always the same.
  ///
  /// - Parameter jobs: how many threads make them.
  package static func all(jobs: Int) -> [SignatureVector] {
    let plain = parallelMap(makers, jobs: jobs) { $0.make() }.flatMap(\.self)
    return parallelMap(plain, jobs: jobs) { vector in
      let prediction = Prediction(vector.signed)
      var vector = vector
      vector.prediction = prediction
      for library in Library.allCases { vector.expect[library] = prediction.accepts(library) }
      return vector
    }
  }

  private struct Class: Sendable {
    let name: String
    let fill: @Sendable (inout VectorMaker) -> Void

    init(_ name: String, _ fill: @escaping @Sendable (inout VectorMaker) -> Void) {
      self.name = name
      self.fill = fill
    }

    func make() -> [SignatureVector] {
      var maker = VectorMaker(name)
      fill(&maker)
      return maker.vectors
    }
  }

  private static let makers: [Class] = [
    Class("rfc8032", knownAnswers), Class("honest", honest), Class("bit-flip", bitFlips),
    Class("length", lengths), Class("swapped", swaps), Class("negated", negations),
    Class("scalar-plus-order", scalarsPlusOrder), Class("scalar-edge", scalarEdges),
    Class("off-curve", offCurve), Class("non-canonical-a", nonCanonicalKeys),
    Class("non-canonical-r", nonCanonicalCommitments), Class("small-order-a", smallOrderKeys),
    Class("small-order-r", smallOrderCommitments), Class("small-order-both", smallOrderBoth),
    Class("mixed-order", mixedOrder), Class("ed25519ph-ctx", otherVariants),
  ]
}
