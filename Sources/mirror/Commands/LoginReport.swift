internal import MirrorLogin

/// What `mirror login` prints on success; never a token.
struct LoginReport {
  private let login: PreparedLogin
  private let isDryRun: Bool

  init(_ login: PreparedLogin, isDryRun: Bool) {
    self.login = login
    self.isDryRun = isDryRun
  }

  /// Whether this program's credential helper is entered for a host.
  var entersHelper: Bool {
    login.steps.contains { if case .enterHelper = $0.action { true } else { false } }
  }

  func text(in format: LoginRequest.Format) -> String {
    switch format {
    case .text: login.steps.map { line($0) + "\n" }.joined()
    case .json: json()
    }
  }

  // MARK: Text

  private func line(_ step: LoginStep) -> String {
    let host = step.host
    switch step.action {
    case .skip(let reason): return "• skipping \(host) (\(reason))"
    case .store(let value):
      guard isDryRun else { return "✔ stored credential for \(host) in \(login.path)" }
      let member = if case .pair = value { "auth" } else { "registrytoken" }
      return "• would store \(member) for \(host) in \(login.path)\(claims(step))"
    case .delegate(let helper, _, _):
      guard isDryRun else {
        return "✔ stored credential for \(host) via the \"\(helper.name)\" credential helper"
      }
      return
        "• would store a credential for \(host) via the \"\(helper.name)\" credential helper\(claims(step))"
    case .enterHelper:
      let helper = "the \"\(Login.ownHelper)\" credential helper"
      return isDryRun
        ? "• would enter \(helper) for \(host) in \(login.path)"
        : "✔ entered \(helper) for \(host) in \(login.path)"
    }
  }

  private func claims(_ step: LoginStep) -> String { step.claims.map { "\n  \($0.json())" } ?? "" }

  // MARK: JSON

  private func json() -> String {
    var buffer = SecretBuffer()
    buffer.append("{\n  \"dockerConfig\": ")
    buffer.appendJSONString(login.path)
    buffer.append(",\n  \"dryRun\": \(isDryRun),\n  \"hosts\": [")
    for (index, step) in login.steps.enumerated() {
      buffer.append(index == 0 ? "\n    {\"host\": " : ",\n    {\"host\": ")
      buffer.appendJSONString(step.host)
      append(step, to: &buffer)
      buffer.append("}")
    }
    buffer.append("\n  ]\n}\n")
    return buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  private func append(_ step: LoginStep, to buffer: inout SecretBuffer) {
    func append(_ name: String, _ value: String) {
      buffer.append(", \"\(name)\": ")
      buffer.appendJSONString(value)
    }
    switch step.action {
    case .skip(let reason):
      append("action", "skip")
      append("reason", reason)
    case .store(let value):
      append("action", "store")
      append("member", { if case .pair = value { "auth" } else { "registrytoken" } }())
    case .delegate(let helper, _, _):
      append("action", "helper")
      append("helper", helper.name)
    case .enterHelper:
      append("action", "enter-helper")
      append("helper", Login.ownHelper)
    }
    if let claims = step.claims { buffer.append(", \"claims\": \(claims.json())") }
  }
}
