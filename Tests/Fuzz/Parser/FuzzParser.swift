import Language

/// What libFuzzer calls with every input: a text is parsed, cut into cells and completed without a crash; what parses is
/// printed, and the printed text parses to the same text again.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let bytes, let text = String(validating: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self) else {
    return -1
  }
  let source = SourceText(name: "fuzz", text: text)
  _ = Interpreter.isIncomplete(text)
  _ = Interpreter.cells(of: source)
  do {
    let printed = try Interpreter.normalized(source)
    let again = try Interpreter.normalized(SourceText(name: "printed", text: printed))
    precondition(again == printed, "printing again differs:\n\(printed)\n---\n\(again)")
  } catch let failure as Failure {
    if failure.location?.source.name == "printed" {
      preconditionFailure("the printed text does not parse:\n\(failure.diagnostic.drawn().plain)")
    }
    _ = failure.diagnostic.drawn()
  } catch {
    preconditionFailure("an error without a place: \(error)")
  }
  return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The package manager has every program begin at a function of this name.
@_cdecl("fuzz_parser_main")
public func begin(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  var count = count, words = words
  return runDriver(&count, &words, testOneInput)
}
