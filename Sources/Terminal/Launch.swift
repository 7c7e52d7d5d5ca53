import Glibc
import Language
import Notebook
import Syntax

/// What the command line asks for, and doing it.
public struct Launch {
  public enum Color: String, CaseIterable, Sendable {
    case auto, always, never
  }

  /// Expressions to run one after another.
  public var expressions: [String] = []
  /// The script, `-` for standard input.
  public var script: String?
  /// What the language knows as `args`.
  public var arguments: [String] = []
  /// A script to look through without running it.
  public var checked: String?
  /// Whether the prompt follows what was asked for; it comes anyway where nothing was.
  public var staysAtPrompt = false
  public var isQuiet = false
  public var color = Color.auto
  /// Whether the user's `init.lfs` is left out; it is for the prompt only, so that a script does the same everywhere.
  public var skipsInit = false
  public var version: String
  /// The program's sub-commands, which the name of a script that is nowhere may be a misspelling of.
  public var commands: [String] = []

  private let surroundings: Surroundings
  private let table: BuiltinTable

  public init(version: String, table: BuiltinTable, in surroundings: Surroundings) {
    self.version = version
    self.table = table
    self.surroundings = surroundings
  }

  /// Does what was asked for.
  /// - Returns: The exit status.
  public func run() -> Int32 {
    let sink = sink()
    let session = Session(
      table: table, settings: settings(columns: sink.columns), sink: sink, isInteractive: opensPrompt)
    let scripts = ScriptRun(session: session, sink: sink, commands: checked == nil ? commands : [])
    if let checked {
      return scripts.source(of: checked).map(scripts.check).status
    }
    if opensPrompt { greet(sink, scripts) }
    var status = ExitStatus.fine
    for (position, expression) in expressions.enumerated() where status == ExitStatus.fine {
      let isLast = position == expressions.count - 1
      status = scripts.run(SourceText(name: "-e", text: expression), showing: isLast ? .last : .noted)
    }
    if let script {
      status = scripts.source(of: script).map { scripts.run($0, showing: .nothing) }.status
    }
    guard opensPrompt, Interrupts.endingSignal == nil else { return status }
    return prompt(session, sink).run()
  }

  /// Runs a sub-command in the place of a session: it is given what the program knows, where to show things, and what
  /// Ctrl-C and the signals that end a program ask to stop.
  /// - Returns: The exit status.
  public func run(_ command: (Settings, any OutputSink, CancellationToken) throws(LocatedError) -> Void) -> Int32 {
    let sink = sink(), cancellation = CancellationToken()
    let settings = settings(columns: sink.columns)
    var failure: LocatedError?
    Interrupts.leading(to: cancellation) {
      do throws(LocatedError) { try command(settings, sink, cancellation) } catch { failure = error }
    }
    sink.endLiveLine()
    if let failure { sink.report(failure.diagnostic.drawn()) }
    if let signal = Interrupts.endingSignal { return 128 + signal }
    if cancellation.isCancelled { return ExitStatus.interrupted }
    return failure.map(ExitStatus.of) ?? ExitStatus.fine
  }

  private var opensPrompt: Bool {
    checked == nil && (staysAtPrompt || (script == nil && expressions.isEmpty))
  }

  // MARK: Parts

  private func sink() -> TerminalSink {
    func stream(_ descriptor: Int32, isTerminal: Bool) -> OutputStream {
      let isColored = color == .auto ? surroundings.wantsColor(onTerminal: isTerminal) : color == .always
      return OutputStream(descriptor: descriptor, isTerminal: isTerminal, isColored: isColored)
    }
    return TerminalSink(
      output: stream(STDOUT_FILENO, isTerminal: surroundings.isOutputTerminal),
      error: stream(STDERR_FILENO, isTerminal: surroundings.isErrorTerminal),
      showsProgress: !isQuiet, canRenewLines: surroundings.isCapable,
      pager: opensPrompt && surroundings.canEditLines ? surroundings.pager : [], canvas: canvas)
  }

  private var canvas: TerminalCanvas {
    var canvas = surroundings.canvas
    if color == .never { canvas.colors = .none }
    return canvas
  }

  private func settings(columns: Int) -> Settings {
    var scriptDirectory: String?
    if let file = script ?? checked, file != "-" {
      let path = file.hasPrefix("/") ? file : "\(surroundings.workingDirectory)/\(file)"
      scriptDirectory = path.lastIndex(of: "/").map { String(path[..<$0]) }
    }
    var settings = Settings(
      workingDirectory: surroundings.workingDirectory, scriptDirectory: scriptDirectory,
      libraryDirectories: surroundings.libraryDirectories, cacheDirectory: surroundings.cacheDirectory,
      programPath: surroundings.programPath, arguments: arguments, isQuiet: isQuiet, columns: columns, version: version)
    settings.homeDirectory = surroundings.homeDirectory
    return settings
  }

  private func greet(_ sink: TerminalSink, _ scripts: ScriptRun) {
    if !isQuiet, surroundings.isInputTerminal, surroundings.isOutputTerminal {
      sink.text(StyledText("\(Surroundings.name) \(version)", .heading) + StyledText("  ? helps, Ctrl-D leaves", .dim))
    }
    guard !skipsInit, let path = surroundings.configurationDirectory.map({ $0 + "/init.lfs" }),
      SystemFiles.exists(path)
    else { return }
    _ = scripts.source(of: path).map { scripts.run($0, showing: .nothing) }
  }

  private func prompt(_ session: Session, _ sink: TerminalSink) -> Prompt {
    let support = EditingSupport.answers(of: session, commands: PromptCommand.all)
    let first = "lfads> "
    if surroundings.canEditLines {
      let history = surroundings.stateDirectory.map { HistoryFile(path: $0 + "/history") }
      let remembered = (try? history?.load()) ?? []
      let isColored = color == .auto ? surroundings.wantsColor(onTerminal: true) : color == .always
      if let editor = LineEditor(
        program: Surroundings.name, prompt: first, isColored: isColored, history: remembered,
        settings: surroundings.editorSettings, support: support)
      {
        return Prompt(session: session, sink: sink, entries: editor, history: history, remembered: remembered)
      }
    }
    let isAsked = surroundings.isInputTerminal
    let prompts = OutputStream(
      descriptor: surroundings.isOutputTerminal ? STDOUT_FILENO : STDERR_FILENO, isTerminal: true, isColored: false)
    return Prompt(
      session: session, sink: sink,
      entries: PlainEntries(
        lines: LineStream(descriptor: STDIN_FILENO), prompts: isAsked ? (first, "     > ") : nil, output: prompts,
        isComplete: support.isComplete),
      stopsAtErrors: !isAsked)
  }
}

extension Result where Success == Int32, Failure == NoSuchScriptError {
  /// The status of what was done, or of what kept it from being done.
  fileprivate var status: Int32 {
    switch self {
    case .success(let status): status
    case .failure(let missing): missing.status
    }
  }
}
