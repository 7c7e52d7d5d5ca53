import Builtins
import FuzzDriver
import Glibc
import Language
import Syntax

@main
enum FuzzEvaluator {
  static func main() { fuzz(test) }
}

/// Built-ins without effects outside of the program: neither files nor trainings.
private let table = BuiltinTable(
  BuiltinTable.standard.rows.filter { row in
    ![
      "Data", "Files", "Models", "Reading a model", "Figures of merit", "Figures", "Standard views", "Lessons",
    ].contains(row.theme.title)
      && !row.parameters.contains { parameter in
        if case .string(.path) = parameter.type { return true }
        if case .string(.pathOr) = parameter.type { return true }
        return false
      }
  })

private final class SilentSink: OutputSink {
  func text(_ text: StyledText) {}
  func warning(_ diagnostic: Diagnostic) { _ = diagnostic.drawn() }
  func present(_ value: any Presentable) {}
  func progress(_ update: ProgressUpdate) {}
}

/// Memory a single input may take: what asks for more is refused, as on a small machine.
private let memory: Void = {
  var limit = rlimit(rlim_cur: 3 << 30, rlim_max: 3 << 30)
  setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
}()

/// A program with limits runs to its end or to an error that can be drawn, its last
/// value can be shown, and completion at its end does not crash.
private func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let text = fuzzedText(bytes, count) else { return -1 }
  _ = memory
  let limits = Limits(callDepth: 500, steps: 5_000, elements: 20_000, stackBytes: 5 << 20)
  let machine = Machine(table: table, settings: Settings(limits: limits), sink: SilentSink())
  let interpreter = Interpreter(machine: machine, isInteractive: true)
  let outcome = interpreter.run(SourceText(name: "fuzz", text: text)) { value in
    _ = value.text(for: .prompt, columns: 80)
    _ = value.printed
  }
  _ = outcome.failure?.diagnostic.drawn()
  _ = interpreter.completions(text, at: text.utf8.count)
  _ = interpreter.signature(text, at: text.utf8.count)
  return 0
}
