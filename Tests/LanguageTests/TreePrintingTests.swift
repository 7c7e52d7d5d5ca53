import Tensors
import Testing

@testable import Language
@testable import Syntax

/// Printing a tree and parsing the text again gives the same tree.
@Suite("Printing trees")
struct TreePrintingTests {
  private static func tree(_ text: String) throws -> Program { try Parser.parse(SourceText(name: "", text: text)) }

  @Test("every script survives printing", arguments: ScriptFile.all)
  func scripts(_ file: ScriptFile) throws {
    guard let program = try? Self.tree(file.text) else { return }
    let printed = program.printed
    #expect(try Self.tree(printed).outline == program.outline, "\(printed)")
  }

  @Test("random trees survive printing", arguments: 0..<400)
  func random(seed: Int) throws {
    var maker = TreeMaker(seed: UInt64(seed))
    let program = maker.program()
    let printed = program.printed
    let again = try Self.tree(printed)
    #expect(again.outline == program.outline, "seed \(seed):\n\(printed)")
    #expect(again.printed == printed)
  }

  @Test(
    "parentheses are printed only where they are needed",
    arguments: [
      ("(1 + 2) * 3", "(1 + 2) * 3"), ("(1 * 2) + 3", "1 * 2 + 3"), ("(-2)^2", "(-2) ^ 2"), ("-(2^2)", "-2 ^ 2"),
      ("(2^3)^2", "(2 ^ 3) ^ 2"), ("1 - (2 - 3)", "1 - (2 - 3)"), ("not (a == b)", "not a == b"),
      ("(0..<3)[1]", "(0..<3)[1]"),
      ("x |> (f(1))", "x |> f(1)()"), ("(fn f() { })(1)", "(fn f() { }(1))"),
      ("{\"😀\": 1, \"a\": 2}", "{\"😀\": 1, a: 2}"),
      ("(elif)(1)", "elif(1)"), ("x[(0...lambda\n by 2)]", "x[0...lambda by 2]"),
    ])
  func parentheses(_ pair: (String, String)) throws {
    // The last: calling what f(1) gives is written with the piped value alone.
    #expect(try Self.tree(pair.0).printed == pair.1 + "\n")
  }
}

/// Makes random trees that a text could have given.
private struct TreeMaker {
  private var stream: RandomStream
  private let nowhere = Span(0, 0)
  private var depth = 0

  init(seed: UInt64) { stream = RandomStream(key: seed, stream: 7) }

  private mutating func pick(_ count: Int) -> Int { stream.index(below: count) }

  private mutating func pick<Item>(_ items: [Item]) -> Item { items[pick(items.count)] }

  private mutating func some<Item>(_ most: Int, _ make: (inout TreeMaker) -> Item) -> [Item] {
    (0..<pick(most + 1)).map { _ in make(&self) }
  }

  private mutating func name() -> String { pick(["a", "b", "by", "rates", "x_1", "τ"]) }

  private func made(_ kind: Syntax.Expression.Kind) -> Syntax.Expression {
    Syntax.Expression(kind: kind, span: nowhere)
  }

  mutating func program() -> Program {
    Program(source: SourceText(name: "", text: ""), statements: some(4) { $0.statement(inLoop: false) }, cells: [])
  }

  private mutating func statement(inLoop: Bool) -> Statement {
    depth += 1
    defer { depth -= 1 }
    let kind: Statement.Kind =
      switch pick(depth > 4 ? 2 : inLoop ? 8 : 6) {
      case 0: .expression(expression())
      case 1: .assignment(target(), pick([nil, .add, .subtract, .power, .matmul]), expression())
      case 2: .define(function(name: name(), isDefinition: true))
      case 3: .loop(variable: name(), variableSpan: nowhere, over: expression(), block(inLoop: true))
      case 4: .whileLoop(expression(), block(inLoop: true))
      case 5: .expression(made(.conditional(conditional())))
      case 6: .leaveLoop
      default: .nextRound
      }
    return Statement(kind: kind, span: nowhere, isSilenced: pick(3) == 0)
  }

  private mutating func target() -> Target {
    let path: [Target.Accessor] = some(2) { maker in
      maker.pick(2) == 0 ? .field(maker.name(), maker.nowhere) : .index(maker.indices(), maker.nowhere)
    }
    return Target(name: name(), nameSpan: nowhere, path: path, span: nowhere)
  }

  private mutating func block(inLoop: Bool) -> Block {
    Block(statements: some(3) { $0.statement(inLoop: inLoop) }, span: nowhere)
  }

  private mutating func function(name: String?, isDefinition: Bool = false) -> FunctionSyntax {
    var seen: Set<String> = []
    let names = some(3) { $0.name() }.filter { seen.insert($0).inserted }
    let parameters = names.enumerated().map { position, name in
      ParameterSyntax(name: name, span: nowhere, initial: position == names.count - 1 ? expression() : nil)
    }
    let lines = isDefinition ? pick([[], ["Adds.", "", "- x: what"]]) : []
    return FunctionSyntax(
      name: name, nameSpan: nowhere, parameters: parameters, body: block(inLoop: false), documentation: lines,
      definition: nowhere)
  }

  private mutating func conditional() -> Conditional {
    let branches = (0...pick(2)).map { _ in
      Conditional.Branch(condition: expression(), block: block(inLoop: false))
    }
    return Conditional(branches: branches, otherwise: pick(2) == 0 ? block(inLoop: false) : nil)
  }

  private mutating func indices() -> [IndexItem] {
    (0...pick(2)).map { _ in
      let axis = pick(3) == 0 ? name() : nil
      return IndexItem(axis: axis, value: pick(5) == 0 ? nil : expression(), span: nowhere)
    }
  }

  private mutating func argument(_ label: String?) -> Argument {
    Argument(label: label, labelSpan: nil, value: expression())
  }

  private mutating func arguments() -> [Argument] {
    let places = some(2) { $0.argument(nil) }
    return places
      + some(2) { maker in
        let label = maker.pick(["a", "if", "by"])
        return maker.argument(label)
      }
  }

  private mutating func text() -> String { pick(["rate ", "a\"b", "\\", "\n\t", "é数", "#", "\u{1b}", "'", "\u{301}"]) }

  private mutating func expression() -> Syntax.Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < 7 else { return leaf() }
    switch pick(18) {
    case 0: return made(.bracket(some(3) { $0.expression() }))
    case 1:
      var seen: Set<String> = []
      let keys = some(3) { $0.pick(["a", "if", "b c", "", "x", "😀", "é"]) }.filter { seen.insert($0).inserted }
      return made(.record(keys.map { RecordItem(key: $0, value: expression()) }))
    case 2: return made(.unary(pick([.negate, .not]), expression()))
    case 3, 4, 5, 6:
      return made(.binary(pick(BinaryOperator.allCases), expression(), expression(), operatorSpan: nowhere))
    case 7:
      let ends = pick([(true, true), (true, false), (false, true)])
      let lower = ends.0 ? expression() : nil
      let upper = ends.1 ? expression() : nil
      return made(
        .range(lower: lower, upper: upper, step: pick(3) == 0 ? expression() : nil, includesUpper: pick(2) == 0))
    case 8, 9: return made(.call(expression(), arguments()))
    case 10: return made(.index(expression(), indices()))
    case 11: return made(.field(expression(), pick(["rates", "if", "by"]), nameSpan: nowhere))
    case 12: return made(.pipe(expression(), into: expression(), arguments()))
    case 13: return made(.conditional(conditional()))
    case 14:
      guard pick(2) == 0 else { return made(.function(function(name: pick(4) == 0 ? name() : nil))) }
      return made(
        .attempt(
          Attempt(
            block: block(inLoop: false), errorName: pick(2) == 0 ? (name(), nowhere) : nil,
            otherwise: block(inLoop: false))))
    case 15:
      let pieces = (0...pick(2)).flatMap { _ in [StringPiece.text(text()), .expression(expression())] }
      return made(.string(pick(2) == 0 ? pieces : Array(pieces.dropLast())))
    default: return leaf()
    }
  }

  private mutating func leaf() -> Syntax.Expression {
    switch pick(6) {
    case 0: made(.nil)
    case 1: made(.bool(pick(2) == 0))
    case 2: made(.number(pick([0, 1, 2.5, 1e-7, 1e21, 0.1, 123456789])))
    case 3: made(.string(pick([[], [.text("a b")]])))
    default: made(.name(name()))
    }
  }
}
