/// Why a text is no program. The sentences stand in `SyntaxError+Diagnostic.swift`.
public enum SyntaxError: Error, Sendable, Equatable {
  // Characters.
  case strangeCharacter(String)
  case singleQuote
  case transposeQuote
  case unendedString
  case unendedLongString
  case unknownEscape(String)
  case numberEndsInDot(String)
  case numberRunsIntoWord(String, String)
  case numberTooLarge(String)
  case tooDeep

  // Grammar: something else was expected.
  case unexpected(found: String, expected: String)
  /// A bracket was never closed.
  case unclosed(String, line: Int)
  /// A line begins that does not go on with what a bracket above opened.
  case stillOpen(String, line: Int, found: String)
  /// A second thing on a line, after a whole statement.
  case notAtEnd(found: String)
  case statementAfterName(name: String, rest: String)
  case wordAsName(String)
  case elseOnOwnLine
  case elseWithoutIf
  case notAssignable
  /// `f(x) = …`, which defines a function or changes a part elsewhere.
  case callAssigned(String)
  case placeAfterLabel
  case chainedComparison(joined: String)
  case tryWithoutElse
  case chainedRange
  case assignmentInside(target: String, value: String)
  case duplicateKey(String)
  case duplicateParameter(String)
  case requiredAfterDefault(String)
  case returnOutside
  case loopWordOutside(String)
  case importPath
  case nestedImport

  // Habits of other languages, with what to write here.
  case assignmentAsCondition
  case labelWithEquals(String)
  case sliceColon(lower: String, upper: String)
  case sliceStep
  case twoDots
  case colonRange(lower: String, upper: String)
  case spacedItems(example: String)
  case semicolonRows
  case braceList
  case colonBlock(String)
  case blockWithoutBraces(String)
  case foreignOperator(String, ours: String)
  case foreignDefinition(String)
  case declaration(String)
  case foreignElse(String)
  case foreignLambda
  case foreignTernary
  case foreignFor(String)
  case foreignEnd
  case foreignWord(String, ours: String)
  case foreignFormat
  case comprehension
  case tuple
  case severalTargets
  case chainedAssignment
  case importAs(String)
  case fromImport
  case percentComment
  case slashComment
  case increment(String)
  case emptyCommand(String)

  /// Whether more lines could still make the text right.
  func isIncomplete(atEnd: Bool) -> Bool {
    switch self {
    case .unendedLongString: true
    case .unexpected, .unclosed, .blockWithoutBraces: atEnd
    default: false
    }
  }
}
