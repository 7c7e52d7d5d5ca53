import Files
import Language
import Notebook
import Syntax

/// What the prompt's own commands do.
extension Prompt {
  func showVariables() {
    let variables = session.variables(columns: max(sink.columns - 30, 20))
    guard !variables.isEmpty else { return sink.report(StyledText("no variables yet", .dim)) }
    let names = variables.map { DisplayWidth.of($0.name) }.max() ?? 0
    let types = variables.map { DisplayWidth.of($0.type) }.max() ?? 0
    let lines = variables.map { variable in
      StyledText(Self.padded(variable.name, to: names), .name)
        + StyledText("  " + Self.padded(variable.type, to: types) + "  ", .dim) + variable.summary
    }
    sink.text(.joined(lines, separator: "\n"))
  }

  func time(_ code: String) {
    let result = run(code)
    guard result.failure == nil else { return }
    sink.report(StyledText(Self.seconds(result.seconds), .dim))
  }

  func showHistory() {
    // The last one is the command itself.
    let entries = remembered.entries.dropLast()
    guard !entries.isEmpty else { return sink.report(StyledText("nothing yet", .dim)) }
    sink.text(.joined(entries.map { StyledText($0) }, separator: "\n"))
  }

  func save(to path: String) throws {
    let script = session.script()
    guard !script.isEmpty else { throw PromptError.nothingToSave }
    try write(script, to: path)
  }

  /// Everything typed so far with what came of it, errors too.
  func writeReport(to path: String) throws {
    guard !session.cells.isEmpty else { throw PromptError.nothingToSave }
    let format = PageFormat.asked(by: path) ?? .html
    try format.check(path, others: "a notebook is made under a name that ends in .ipynb")
    let stamp = "\(Surroundings.name) \(session.settings.version)"
    let token = session.cancellation
    let text = try Interrupts.leading(to: token) {
      try format.text(of: session.transcript, stamp: stamp, isCancelled: { token.isCancelled })
    }
    try write(text, to: path)
  }

  /// Writes a file that is new, or that this session has written before.
  private func write(_ text: String, to path: String) throws {
    let place = path.hasPrefix("/") ? path : "\(session.settings.workingDirectory)/\(path)"
    guard saved.contains(place) || !SystemFiles.exists(place) else { throw PromptError.fileExists(path) }
    try AtomicFile.write(text, to: place)
    saved.insert(place)
    sink.report(StyledText("saved \(path)", .dim))
  }

  func unset(_ name: String) throws {
    guard session.forget(name) else { throw PromptError.noVariable(name: name, known: session.interpreter.names) }
    let isBuiltin = session.interpreter.machine.table[name] != nil
    sink.report(
      StyledText(
        isBuiltin ? "`\(name)` is the built-in function again" : "`\(name)` is forgotten", .dim))
  }

  func reset() {
    session.reset()
    sink.report(StyledText("every variable is forgotten", .dim))
  }

  /// A time in the unit that suits it: `0.21 ms`, `1.4 s`.
  static func seconds(_ seconds: Double) -> String {
    let (value, unit) = seconds < 1e-3 ? (seconds * 1e6, "µs") : seconds < 1 ? (seconds * 1e3, "ms") : (seconds, "s")
    let digits = value < 10 ? 100.0 : value < 100 ? 10.0 : 1.0
    let rounded = (value * digits).rounded() / digits
    return (rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)) + " " + unit
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: width - DisplayWidth.of(text))
  }
}
