internal import SpecHarness

/// What the program did, call by call, with the call marked where the fault struck.
struct TraceTimeline {
  let trace: CallTrace
  /// The fault in words.
  let moment: String?

  var html: HTML {
    .element(
      "details", [.classes("trace")],
      .element("summary", [], .text("What the program did (case \(trace.caseName))")),
      .element(
        "ol", [],
        [Self.gap(trace.before, "earlier")].compactMap(\.self) + trace.calls.map(step)
          + [Self.gap(trace.after, "later")].compactMap(\.self)))
  }

  private func step(_ call: CallTrace.Call) -> HTML {
    // A number, `mapped`, or `?` where the process did not live to see it.
    let isError = call.result.first.map { !$0.isNumber && $0 != "?" && $0 != "m" } ?? false
    var parts: [HTML] = [
      .element("code", [.classes("call")], .text(call.name)),
      .element(
        "span", [isError ? .classes("result error") : .classes("result")], .text("= \(call.result)")),
    ]
    if let path = call.path { parts.append(.element("span", [.classes("path")], .text(path))) }
    if call.isStruck {
      let fault = moment.map { ": \($0)" } ?? ""
      parts.append(
        .element(
          "strong", [.classes("struck-label")], .text("\u{26A1}\u{FE0E} the fault struck here\(fault)")))
    }
    return .element("li", [call.isStruck ? .classes("struck") : .classes("step")], parts)
  }

  private static func gap(_ count: Int, _ which: String) -> HTML? {
    count == 0
      ? nil
      : .element("li", [.classes("gap")], .text("\(count) \(which) call\(count == 1 ? "" : "s") not shown"))
  }
}
