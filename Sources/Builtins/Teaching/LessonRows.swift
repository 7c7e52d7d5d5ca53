import Language
import Syntax

/// Taking lessons at the prompt, cell by cell.
enum LessonRows {
  static let rows: [Builtin] = [lesson, next, again, skip]

  private static let lesson = Builtin(
    "lesson", .teaching, "Opens a lesson and shows its first cell; without a number, lists the lessons.",
    details: """
      A lesson goes cell by cell: `next()` shows the next text, or shows the next code and runs it over your own
      variables; `again()` does the same cell once more, after you have changed something; `skip()` passes over one.
      Type anything in between. The last cells check what you have made. A lesson is a script of the standard library,
      so `lfads-repl report stdlib/lessons/03_….lfs` makes a page of it.
      """,
    parameters: [Parameter("number", .size, .optional("lists them"), "Which lesson")],
    result: nil,
    examples: [Example("lesson()")]
  ) { call in
    let book = try LessonBook(call)
    guard !book.entries.isEmpty else {
      throw RefusalError(
        Message(
          "there are no lessons in the standard library",
          hints: ["looked in \(call.settings.libraryDirectories.map { $0 + "/lessons" }.joined(separator: ", "))"]))
    }
    guard let number = call.integerOrNil("number") else {
      let lines = book.entries.map { entry in
        StyledText((entry.number < 10 ? "   " : "  ") + "\(entry.number)  ", .number) + StyledText(entry.title)
      }
      call.sink.text(
        .joined(
          [StyledText("lessons", .heading)] + lines + [StyledText("`lesson(1)` opens one", .dim)], separator: "\n"))
      return .nil
    }
    guard let entry = book[number] else {
      throw call.fault(
        "number", "there is no lesson \(number)", expected: "1 to \(book.entries.map(\.number).max() ?? 0)",
        hint: "`lesson()` lists them")
    }
    let progress = progress(call)
    progress.entry = entry
    progress.position = 0
    call.sink.text(
      StyledText("lesson \(entry.number)", .heading) + StyledText("  \(entry.cells.count) cells; ", .dim)
        + StyledText("next() goes on, again() repeats, skip() passes; type anything in between", .hint) + "\n")
    try LessonCell(entry, 0).perform(call)
    return .nil
  }

  private static let next = Builtin(
    "next", .teaching, "Goes on to the next cell of the lesson: shows it and, if it is code, runs it.",
    result: nil, examples: [Example("lesson(1)\nnext()")]
  ) { call in
    let (progress, entry) = try open(call)
    guard progress.position + 1 < entry.cells.count else { return farewell(entry, call) }
    progress.position += 1
    try LessonCell(entry, progress.position).perform(call)
    return .nil
  }

  private static let again = Builtin(
    "again", .teaching, "Shows the present cell of the lesson once more and, if it is code, runs it again.",
    result: nil, examples: [Example("lesson(1)\nagain()")]
  ) { call in
    let (progress, entry) = try open(call)
    try LessonCell(entry, progress.position).perform(call)
    return .nil
  }

  private static let skip = Builtin(
    "skip", .teaching, "Passes over the next cell of the lesson without running it.",
    result: nil, examples: [Example("lesson(1)\nskip()")]
  ) { call in
    let (progress, entry) = try open(call)
    guard progress.position + 1 < entry.cells.count else { return farewell(entry, call) }
    progress.position += 1
    let cell = entry.cells[progress.position]
    let words = (cell.markdown ?? cell.code).split(separator: "\n").first.map(String.init) ?? ""
    call.sink.text(StyledText("passed over \(progress.position + 1)/\(entry.cells.count): \(words)", .dim))
    return .nil
  }

  private static func progress(_ call: Call) -> LessonProgress {
    call.state(LessonProgress.self, initial: LessonProgress.init)
  }

  private static func open(_ call: Call) throws -> (LessonProgress, LessonBook.Entry) {
    let progress = progress(call)
    guard let entry = progress.entry else {
      throw RefusalError(Message("no lesson is open", hints: ["`lesson()` lists them, `lesson(1)` opens the first"]))
    }
    return (progress, entry)
  }

  private static func farewell(_ entry: LessonBook.Entry, _ call: Call) -> Value {
    var text = StyledText("that was lesson \(entry.number), \(entry.title)", .heading)
    if let following = try? LessonBook(call)[entry.number + 1] {
      text.append("\n`lesson(\(following.number))` is \(following.title)", .hint)
    }
    call.sink.text(text)
    return .nil
  }
}

/// One cell of a lesson as the prompt shows it.
struct LessonCell {
  private let entry: LessonBook.Entry
  private let position: Int

  init(_ entry: LessonBook.Entry, _ position: Int) {
    self.entry = entry
    self.position = position
  }

  /// Shows the cell; runs it over the session's variables if it is code, and shows its last value.
  func perform(_ call: Call) throws {
    let cell = entry.cells[position], columns = min(call.settings.columns, 100)
    let place = "\(position + 1)/\(entry.cells.count)"
    var heading = StyledText("── \(place)", .dim)
    if !cell.title.isEmpty { heading.append(" \(cell.title)", .heading) }
    heading.append(" " + String(repeating: "─", count: max(columns - DisplayWidth.of(heading.plain) - 1, 3)), .dim)
    if let markdown = cell.markdown {
      call.sink.text(heading + "\n\n" + PlainMarkdown.text(markdown, columns: columns) + "\n")
      return
    }
    var code = StyledText("  ")
    for run in SourceText(name: "", text: cell.code).styled(knowing: call.machine.table).runs {
      code.append(run.text.replacing("\n", with: "\n  "), run.style)
    }
    call.sink.text(heading + "\n\n" + code + "\n")
    guard let interpreter = call.machine.interpreter else { return }
    let outcome = interpreter.run(cell.source(named: entry.path))
    if let failure = outcome.failure { throw failure }
    if !outcome.isSilenced, !outcome.value.isNil { interpreter.show(outcome.value) }
  }
}
