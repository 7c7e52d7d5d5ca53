import Datasets
import Files
import Glibc
import Language

extension RunRecord {
  /// What a run did with a file.
  enum Use: String {
    case read, wrote
  }

  /// What the run did with the file of that path; nil for nothing.
  func use(of path: String) -> Use? {
    let read = inputs.filter(\.isFile).map { FilePath.whole($0.name, in: workingDirectory) } + modules.map(\.path)
    if read.contains(where: { FilePath.isSame($0, path) }) { return .read }
    return written(in: workingDirectory).contains { FilePath.isSame($0, path) } ? .wrote : nil
  }

  /// Paths of what the run wrote, if it works in `directory`.
  func written(in directory: String) -> [String] {
    results.filter { $0.kind == .file }.map { FilePath.whole($0.name, in: directory) }
  }

  /// Paths that the run wrote without having read what stood there, if it works in `directory`.
  func made(in directory: String) -> Set<String> {
    Set(written(in: directory)).subtracting(inputs.map { FilePath.whole($0.name, in: directory) })
  }

  /// Names of the inputs that are no more, if the run works in `directory`.
  func missing(in directory: String) -> Set<String> {
    Set(inputs.filter { $0.isFile && access(FilePath.whole($0.name, in: directory), F_OK) != 0 }.map(\.name))
  }

  /// The results with paths in texts from the working directory on, which records of earlier versions do not have so.
  var relativeResults: [RunResult] {
    results.map { result in
      guard result.kind == .printed || result.kind == .error else { return result }
      return RunResult(result.kind, name: result.name, place: result.place, lines: relative(result.lines))
    }
  }

  /// The words of the error the run ended in, with paths so; nil where it ended in none.
  var error: [String]? { results.first { $0.kind == .error }.map { relative($0.lines) } }

  private func relative(_ lines: [String]) -> [String] {
    lines.map { FilePath.relative($0, to: workingDirectory) }
  }

  /// Where modules lay that were neither beside the script nor in the working directory: the library of the run.
  var libraryDirectories: [String] {
    var seen = Set([scriptDirectory, workingDirectory].compactMap(\.self))
    return modules.map { ScriptPlace.directory(of: $0.path, in: workingDirectory) }.filter { seen.insert($0).inserted }
  }
}

extension RunRecord.Input {
  /// Whether it is not one of the data sets that are made.
  fileprivate var isFile: Bool { SyntheticName(rawValue: name) == nil }
}
