import Builtins
import Language
import Testing

@Suite("Table of built-ins")
struct ExampleTests {
  @Test("Every row is documented as it should be")
  func isDocumented() {
    #expect(BuiltinTable.standard.problems().isEmpty)
  }

  @Test("Every example runs and shows what it says", arguments: BuiltinTable.standard.names)
  func runs(name: String) throws {
    let row = try #require(BuiltinTable.standard[name])
    for example in row.examples {
      let bench = try Workbench()
      let shown = try bench.show(example.code)
      if let shows = example.shows { #expect(shown == shows, "\(example.code)") }
    }
  }
}
