import FuzzDriver
import Language
import Syntax

@main
enum FuzzParser {
  static func main() { fuzz(test) }
}

/// A text is parsed and cut into cells without a crash; what parses is printed, and the printed text parses to the same
/// text again.
private func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let text = fuzzedText(bytes, count) else { return -1 }
  let source = SourceText(name: "fuzz", text: text)
  _ = Interpreter.isIncomplete(text)
  _ = Interpreter.cells(of: source)
  do {
    let printed = try Interpreter.normalized(source)
    let again = try Interpreter.normalized(SourceText(name: "printed", text: printed))
    precondition(again == printed, "printing again differs:\n\(printed)\n---\n\(again)")
  } catch let failure as LocatedError {
    if failure.location?.source.name == "printed" {
      preconditionFailure("the printed text does not parse:\n\(failure.diagnostic.drawn().plain)")
    }
    _ = failure.diagnostic.drawn()
  } catch {
    preconditionFailure("an error without a place: \(error)")
  }
  return 0
}
