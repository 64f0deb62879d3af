/// The style of a page: light and dark, on a phone and on paper.
enum PageStyle {
  /// What the page's policy lets apply; a test compares it with the text.
  static let hash = "sha256-A25YEIeCES+KxjgL8Nh+vKR0NgG45IHN4KHqYkW57o0="

  static let text: StaticString = """
    :root {
      color-scheme: light dark;
      --page: #fbfaf8; --card: #ffffff; --ink: #1d2024; --muted: #585f69; --line: #dad8d3; --code: #f1efeb;
      --pass: #17683a; --fail: #b3261e; --warn: #8a5000; --skip: #5b626c; --expected: #5a3ea6; --link: #0b57a4;
      --pass-soft: #e6f3ea; --fail-soft: #fceceb; --warn-soft: #fcf2df; --skip-soft: #eeeef0; --expected-soft: #efebfa;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #15171a; --card: #1d2024; --ink: #e7e8ea; --muted: #a5acb6; --line: #363b42; --code: #272b31;
        --pass: #6fcf97; --fail: #ff8f85; --warn: #f0b95b; --skip: #a5acb6; --expected: #c3abff; --link: #8ec5ff;
        --pass-soft: #17301f; --fail-soft: #3a1c1a; --warn-soft: #372a12; --skip-soft: #282c32; --expected-soft: #2a2340;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
    body { margin: 0 auto; max-width: 68rem; padding: 0 1.25rem 4rem; background: var(--page); color: var(--ink);
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
    h1, h2, h3, h4 { line-height: 1.25; margin: 0; }
    h2 { font-size: 1.35rem; margin: 3rem 0 .9rem; }
    p { margin: .5rem 0; }
    a { color: var(--link); }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
    main:focus { outline: none; }
    code, .quote, .path, .call { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
      overflow-wrap: anywhere; }
    p > code, summary code, li > code, .prose code { background: var(--code); border-radius: 3px; padding: .1em .3em; }
    .muted { color: var(--muted); }
    .hidden, [hidden] { display: none !important; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .jump { position: absolute; left: -999rem; }
    .jump:focus { position: static; display: inline-block; padding: .5rem; }
    .sign { width: 1em; height: 1em; flex: none; vertical-align: -.12em; }
    .pass > .sign, .sign.pass { color: var(--pass); } .fail > .sign, .sign.fail { color: var(--fail); }
    .warn > .sign, .sign.warn { color: var(--warn); } .skip > .sign, .sign.skip { color: var(--skip); }
    .expected > .sign, .sign.expected { color: var(--expected); }

    .verdict { margin: 1.5rem 0 0; padding: 1.5rem 1.75rem; background: var(--card); border: 1px solid var(--line);
      border-left: .5rem solid var(--skip); border-radius: .75rem; }
    .verdict.pass { border-left-color: var(--pass); } .verdict.fail { border-left-color: var(--fail); }
    .verdict.warn { border-left-color: var(--warn); }
    .verdict h1 { display: flex; align-items: center; gap: .6rem; font-size: clamp(1.7rem, 5vw, 2.5rem); }
    .verdict .eyebrow { margin: 0 0 .25rem; color: var(--muted); font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; }
    .verdict .subject { font-size: 1.05rem; } .verdict .lead { font-size: 1.15rem; }
    .tiles { display: flex; flex-wrap: wrap; gap: .6rem; list-style: none; margin: 1rem 0 0; padding: 0; }
    .tile { display: flex; align-items: center; gap: .45rem; padding: .4rem .8rem; border-radius: .5rem; }
    .tile.pass { background: var(--pass-soft); } .tile.fail { background: var(--fail-soft); }
    .tile.warn { background: var(--warn-soft); } .tile.skip { background: var(--skip-soft); }
    .tile.expected { background: var(--expected-soft); }
    .tile strong { font-size: 1.15rem; }
    .note { padding: .5rem .8rem; border-left: 3px solid var(--warn); background: var(--warn-soft); border-radius: 0 .3rem .3rem 0; }

    .areas { list-style: none; margin: 0; padding: 0; columns: 22rem 2; column-gap: 2.5rem; }
    .areas li { display: flex; justify-content: space-between; gap: 1rem; padding: .4rem 0; border-bottom: 1px solid var(--line);
      break-inside: avoid; }
    .dots { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .15rem; }
    .dots a { display: inline-flex; padding: .2rem; position: relative; }

    .card { margin: 0 0 1.25rem; padding: 1.1rem 1.35rem; background: var(--card);
      border: 1px solid var(--line); border-top: 3px solid var(--fail); border-radius: .6rem; }
    .card.warn { border-top-color: var(--warn); } .card.expected { border-top-color: var(--expected); }
    .card > header { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .75rem; }
    .card > header .muted { font-size: .9rem; }
    .badge { display: inline-flex; align-items: center; gap: .35rem; padding: .1rem .6rem; border-radius: 1rem; font-size: .85rem;
      font-weight: 600; }
    .badge.fail { background: var(--fail-soft); color: var(--fail); } .badge.warn { background: var(--warn-soft); color: var(--warn); }
    .badge.pass { background: var(--pass-soft); color: var(--pass); } .badge.skip { background: var(--skip-soft); color: var(--skip); }
    .badge.expected { background: var(--expected-soft); color: var(--expected); }
    .card > .statement { font-size: 1.05rem; } .why { color: var(--muted); }
    .finding { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
    .finding h4 { font-size: 1rem; overflow-wrap: anywhere; }
    details.finding { margin-top: .6rem; padding-top: .6rem; }
    .finding > summary h4 { display: inline; font-weight: 600; } .finding > summary { color: var(--muted); }
    .finding > summary h4 { color: var(--ink); } .finding h4 code { background: var(--code); border-radius: 3px; padding: .1em .3em; }
    .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: .75rem; margin: .7rem 0; }
    .sides > div { padding: .55rem .8rem; border-radius: .4rem; background: var(--pass-soft); }
    .sides > div + div { background: var(--fail-soft); }
    .warn .sides > div + div { background: var(--warn-soft); } .expected .sides > div + div { background: var(--expected-soft); }
    .label { display: block; font-size: .78rem; font-weight: 600; color: var(--muted); }
    .sides .label { color: inherit; }
    .command { position: relative; margin: .6rem 0; }
    .command > code { display: block; padding: .5rem .7rem; border-radius: .4rem; background: var(--code); }
    .command:has(.copy) > code { padding-right: 5.2rem; }
    .option { white-space: nowrap; }
    .copy { position: absolute; right: .3rem; bottom: .3rem; min-height: 1.7rem; padding: 0 .6rem; font-size: .85rem; }
    .case-name .label { display: inline; margin-right: .5rem; }
    .case-list { columns: 20rem; margin: .5rem 0; padding-left: 1.2rem; font-size: .9rem; }
    summary { cursor: pointer; } details > summary { padding: .25rem 0; }
    button, input { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--muted); border-radius: .4rem;
      padding: .25rem .7rem; min-height: 2rem; }
    button { cursor: pointer; }

    .trace ol { list-style: none; margin: .5rem 0 .5rem .4rem; padding: 0; border-left: 2px solid var(--line); }
    .trace li { position: relative; display: flex; flex-wrap: wrap; gap: .1rem .8rem; padding: .16rem .5rem .16rem 1.2rem; font-size: .93rem; }
    .trace li::before { content: ""; position: absolute; left: -.38rem; top: .62em; width: .62rem; height: .62rem; border-radius: 50%;
      background: var(--page); border: 2px solid var(--muted); }
    .trace li.gap { color: var(--muted); font-style: italic; }
    .trace li.gap::before { border-style: dotted; }
    .trace li.struck { background: var(--fail-soft); border-radius: 0 .4rem .4rem 0; padding-top: .4rem; padding-bottom: .4rem; }
    .trace li.struck::before { border-radius: 0; transform: rotate(45deg); background: var(--fail); border-color: var(--fail);
      top: .95em; }
    .struck-label { flex-basis: 100%; color: var(--fail); }
    .trace .call { min-width: 15rem; background: none; padding: 0; } .result.error { color: var(--fail); } .path { color: var(--muted); }

    .legend { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; list-style: none; margin: .8rem 0; padding: 0; }
    .cell { width: 1rem; height: 1rem; vertical-align: -.15rem; margin-right: .35rem; }
    .cell.pass { color: var(--pass); } .cell.tolerated { color: var(--link); } .cell.fail { color: var(--fail); }
    .cell.unjudged { color: var(--muted); }
    .scroll { overflow: auto; max-height: 85vh; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
    .grid table { border-collapse: separate; border-spacing: 0; font-size: .82rem; }
    .grid thead th { position: sticky; top: 0; z-index: 1; vertical-align: bottom; padding: .5rem 0; background: var(--card);
      border-bottom: 1px solid var(--line); font-weight: 500; }
    .grid thead span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
    .grid .corner { position: sticky; left: 0; top: 0; z-index: 2; background: var(--card); border-bottom: 1px solid var(--line); }
    .grid tbody th { position: sticky; left: 0; z-index: 1; padding: .1rem .8rem; text-align: left; white-space: nowrap; font-weight: 500;
      background: var(--card); border-right: 1px solid var(--line); }
    .grid tbody td { width: 1.5rem; min-width: 1.5rem; height: 1.5rem; padding: 0; text-align: center; position: relative;
      border-bottom: 1px dotted var(--line); }
    .grid td .cell { margin: 0; display: block; }
    .grid td a { display: flex; align-items: center; justify-content: center; height: 1.5rem; }
    .grid td a:hover { background: var(--code); }
    .grid tbody tr:hover th { color: var(--link); }
    .case { display: none; }
    .case:target { display: block; position: fixed; left: 0; right: 0; bottom: 0; z-index: 5; padding: .9rem 1.25rem;
      background: var(--card); border-top: 3px solid var(--link); box-shadow: 0 -.5rem 2rem rgb(0 0 0 / .25);
      max-height: 55vh; overflow: auto; }
    .case > * { max-width: 65rem; margin-left: auto; margin-right: auto; }

    #filters { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; margin-bottom: 1rem; }
    #filters input { flex: 1 1 12rem; min-width: 0; }
    .buttons { display: flex; flex-wrap: wrap; gap: .4rem; }
    .buttons button { display: inline-flex; align-items: center; gap: .4rem; }
    .buttons button[aria-pressed="false"] { background: transparent; border-style: dashed; text-decoration: line-through; }
    #shown { flex-basis: 100%; margin: 0; }
    .group h3 { margin: 1.6rem 0 .4rem; font-size: 1.05rem; }
    .row { border-top: 1px solid var(--line); }
    .row > summary { display: grid; grid-template-columns: 1.1rem 8rem 1fr; gap: .2rem .6rem; align-items: baseline; padding: .5rem .25rem;
      list-style: none; }
    .row > summary::-webkit-details-marker { display: none; }
    .row > summary .sign { align-self: start; margin-top: .25rem; }
    .row > summary:hover .statement { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; }
    .row .more { padding: 0 0 .8rem 1.95rem; }
    .row:target > summary { background: var(--code); }
    .facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: 0; }
    .facts dt { color: var(--muted); } .facts dd { margin: 0; overflow-wrap: anywhere; }
    footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .9rem; }

    .matrix { border-collapse: separate; border-spacing: 0; font-size: .92rem; width: 100%; }
    .matrix th, .matrix td { padding: .35rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
    .matrix thead th { position: sticky; top: 0; background: var(--card); vertical-align: bottom; overflow-wrap: anywhere; }
    main > h1 { margin: 2rem 0 .8rem; }
    .matrix td .statement { display: block; margin-top: .25rem; color: var(--muted); font-size: .88em; }
    .matrix td { text-align: center; } .matrix .head th { background: var(--code); }
    .matrix th .statement { display: block; font-weight: 400; color: var(--muted); font-size: .88em; min-width: 14rem; }

    @media (max-width: 40rem) {
      body { padding: 0 .8rem 3rem; }
      .verdict { padding: 1.1rem 1.1rem; margin-top: .8rem; }
      .card { padding: .9rem .9rem; }
      .row > summary { grid-template-columns: 1.1rem 1fr; }
      .row > summary .statement { grid-column: 2; }
      .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: .6rem; }
      .trace .call { min-width: 0; }
      .grid tbody th { padding: .1rem .5rem; max-width: 38vw; overflow: hidden; text-overflow: ellipsis; }
      .areas li { flex-direction: column; gap: .2rem; } .dots { justify-content: flex-start; }
      .dots a { padding: .25rem .25rem .25rem 0; }
    }
    @media print {
      :root { --page: #fff; --card: #fff; --ink: #000; --muted: #444; --line: #bbb; --code: #f2f2f2; --pass: #17683a; --fail: #b3261e;
        --warn: #8a5000; --skip: #5b626c; --expected: #5a3ea6; --link: #000; --pass-soft: #eef6f0; --fail-soft: #fbeeed;
        --warn-soft: #fbf4e6; --skip-soft: #f0f0f0; --expected-soft: #f2effa; color-scheme: light; }
      @page { margin: 14mm; }
      * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
      body { max-width: none; padding: 0; font-size: 9.5pt; }
      .jump, #filters, .copy, .cases { display: none; }
      a { text-decoration: none; }
      .row::details-content, div.finding > .trace::details-content { content-visibility: visible; display: block; }
      .scroll { overflow: visible; max-height: none; border: 0; }
      .grid thead th, .grid tbody th, .grid .corner { }
      .grid table { font-size: 6.5pt; } .grid tbody td, .grid td a { min-width: 0; width: 3.4mm; height: 3.4mm; } .cell { width: 2.6mm; height: 2.6mm; }
      .grid tbody th { padding: 0 2mm 0 0; }
      .finding, .row, .sides, tr { break-inside: avoid; } h2, h3, .card > header, .card > .statement, .why { break-after: avoid; }
      .card { border-left: 0; border-right: 0; border-bottom: 0; padding: .8rem 0; }
    }
    """
}
