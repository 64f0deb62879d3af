public import SpecHarness

extension ReportDocument {
  /// Makes the document of a merged run.
  ///
  /// - Parameters:
  ///   - shards: the documents of its shards, at least one.
  ///   - report: what the shards say together.
  public init(merging shards: [ReportDocument], into report: Report) {
    self.init(report)
    guard let first = shards.first else { return }
    suite = first.suite
    subject.files = first.subject.files
    platform = first.platform
    // The merged report is as old as its youngest part.
    date = shards.compactMap(\.date).max()
  }

  /// Why the documents are not about one program, judged by one version of the suite; nothing when they are.
  ///
  /// - Parameters:
  ///   - documents: of the shards.
  ///   - names: what the documents are called.
  public static func difference(of documents: [ReportDocument], names: [String]) -> String? {
    guard let first = documents.first else { return nil }
    for (other, name) in zip(documents, names).dropFirst() {
      if first.suite != other.suite {
        return "\(names[0]) and \(name) are no parts of one run: they are of different versions of the suite"
      }
      for file in other.subject.files {
        guard let same = first.subject.files.first(where: { $0.path == file.path }),
          same.sha256 != file.sha256
        else {
          continue
        }
        return
          "\(names[0]) and \(name) are no parts of one run: they are about different contents of \(file.path) "
          + "(SHA-256 \(same.sha256) and \(file.sha256))"
      }
    }
    return nil
  }
}
