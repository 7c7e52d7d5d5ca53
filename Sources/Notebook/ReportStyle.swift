/// How a report looks: light or dark as its reader's screen is, black on white on paper.
enum ReportStyle {
  static let css = """
    :root {
      --ink: #222; --soft: #666; --page: #fff; --code: #f6f7f9; --line: #dfe2e7; --link: #0b63b0;
      --keyword: #8b2f97; --string: #1a6b3c; --number: #0b63b0; --name: #05687c; --bad: #b3261e; --badpage: #fdf0ef;
      --care: #7a5200; --carepage: #fff7e6;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --ink: #ddd; --soft: #9aa0aa; --page: #16181d; --code: #1f2229; --line: #343943; --link: #6cb6ff;
        --keyword: #d79be0; --string: #87c99b; --number: #82b7ef; --name: #6fc7d6; --bad: #ff8a80; --badpage: #2e1d1f;
        --care: #f0c36d; --carepage: #2b2619;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--page); color: var(--ink);
      font: 16px/1.55 system-ui, "Helvetica Neue", Arial, sans-serif; display: flex; justify-content: center;
    }
    main { width: 100%; max-width: 60rem; padding: 1.5rem 2rem 4rem; min-width: 0; }
    header { display: flex; justify-content: space-between; gap: 1rem; border-bottom: 1px solid var(--line); }
    header p { margin: 0 0 .5rem; color: var(--soft); font-size: .85rem; }
    nav { flex: 0 0 14rem; padding: 1.5rem 0 1.5rem 1.5rem; font-size: .88rem; }
    nav ul { position: sticky; top: 1.5rem; list-style: none; margin: 0; padding: 0; max-height: 92vh; overflow: auto; }
    nav li { margin: .25rem 0; }
    nav .level1 { padding-left: .9rem; } nav .level2 { padding-left: 1.8rem; } nav .level3 { padding-left: 2.7rem; }
    a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
    nav a { color: var(--soft); }
    h1 { font-size: 1.9rem; line-height: 1.2; } h2 { font-size: 1.4rem; } h3 { font-size: 1.15rem; }
    h1, h2, h3, h4 { margin: 1.6em 0 .5em; font-weight: 600; }
    .text img { max-width: 100%; }
    .text table { border-collapse: collapse; } .text td, .text th { border: 1px solid var(--line); padding: .2em .6em; }
    blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
    pre, code { font: .86rem/1.5 ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace; }
    pre { margin: 0; padding: .7rem .9rem; overflow-x: auto; tab-size: 2; }
    .text code { background: var(--code); border-radius: 3px; padding: .1em .3em; }
    .text pre code { padding: 0; } .text pre { background: var(--code); border-radius: 6px; }
    .cell { margin: 1rem 0; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
    .tag {
      display: flex; justify-content: space-between; padding: .15rem .9rem; color: var(--soft); font-size: .75rem;
      background: var(--code);
    }
    .code { background: var(--code); }
    .output { border-top: 1px solid var(--line); }
    .fail { background: var(--badpage); } .warn { background: var(--carepage); }
    figure { margin: 0; padding: .8rem; border-top: 1px solid var(--line); text-align: center; overflow-x: auto; }
    figure img { max-width: 100%; height: auto; }
    .keyword { color: var(--keyword); } .string { color: var(--string); } .number { color: var(--number); }
    .name, .axis { color: var(--name); } .comment, .dim { color: var(--soft); }
    .heading, .place { font-weight: 600; } .error { color: var(--bad); font-weight: 600; }
    .warning { color: var(--care); font-weight: 600; } .hint { color: var(--link); } .marker { font-weight: 700; }
    @media (max-width: 70rem) { body { display: block; } nav { padding: 1rem 2rem 0; } nav ul { position: static; } }
    @media print {
      body { display: block; font-size: 10.5pt; } main { max-width: none; padding: 0; } nav { display: none; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; }
      .cell { break-inside: auto; } figure, .output { break-inside: avoid; } h1, h2, h3, .tag, .code { break-after: avoid; }
    }
    """
}
