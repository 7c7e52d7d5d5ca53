import Syntax
import Tensors

extension ValueError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch self {
    case .tooDeep(let depth):
      return Message(
        "calls are nested too deeply", found: "\(depth) calls within each other",
        hints: ["does a function call itself without an end?"])
    case .stepLimit(let limit):
      return Message("the program ran longer than it may", expected: "at most \(limit) loop rounds and calls")
    case .nestedTooDeeply(let limit):
      return Message(
        "this value holds others within each other too deeply", expected: "at most \(limit) within each other",
        hints: ["to collect values in a loop write xs = append(xs, x)"])
    case .tooLarge(let what, let count, let limit):
      return Message(
        "\(what) would be too large", expected: "at most \(NumberText.shortest(Double(limit))) elements",
        found: NumberText.shortest(count))

    case .noValueYet(let name, let line):
      return Message(
        "`\(name)` has no value yet",
        hints: [line.map { "it is assigned in line \($0), which has not run" } ?? "assign it first: \(name) = …"])
    case .localHasNoValueYet(let name):
      return Message(
        "`\(name)` has no value yet",
        hints: [
          "this function assigns `\(name)`, which makes it a name of the function's own; the outer `\(name)` is another",
          "give the outer value in as an argument and return the new one",
        ])
    case .outerName(let name):
      return Message(
        "`\(name)` belongs to the program around this function and cannot be changed from inside",
        hints: ["copy it first, `my_\(name) = \(name)`, change the copy and return it"])

    case .operands(let operation, let left, let right):
      return Message(
        "`\(operation)` does not work on these values", expected: Self.operandKinds(operation),
        found: "\(left.foundText) and \(right.foundText)", hints: Self.operandHints(operation, left, right))
    case .listsDiffer(let left, let right):
      return Message(
        "lists of \(left) and \(right) items cannot be compared item by item",
        hints: ["`same(a, b)` says whether two lists are the same, `len(xs) == 0` whether one is empty"])
    case .operand(let operation, let value):
      return Message(
        "`\(operation)` does not work on this value", expected: Self.operandKinds(operation), found: value.foundText)
    case .stringPlusOther(let value, let stringIsLeft):
      let order = stringIsLeft ? "\"… \\(x)\"" : "\"\\(x) …\""
      return Message(
        "`+` joins a string with a string only", found: value.foundText,
        hints: ["put the value into the text: \(order)"])
    case .notACondition(let value): return Self.condition(value)
    case .rangeEnd(let value):
      return Message("a range runs between numbers", expected: "a number", found: value.foundText)
    case .rangeStep(let step):
      return Message("a range cannot advance by \(NumberText.shortest(step))", expected: "a number other than 0")
    case .openRange:
      return Message(
        "this range has an open end", expected: "a lower and an upper end",
        hints: ["open ranges stand in an index: x[3...]"])

    case .notAFunction(let value, let name):
      return Message(
        (name.map { "`\($0)`" } ?? "this value") + " is not a function", expected: "a function", found: value.foundText,
        hints: value.isIndexable ? ["an index stands in square brackets: \(name ?? "x")[…]"] : [])

    default: return accessMessage
    }
  }

  private static func condition(_ value: Value) -> Message {
    let hints: [String]
    switch value {
    case .tensor(let tensor) where tensor.elementType == .bool:
      hints = ["say which: `all(…)` or `any(…)`"]
    case .tensor: hints = ["compare it with something and say which: `all(x > 0)` or `any(x > 0)`"]
    case .number: hints = ["compare it: `x != 0`"]
    case .nil: hints = ["compare it: `x != nil`"]
    case .string, .list, .record: hints = ["ask for its length: `len(x) > 0`"]
    default: hints = []
    }
    return Message("a condition is one bool", expected: "true or false", found: value.foundText, hints: hints)
  }

  private static func operandKinds(_ operation: String) -> String {
    switch operation {
    case "and", "or", "not": "bools or masks"
    case "+": "numbers, tensors or two strings"
    case "<", "<=", ">", ">=": "numbers, tensors or two strings"
    case "@": "two tensors"
    case "in": "a value, and a list, tensor, range, string or record"
    default: "numbers or tensors"
    }
  }

  private static func operandHints(_ operation: String, _ left: Value, _ right: Value) -> [String] {
    if case .list = left, case .list = right, operation == "+" { return ["join lists with `concat(a, b)`"] }
    if operation == "%", left.asString != nil { return ["put the value into the text: \"rate \\(x)\""] }
    if operation == "in", left.asTensor != nil || left.asList != nil { return ["element by element: `isin(x, set)`"] }
    if left.asList != nil || right.asList != nil, !["and", "or", "in"].contains(operation) {
      return ["a list counts as a tensor if all its items are numbers; for others use `map(xs, fn(x) { … })`"]
    }
    if left.asFunction != nil || right.asFunction != nil { return ["call the function: name(…)"] }
    return []
  }
}

extension ValueError {
  /// Messages about indices, fields, loops and literals.
  fileprivate var accessMessage: Message {
    switch self {
    case .notIndexable(let value):
      return Message(
        "this value has no positions", expected: "a tensor, list, record or string", found: value.foundText)
    case .badIndex(let value, let what):
      return Message(
        "this does not index \(what)", expected: Self.indexKinds(of: what), found: value.foundText,
        hints: Self.maskHints(value, of: what))
    case .positionNotWhole(let position):
      return Message(
        "this value must be a whole number", expected: "a whole number: positions count 0, 1, 2, …",
        found: NumberText.shortest(position), hints: NumberDomain.wholeHints(position))
    case .positionOutside(let position, let count, let what):
      return Message(
        "there is no position \(position) in \(what)",
        expected: count == 0 ? "nothing: it is empty" : "a position from \(-count) to \(count - 1)",
        hints: position == count && count > 0 ? ["positions count from 0: the last is \(count - 1), or -1"] : [])
    case .rangeOutside(let range, let count, let what):
      return Message(
        "the range \(range) reaches outside \(what)", expected: "ends within 0..<\(count)", hints: [])
    case .tooManyIndices(let count, let what):
      return Message("\(what) takes one index", expected: "x[i]", found: "\(count) indices")
    case .maskLength(let length, let count, let what):
      return Message("the mask does not cover \(what)", expected: "a mask of \(count)", found: "one of \(length)")
    case .axisOfNoTensor(let axis, let what):
      return Message("\(what) has no axis `\(axis)`", hints: ["only tensors are indexed by axis name"])
    case .indexByNameAndPlace:
      return Message(
        "an index by place cannot follow one by name",
        hints: ["name the axis of each, x[trial: 0, time: 3...], or of none"])
    case .noField(let name, let value, let names):
      let listed =
        names.isEmpty
        ? "it has no fields" : "it has \(names.prefix(24).joined(separator: ", "))" + (names.count > 24 ? ", …" : "")
      return Message(
        "\(Self.subject(value)) has no field `\(name)`",
        hints: [Self.holder(of: name, in: value), Suggestion.hint(for: name, among: names), listed].compactMap(\.self)
          .prefix(2).map(\.self))
    case .noFields(let name, let value, let isFunction):
      return Message(
        "\(Self.subject(value)) has no fields", found: ".\(name)",
        hints: isFunction ? ["functions stand before their argument: \(name)(x)"] : [])
    case .noKey(let name, let names):
      return Message(
        "there is no \"\(name)\" here",
        hints: [
          Suggestion.hint(for: name, among: names, quote: "\"")
            ?? (names.isEmpty
              ? "it is empty" : "there is \(names.prefix(24).map { "\"\($0)\"" }.joined(separator: ", "))")
        ])
    case .elementOfValue(let value):
      return Message(
        "this value cannot be an element of a tensor", expected: "a number or bool", found: value.foundText)
    case .elementOfMask(let value):
      return Message("a mask holds bools", expected: "true or false, or a mask", found: value.foundText)
    case .notAssignable(let value):
      return Message(
        "parts of this value cannot be assigned", expected: "a tensor, list or record", found: value.foundText)
    case .lengthsDiffer(let assigned, let places):
      return Message(
        "the list does not fill the places it is assigned to", expected: "\(places) items", found: "\(assigned)")
    case .notIterable(let value):
      return Message(
        "`for` cannot run over this value", expected: "a range, list, tensor, record or string", found: value.foundText,
        hints: value.asNumber.map { ["count up to it: `for i in 0..<\(NumberText.shortest($0))`"] } ?? [])
    case .ragged(let first, let other, let position):
      return Message(
        "the rows of this tensor differ in shape", expected: "every row like the first, \(Self.shape(first))",
        found: "row \(position) of \(Self.shape(other))",
        hints: ["rows of different length make a list: name them first and write `[a, b]`"])
    default: return Message("this cannot be done")
    }
  }

  private static func shape(_ shape: [Int]) -> String { shape.isEmpty ? "a single number" : "shape \(shape)" }

  private static func subject(_ value: Value) -> String {
    switch value {
    case .handle, .record, .tensor, .list, .range: "this \(value.typeName)"
    default: value.foundText
    }
  }

  /// The field of a record whose value has what the record itself has not.
  private static func holder(of name: String, in value: Value) -> String? {
    guard case .record(let record) = value else { return nil }
    let holder = record.fields.first { field in
      switch field.1 {
      case .record(let inner): inner[name] != nil
      case .handle(let handle): handle.fields.contains { $0.name == name }
      default: false
      }
    }
    return holder.map { "one of its fields has it: `r[\(Value.quoted($0.0))].\(name)`" }
  }

  /// How a bool that came of comparing a whole list becomes a mask.
  private static func maskHints(_ value: Value, of what: String) -> [String] {
    guard value.asBool != nil, what == "a tensor or list" else { return [] }
    return ["a mask holds a bool for each item; of a list: `map(items, fn(item) { item == \"left\" })`"]
  }

  private static func indexKinds(of what: String) -> String {
    switch what {
    case "a record": "a field's name in quotes"
    case "a string": "a whole number or a range"
    default: "a whole number, a range, a mask or a list of positions"
    }
  }
}

extension Value {
  /// Whether `x[…]` can make sense for it.
  var isIndexable: Bool {
    switch self {
    case .tensor, .list, .record, .string, .range: true
    default: false
    }
  }
}

extension ValueError: KindedError {
  public var kind: String { "value" }
}
