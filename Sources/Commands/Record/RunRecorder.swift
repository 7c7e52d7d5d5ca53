import Datasets
import Files
import FoundationEssentials
import Glibc
import Language
import Synchronization
import Syntax

/// Watches a run: keeps what it reads and what it comes to, and passes everything on.
///
/// A result is what the run shows (text and figures), every model as a training left it, every file it wrote as it
/// stands at the end, and the error it ended in. Progress, warnings and variables are none.
final class RunRecorder: RunObserver, OutputSink {
  private let target: any OutputSink
  /// Where files really lie; nil where they lie where the run says.
  private let shadow: ShadowFiles?
  private let workingDirectory: String
  /// By the clock of the file system.
  private let start = FileTime.now
  private let state = Mutex(State())

  private struct State {
    var place = ""
    var modules: [RunRecord.Source] = []
    var inputs: [RunRecord.Input] = []
    var results: [RunResult] = []
    /// Paths the run wrote, or began to.
    var written = WrittenPaths()
    /// Directories and files it wrote to that held something before.
    var goneOn: [String] = []
  }

  init(_ target: any OutputSink, workingDirectory: String, shadow: ShadowFiles? = nil) {
    self.target = target
    self.workingDirectory = workingDirectory
    self.shadow = shadow
  }

  // MARK: What it has seen

  var modules: [RunRecord.Source] { state.withLock { $0.modules } }
  var inputs: [RunRecord.Input] { state.withLock { $0.inputs } }
  /// Directories with trainings that the run went on with, so that it cannot be repeated.
  var goneOn: [String] { state.withLock { $0.goneOn } }

  /// Everything the run came to; files as they stand now.
  func results(failure: LocatedError?) -> [RunResult] {
    let (results, written) = state.withLock { ($0.results, $0.written) }
    var all = results
    for entry in written.entries {
      let path = shadow?.shadow(of: entry.path) ?? entry.path
      let lines = FileContents.lines(of: path, since: shadow == nil ? start : nil) ?? ["nothing stands there"]
      all.append(RunResult(.file, name: name(of: entry.path), place: entry.place, lines: lines))
    }
    if let failure {
      let place = failure.location.map(Self.text) ?? ""
      all.append(RunResult(.error, place: place, lines: lines(of: failure.message.title)))
    }
    return all
  }

  /// Files of the language as `files` has them, each kept when it is read.
  func keeping(_ files: FileReader) -> FileReader {
    FileReader(
      contents: { path in
        let bytes = try files.contents(path)
        if let bytes, let text = String(validating: bytes, as: UTF8.self) {
          self.state.withLock { state in
            if !state.modules.contains(where: { $0.path == path }) {
              state.modules.append(RunRecord.Source(path: path, text: text))
            }
          }
        }
        return bytes
      }, entries: files.entries)
  }

  /// A path as a record calls it.
  private func name(of path: String) -> String {
    path.hasPrefix(workingDirectory + "/") ? String(path.dropFirst(workingDirectory.count + 1)) : path
  }

  private static func text(_ location: Location) -> String { "\(location.source.name):\(location.line)" }

  /// Long text is kept by its beginning and a fingerprint of the whole.
  private static let longestText = 4_000

  private func lines(of text: String) -> [String] {
    // Below the working directory paths go from there: a repetition may work in another one.
    let text = FilePath.relative(shadow?.unshadowed(text) ?? text, to: workingDirectory)
    let kept =
      text.utf8.count <= Self.longestText
      ? text : text.prefix(Self.longestText) + "\n… \(SHA256.hexadecimal(Array(text.utf8)))"
    return kept.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  // MARK: RunObserver

  func callBegan(at location: Location?) {
    guard let location else { return }
    let text = Self.text(location)
    state.withLock { $0.place = text }
  }

  func willRead(_ path: String) -> String {
    let path = original(path)
    let written = state.withLock { $0.written }
    if let stem = written.stem(of: path) { return shadow?.shadow(of: stem) ?? path }
    if let (spelling, isEntry) = written.place(of: path),
      isEntry || shadow?.keeps(spelling) ?? (FileTime.changed(path).map { $0 >= start } ?? true)
    {
      return shadow?.shadow(of: spelling) ?? path
    }
    let real = shadow?.reading(path) ?? path
    guard let fingerprint = FileContents.fingerprint(of: real) else { return real }
    add(RunRecord.Input(name: name(of: path), fingerprint: fingerprint))
    return real
  }

  func willWrite(_ path: String) -> String {
    let path = state.withLock { $0.written.place(of: path)?.spelling } ?? path
    let real = shadow?.shadow(of: path) ?? path
    let holdsTraining = access(real + "/checkpoint", F_OK) == 0
    state.withLock { state in
      if state.written.add(path, at: state.place), holdsTraining { state.goneOn.append(name(of: path)) }
    }
    return real
  }

  func original(_ path: String) -> String {
    guard let shadow else { return path }
    for entry in state.withLock({ $0.written.entries }).reversed() {
      // As it was typed, which the shadow's path does not tell; of a directory without its last slash.
      let typed = entry.path.hasSuffix("/") ? String(entry.path.dropLast()) : entry.path
      let start = shadow.shadow(of: entry.path)
      if path == start || path.hasPrefix(start + "/") { return typed + path.dropFirst(start.count) }
    }
    return path
  }

  func places(_ directories: [String]) -> [String] { shadow?.places(directories) ?? directories }

  func didMake(_ name: String, fingerprint: String) { add(RunRecord.Input(name: name, fingerprint: fingerprint)) }

  private func add(_ input: RunRecord.Input) {
    state.withLock { state in
      if !state.inputs.contains(where: { $0.name == input.name }) { state.inputs.append(input) }
    }
  }

  func came(_ result: RunResult) { keep(result.kind, name: result.name, result.lines) }

  private func keep(_ kind: RunResult.Kind, name: String = "", _ lines: [String]) {
    state.withLock { $0.results.append(RunResult(kind, name: name, place: $0.place, lines: lines)) }
  }

  // MARK: OutputSink

  func text(_ text: StyledText) {
    keep(.printed, lines(of: text.plain))
    target.text(text)
  }

  func warning(_ diagnostic: Diagnostic) { target.warning(shadow?.unshadowed(diagnostic) ?? diagnostic) }

  func present(_ value: any Presentable) {
    // Where there is no program that draws, its words have to do.
    let drawing = (try? value.svg(isDark: false)).flatMap { $0 }.map { SHA256.hexadecimal(Array($0.utf8)) }
    keep(.figure, lines(of: value.text(columns: 80).plain) + ["drawing \(drawing ?? "none")"])
    target.present(value)
  }

  func progress(_ update: ProgressUpdate) { target.progress(update) }
}
