extension SyntaxError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch self {
    case .strangeCharacter(let character): Message("`\(character)` means nothing here")
    case .singleQuote: Message("strings stand in double quotes", hints: ["write \"…\""])
    case .transposeQuote: Message("`'` does not transpose", hints: ["write transpose(x)"])
    case .unendedString:
      Message("this string has no end on its line", hints: ["close it with \", or use \"\"\" for several lines"])
    case .unendedLongString: Message("this string is never closed", expected: "\"\"\"")
    case .unknownEscape(let text):
      Message(
        "`\(text)` is no escape", expected: "\\n, \\t, \\\", \\\\, \\u{…} or \\(…)",
        hints: ["for a backslash write \\\\"])
    case .numberEndsInDot(let digits):
      Message("a number does not end in a dot", hints: ["write \(digits) or \(digits).0"])
    case .numberRunsIntoWord(let digits, let word):
      Message(
        "a number runs into a word", found: "\(digits)\(word)", hints: [Self.numberHint(digits, word)])
    case .numberTooLarge(let digits): Message("\(digits) is too large for a number", expected: "at most about 1.8e308")
    case .tooDeep: Message("this is nested too deeply", hints: ["give parts of it names of their own"])

    case .unexpected(let found, let expected):
      Message("this does not go on as it should", expected: expected, found: found)
    case .unclosed(let bracket, let line):
      Message("the `\(bracket)` of line \(line) is never closed", expected: Self.closing[bracket].map { "`\($0)`" })
    case .stillOpen(let bracket, let line, let found):
      Message(
        "the `\(bracket)` of line \(line) is still open here", expected: Self.closing[bracket].map { "`,` or `\($0)`" },
        found: found)
    case .notAtEnd(let found):
      Message("a statement ends here, but the line goes on", expected: "a new line or `;`", found: found)
    case .statementAfterName(let name, let rest):
      Message("a statement ends here, but the line goes on", found: rest, hints: ["to call `\(name)` write \(name)(…)"])
    case .wordAsName(let word):
      Message("`\(word)` is a word of the language and cannot be a name", hints: ["try `\(word)_`"])
    case .elseOnOwnLine: Message("`else` stands on the line of the `}` before it", hints: ["write } else {"])
    case .elseWithoutIf: Message("this `else` has no `if`")
    case .notAssignable:
      Message("this cannot be assigned", expected: "a name, or a part of one: x, x[i], x.field")
    case .callAssigned(let name):
      Message(
        "a call cannot be assigned",
        hints: [
          "a part stands in square brackets and counts from 0: \(name)[0] = …",
          "a function is defined by fn \(name)(…) { … }",
        ])
    case .placeAfterLabel:
      Message("an argument by place cannot follow one by label", hints: ["give it its label, or move it to the front"])
    case .chainedComparison(let joined):
      Message("comparisons do not chain", hints: ["join two with `and`: \(joined)"])
    case .tryWithoutElse:
      Message(
        "a `try` says what is done on an error",
        hints: ["write try { … } else(error) { … }, with `else` on the line of the brace"])
    case .chainedRange: Message("a range has two ends", hints: ["write the step with `by`: 0..<10 by 2"])
    case .assignmentInside(let target, let value):
      Message("`=` assigns and stands in a statement of its own", hints: ["to compare write \(target) == \(value)"])
    case .duplicateKey(let key): Message("the field `\(key)` occurs twice")
    case .duplicateParameter(let name): Message("two parameters are called `\(name)`")
    case .requiredAfterDefault(let name):
      Message("`\(name)` has no default, but a parameter before it has", hints: ["parameters with defaults stand last"])
    case .returnOutside: Message("`return` stands in a function only")
    case .loopWordOutside(let word): Message("`\(word)` stands in a loop only")
    case .importPath: Message("`import` takes a module's name", hints: ["write import textbook for textbook.lfs"])
    case .nestedImport: Message("`import` stands at the top level only")

    default: habitMessage
    }
  }

  private static func numberHint(_ digits: String, _ word: String) -> String {
    let bases = ["x": 16, "b": 2, "o": 8]
    if digits == "0", let base = bases[word.prefix(1).lowercased()] {
      return "numbers are decimal" + (Int(word.dropFirst(), radix: base).map { ": write \($0)" } ?? "")
    }
    if word == "i" || word == "j" { return "there are no complex numbers" }
    return "a product is written out: \(digits) * \(word)"
  }

  private static let closing = ["(": ")", "[": "]", "{": "}", "\\(": ")"]

  /// What people type who come from Python, MATLAB, Julia or R.
  private var habitMessage: Message {
    switch self {
    case .assignmentAsCondition: Message("`=` assigns; a condition compares", hints: ["write =="])
    case .labelWithEquals(let label): Message("a label is followed by a colon", hints: ["write \(label): …"])
    case .sliceColon(let lower, let upper):
      Message(
        "a slice is a range, without its end (`..<`) or with it (`...`)",
        hints: [
          upper.isEmpty || upper == "end"
            ? "write \(lower)... for the rest; positions count from 0" : "write \(lower)..<\(upper)"
        ])
    case .sliceStep: Message("a slice is a range", hints: ["a step is written with `by`: x[0..<10 by 2]"])
    case .twoDots:
      Message("a range says whether its end belongs to it", hints: ["write 1...3 with its end, or 1..<3 without it"])
    case .colonRange(let lower, let upper):
      Message(
        "a range is not written with a colon",
        hints: ["write \(lower)...\(upper), or \(lower)..<\(upper) without its end"])
    case .spacedItems(let example): Message("a comma stands between two items", hints: ["write \(example)"])
    case .semicolonRows:
      Message("a semicolon does not part rows", hints: ["every row has brackets of its own: [[1, 2], [3, 4]]"])
    case .braceList:
      Message("braces hold fields with names", hints: ["a list stands in square brackets: [1, 2]"])
    case .colonBlock(let word): Message("a block stands in braces", hints: ["write \(word) … { … }"])
    case .blockWithoutBraces(let word):
      Message("a block stands in braces", expected: "`{`", hints: ["write \(word) … { … }"])
    case .foreignOperator(let theirs, let ours): Message("there is no operator `\(theirs)`", hints: ["write \(ours)"])
    case .foreignDefinition(let word):
      Message("a function is not defined by `\(word)`", hints: ["write fn name(x, width: 5) { … }"])
    case .declaration(let word):
      Message("a name needs no `\(word)`", hints: ["assigning makes it: x = 1"])
    case .foreignElse(let word): Message("there is no `\(word)`", hints: ["write else if"])
    case .foreignLambda: Message("a function written in place stands in braces", hints: ["write fn(x) { x^2 }"])
    case .foreignTernary: Message("a choice between two values is an `if`", hints: ["write if c { a } else { b }"])
    case .foreignFor(let name):
      Message("a loop runs over a range or list", hints: ["write for \(name) in 0..<10 { … }"])
    case .foreignEnd: Message("a block ends with `}`", hints: ["write } in place of end"])
    case .foreignWord(let word, let ours): Message("there is no `\(word)`", hints: [ours])
    case .foreignFormat:
      Message("text before a string means nothing", hints: ["every string takes values: \"rate \\(x)\""])
    case .comprehension: Message("a list is not made by `for`", hints: ["write map(xs, fn(x) { … })"])
    case .tuple: Message("there are no tuples", hints: ["write a list, [a, b], or a record, {first: a, second: b}"])
    case .severalTargets:
      Message("one name is assigned at a time", hints: ["keep the result whole and take its parts: r = f(x); a = r.a"])
    case .chainedAssignment: Message("one name is assigned at a time", hints: ["write a = 0; b = 0"])
    case .importAs(let module):
      Message("an import takes no other name", hints: ["write import \(module); short = \(module)"])
    case .fromImport: Message("an import starts with `import`", hints: ["write import module: name, name"])
    case .percentComment: Message("a comment does not start with `%`", hints: ["write # …"])
    case .slashComment:
      Message("there is no operator `//`", hints: ["a comment starts with #; whole division is floor(a / b)"])
    case .increment(let name): Message("there is no operator `++`", hints: ["write \(name) += 1"])
    case .emptyCommand(let text): Message("`\(text)` is for the prompt", hints: ["in a script it has no meaning"])
    default: Message("this is not understood")
    }
  }
}
