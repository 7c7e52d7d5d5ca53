import Builtins
import Foundation
import Language
import Syntax
import Testing

@testable import Notebook

/// A script as a notebook: its cells, what came of them, and the page and notebook made of it.
@Suite("Notebooks")
struct NotebookTests {
  private func transcript(_ script: String, programPath: String? = nil) -> Transcript {
    let settings = Settings(
      workingDirectory: NSTemporaryDirectory(),
      programPath: programPath ?? ProcessInfo.processInfo.environment["PATH"] ?? "", isQuiet: true)
    let session = Session(table: .standard, settings: settings, sink: Silence(), isInteractive: true)
    return Notebook(SourceText(name: "dir/x.lfs", text: script)).run(in: session)
  }

  private func page(_ script: String) throws -> String { try HTMLReport.page(transcript(script), stamp: "now") }

  @Test("Cells end where the next begins; text loses its comment marks")
  func cells() {
    let notebook = Notebook(
      SourceText(
        name: "x.lfs",
        text:
          "#!/usr/bin/env lfads-repl\n# %% [markdown] Head\n# # One\n#two\n\n# %% Code\n\nx = 1\n\n# %%\n\n# %%\nx\n"))
    #expect(notebook.cells.map(\.title) == ["Head", "Code", ""])
    #expect(notebook.cells[0].markdown == "# One\ntwo")
    #expect(notebook.cells[1].code == "x = 1" && notebook.cells[1].line == 8)
    #expect(notebook.cells[2].code == "x")
  }

  @Test("Cells share variables, show their last value, and stop at an error, which names the script's own line")
  func running() throws {
    let result = transcript("# %%\nx = 20;\n# %%\nx + 1\nx + 2\n# %%\n\nx.nothing\n# %%\nprint(\"never\")\n")
    let results = result.entries.map { entry -> CellResult? in
      if case .code(_, _, let result) = entry.content { result } else { nil }
    }
    #expect(results[0]?.outputs.isEmpty == true)
    guard case .value(let text)? = results[1]?.outputs.first, results[1]?.outputs.count == 1 else {
      Issue.record("\(String(describing: results[1]?.outputs))")
      return
    }
    #expect(text.plain == "22")
    #expect(try #require(result.failure).diagnostic.drawn().plain.hasPrefix("dir/x.lfs:8:"))
    #expect(results[3] == nil)
  }

  @Test("Markdown keeps no raw HTML and no link that runs a script; headings become the contents")
  func markdown() throws {
    let page = try page(
      """
      # %% [markdown]
      # # First <b>heading</b>
      # ## `second`
      # <script>alert(1)</script> <img src=x onerror=alert(1)> 
      #
      # **bold** [link](javascript:alert(1)) <img src=x onerror=alert(1)>
      """)
    #expect(page.contains("<strong>bold</strong>"))
    for bad in ["<script", "javascript:", "onerror", "<b>"] { #expect(!page.contains(bad)) }
    #expect(page.contains("<li class=\"level0\"><a href=\"#h1\">First heading</a></li>"))
    #expect(page.contains("<h2 id=\"h2\"><code>second</code></h2>"))
  }

  @Test(
    "Hostile words in code, titles, labels and output change nothing but the text",
    arguments: ["<script>alert(1)</script>", "'><img src=x>", "`touch /tmp/x`", "$(touch x)", "a\\nb & c"])
  func hostile(_ words: String) throws {
    let page = try page(
      "# %% \(words)\nprint(\"\(words)\")\nplot([1, 2], title: \"\(words)\", labels: [\"\(words)\"])\n")
    #expect(!page.contains("<script") && !page.contains("<img src=x"))
    #expect(page.count(of: "<figure>") == 1 && page.count(of: "data:image/svg+xml;base64,") == 2)
  }

  @Test("A page needs nothing beside itself")
  func selfContained() throws {
    let page = try page("# %%\nplot([1, 2, 3])\n")
    for reference in page.matches(of: #/(src|srcset|href)="([^"]*)"/#) {
      #expect(reference.output.2.hasPrefix("data:") || reference.output.2.hasPrefix("#"))
    }
    #expect(!page.contains("@import") && !page.contains("url("))
  }

  @Test("Once the session is asked to stop no further cell runs, and a page that is being made ends")
  func stopping() throws {
    let token = CancellationToken()
    let session = Session(
      table: .standard, settings: Settings(isQuiet: true), sink: Stopping(token), isInteractive: true,
      cancellation: token)
    let script = "# %%\nprint(1)\n# %% [markdown]\n# text\n# %%\nprint(2)\n"
    let result = Notebook(SourceText(name: "x.lfs", text: script)).run(in: session)
    let cells = result.entries.map { entry -> Bool? in
      if case .code(_, _, let result) = entry.content { result != nil } else { nil }
    }
    #expect(cells == [true, nil, false])
    #expect(throws: InterruptionError.self) { try HTMLReport.page(result, stamp: "") { token.isCancelled } }
    #expect(throws: InterruptionError.self) { try JupyterNotebook.json(result) { token.isCancelled } }
  }

  @Test("Lines that end as Windows ends them are cut into the same cells")
  func windowsLines() {
    let text = "#!/usr/bin/env lfads-repl\n# %% [markdown] Head\n# one\n# two\n# %%\nx = 1\n\nx\n"
    let plain = Notebook(SourceText(name: "x", text: text)).cells
    let other = Notebook(SourceText(name: "x", text: text.replacing("\n", with: "\r\n"))).cells
    #expect(plain.map(\.markdown) == ["one\ntwo", nil] && plain.map(\.code) == ["", "x = 1\n\nx"])
    #expect(other.map(\.markdown) == plain.map(\.markdown) && other.map(\.code) == plain.map(\.code))
    #expect(other.map(\.line) == plain.map(\.line))
    let single = "#!/usr/bin/env lfads-repl\r\nprint(1)\r\n"
    #expect(Notebook(SourceText(name: "x", text: single)).cells.map(\.code) == ["print(1)"])
  }

  @Test("A figure that cannot be drawn leaves its words and says what to install")
  func withoutGnuplot() throws {
    let result = transcript("# %%\nplot([1, 2], title: \"lonely\")\n", programPath: "/nowhere")
    let page = try HTMLReport.page(result, stamp: "")
    #expect(page.contains("lonely") && page.contains("apt install gnuplot-nox"))
  }

  @Test("A notebook of Jupyter has the cells, their outputs by kind, and figures as vectors and pixels")
  func jupyter() throws {
    let script =
      "# %% [markdown]\n# text\n# %% A title\nprint(1)\nplot([1, 2])\n# %%\n1 + 1\n# %%\nnothing()\n# %%\n2\n"
    let text = try JupyterNotebook.json(transcript(script))
    let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(root["nbformat"] as? Int == 4 && root["nbformat_minor"] as? Int == 5)
    let cells = try #require(root["cells"] as? [[String: Any]])
    #expect(
      cells.map { $0["cell_type"] as? String } == ["markdown", "markdown", "code", "code", "code", "code"])
    #expect(Set(cells.compactMap { $0["id"] as? String }).count == cells.count)
    let kinds = cells.map { ($0["outputs"] as? [[String: Any]])?.compactMap { $0["output_type"] as? String } }
    #expect(kinds == [nil, nil, ["stream", "display_data"], ["execute_result"], ["error"], []])
    let figure = try #require((cells[2]["outputs"] as? [[String: Any]])?.last?["data"] as? [String: String])
    #expect(figure["image/svg+xml"]?.hasPrefix("<?xml") == true)
    #expect(figure["image/png"].flatMap { Data(base64Encoded: $0) }?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
    #expect(cells[5]["execution_count"] is NSNull)
  }

  @Test("Bytes in 64 characters are what Foundation makes of them", arguments: 0..<8)
  func base64(_ count: Int) {
    let bytes = (0..<count).map { UInt8($0 * 91 & 255) }
    #expect(HTMLText.base64(bytes) == Data(bytes).base64EncodedString())
  }

  @Test("A session's transcript has every entry with what came of it")
  func session() throws {
    let session = Session(table: .standard, settings: Settings(), sink: Silence(), isInteractive: true)
    session.evaluate("x = 2;\n")
    session.evaluate("x * 21")
    session.evaluate("y")
    let page = try HTMLReport.page(session.transcript, stamp: "")
    #expect(page.contains(">42</pre>") || page.contains(">42</span>"))
    #expect(page.contains("class=\"output fail\""))
  }
}

/// Asks to stop as soon as anything is printed.
private final class Stopping: OutputSink {
  private let token: CancellationToken

  init(_ token: CancellationToken) { self.token = token }

  func text(_ text: StyledText) { token.cancel() }
  func warning(_ diagnostic: Diagnostic) {}
  func present(_ value: any Presentable) {}
  func progress(_ update: ProgressUpdate) {}
}

private final class Silence: OutputSink {
  func text(_ text: StyledText) {}
  func warning(_ diagnostic: Diagnostic) {}
  func present(_ value: any Presentable) {}
  func progress(_ update: ProgressUpdate) {}
}

extension String {
  fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
