/// What every page has: the head with the style, the signs, and the script at the end.
struct PageFrame {
  let title: String

  /// A whole document around what stands in its body.
  func page(_ body: [HTML]) -> String {
    let head: [HTML] = [
      .void("meta", [.with("charset", "utf-8")]),
      .void("meta", [.with("http-equiv", "Content-Security-Policy"), .with("content", Self.policy)]),
      .void("meta", [.with("name", "viewport"), .with("content", "width=device-width, initial-scale=1")]),
      .void("meta", [.with("name", "color-scheme"), .with("content", "light dark")]),
      .void("meta", [.with("name", "referrer"), .with("content", "no-referrer")]),
      .element("title", [], .text(title)),
      .element("style", [], .fixed(PageStyle.text)),
    ]
    let page = HTML.element(
      "html", [.with("lang", "en")],
      [
        .element("head", [], .joined(head, separator: "\n")),
        .element("body", [], body + [.element("script", [], .fixed(PageScript.text))]),
      ])
    return "<!doctype html>\n\(page.text)\n"
  }

  /// Nothing is loaded from anywhere, and no script runs but the page's own.
  private static var policy: String {
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src '\(PageStyle.hash)'; "
      + "script-src '\(PageScript.hash)'"
  }

  /// The drawings that signs refer to.
  static let signs = HTML.fixed(
    """
    <svg width="0" height="0" aria-hidden="true" focusable="false" class="hidden"><defs>\
    <symbol id="sign-pass" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="currentColor"/>\
    <path d="M4.5 8.2l2.4 2.4 4.6-5" fill="none" stroke="var(--page)" stroke-width="2"/></symbol>\
    <symbol id="sign-fail" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" rx="2" fill="currentColor"/>\
    <path d="M4.7 4.7l6.6 6.6m0-6.6l-6.6 6.6" fill="none" stroke="var(--page)" stroke-width="2"/></symbol>\
    <symbol id="sign-warn" viewBox="0 0 16 16"><path d="M8 1l7.5 14H.5z" fill="currentColor"/>\
    <path d="M8 6v4m0 1.5V13" fill="none" stroke="var(--page)" stroke-width="2"/></symbol>\
    <symbol id="sign-skip" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" \
    stroke-width="1.6" stroke-dasharray="3 2"/></symbol>\
    <symbol id="sign-expected" viewBox="0 0 16 16"><path d="M8 .8L15.2 8 8 15.2.8 8z" fill="currentColor"/>\
    <path d="M5 8h6" fill="none" stroke="var(--page)" stroke-width="2"/></symbol>\
    <symbol id="cell-pass" viewBox="0 0 16 16"><circle cx="8" cy="8" r="4.5" fill="currentColor"/></symbol>\
    <symbol id="cell-tolerated" viewBox="0 0 16 16"><circle cx="8" cy="8" r="4.2" fill="none" stroke="currentColor" \
    stroke-width="2"/></symbol>\
    <symbol id="cell-fail" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" fill="currentColor"/>\
    <path d="M4.5 4.5l7 7m0-7l-7 7" fill="none" stroke="var(--page)" stroke-width="2"/></symbol>\
    <symbol id="cell-unjudged" viewBox="0 0 16 16"><path d="M3 8h10" stroke="currentColor" stroke-width="2"/></symbol>\
    </defs></svg>
    """)
}
