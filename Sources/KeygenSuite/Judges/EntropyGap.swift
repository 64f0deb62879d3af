/// Why a key may depend on more bytes than were found.
enum EntropyGap: CustomStringConvertible {
  case noPair(reason: String)
  case tooManyRuns
  case tooManyDraws(Int)
  case hidden

  /// So many runs a search may take.
  static let mostRuns = 1024
  /// So many draws are tried, each of them as a whole: a program may draw its key byte by byte, and much else besides.
  static let mostDraws = 96

  var description: String {
    switch self {
    case .noPair(let reason): "with other bytes drawn, \(reason)"
    case .tooManyRuns: "more than \(Self.mostRuns) runs are needed to find the bytes that make it"
    case .tooManyDraws(let count): "of \(count) draws no more than \(Self.mostDraws) are tried"
    case .hidden: "it depends on more bytes than could be found"
    }
  }
}
