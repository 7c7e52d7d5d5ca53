import Builtins
import Language
import Syntax
import Testing

@Suite("The table of built-ins")
struct TableTests {
  @Test("every row is documented and sound")
  func rows() { #expect(BuiltinTable.standard.problems() == []) }

  @Test("a row that is not is refused, with what is wrong")
  func badRows() {
    let theme = Theme("Test", "Rows for a test.")
    let row = Builtin(
      "BadName", theme, "no sentence",
      parameters: [
        Parameter("x", .any, "What."), Parameter("x", .any, ""),
        Parameter("n", .count, .defaults(.number(-1)), "How many"),
      ], result: nil, examples: []
    ) { _ in .nil }
    let keyword = Builtin("for", theme, "Is a word.", result: nil, examples: [Example("1")]) { _ in .nil }
    #expect(
      BuiltinTable([row, keyword]).problems() == [
        "BadName: its name is not snake_case", "BadName: its summary is no sentence: no sentence",
        "BadName: it has no example", "BadName: the summary of x ends in a full stop",
        "BadName: two parameters answer to x", "BadName: the parameter x has no summary",
        "BadName: the default of n is not of its type", "for: its name is a word of the language",
      ])
  }

  @Test(
    "every example of the core rows runs, and shows what it says",
    arguments: BuiltinTable.standard.rows.filter {
      ["The session", "Lists and records", "Text"].contains($0.theme.title)
    })
  func examples(_ row: Builtin) throws {
    for example in row.examples {
      let test = TestSession()
      let result = test.run(example.code)
      #expect(result.failure == nil, "\(row.name): \(result.failure?.diagnostic.drawn().plain ?? "")")
      if let shows = example.shows {
        #expect(result.value.text(for: .prompt, columns: 80).plain == shows, "\(example.code)")
      }
    }
  }
}

extension Builtin: CustomTestStringConvertible {
  public var testDescription: String { name }
}

@Suite("Parameter types")
struct ParameterTypeTests {
  @Test(
    "what each takes",
    arguments: [
      (ParameterType.number, "2.5", true), (.number, "\"2\"", false), (.number, "true", false), (.integer, "2", true),
      (.integer, "2.5", false), (.fraction, "1", true), (.fraction, "1.5", false), (.count, "-1", false),
      (.size, "0", false),
      (.bool, "true", true), (.bool, "1", false), (.string, "\"a\"", true), (.choice(["a", "b"]), "\"a\"", true),
      (.choice(["a", "b"]), "\"c\"", false), (.tensor, "[1, 2]", true), (.tensor, "3", true), (.tensor, "0..<3", true),
      (.tensor, "[1, \"a\"]", false), (.tensor, "[[1], [2]]", true), (.vector, "3", false),
      (.vector, "[[1], [2]]", false),
      (.matrix, "[[1], [2]]", true), (.mask, "[true]", true), (.mask, "[1]", false), (.function, "len", true),
      (.function(arguments: 1), "len", true), (.function(arguments: 2), "len", false), (.list, "[\"a\"]", true),
      (.list(of: .string), "[\"a\", 1]", false), (.record, "{}", true), (.range, "0..<3", true),
      (.axis, "\"time\"", true),
      (.axis, "1.5", false), (.axes, "[\"time\", 0]", true), (.axes, "[0, 1]", true), (.optional(.number), "nil", true),
      (.oneOf([.number, .string]), "\"a\"", true), (.oneOf([.number, .string]), "nil", false), (.any, "nil", true),
      (.handle("model"), "3", false),
    ] as [(ParameterType, String, Bool)])
  func accepts(_ type: ParameterType, _ code: String, _ expected: Bool) {
    let value = TestSession().run(code).value
    #expect(type.accepts(value) == expected)
  }

  @Test("a percentage where a share is wanted is told what it should be")
  func scale() {
    let domain = ParameterType.fraction
    #expect { _ = try domain.accepted(.number(95)) } throws: {
      Message(describing: $0).hints == ["it is a share, not a percentage: did you mean 0.95?"]
    }
    #expect { _ = try ParameterType.number(.within(0.0001...1)).accepted(.number(20), unit: "s") } throws: {
      Message(describing: $0).hints == ["it is in seconds, not milliseconds: did you mean 0.02?"]
    }
  }
}
