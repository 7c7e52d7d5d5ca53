import Datasets
import Files
import Glibc
import Language

extension Call {
  /// The path a file is to be written to: relative ones start in the working directory. Its folder is made where it is
  /// missing.
  func outputPath(_ label: String) throws -> String {
    try place(toWrite: inWorkingDirectory(string(label)), label)
  }

  private func place(toWrite path: String, _ label: String) throws -> String {
    let place = machine.observer?.willWrite(path) ?? path
    try blaming(label) { try Folder.make(for: place) }
    return place
  }

  /// Writes a data set, each of several sessions to a file of its own.
  func write(_ dataset: Dataset, to label: String) throws {
    try blaming(label) {
      try DatasetWriter.write(dataset, to: inWorkingDirectory(string(label))) { try place(toWrite: $0, label) }
    }
  }

  /// The path of a file that is read where it was written: relative ones start in the working directory.
  func inputPath(_ label: String) -> String {
    let path = inWorkingDirectory(string(label))
    return machine.observer?.willRead(path) ?? path
  }

  /// The path of a file that is looked for beside the script, then in the working directory; nil where it is nowhere.
  func foundPath(_ label: String) -> String? {
    for place in settings.searchPath(for: string(label), includingLibrary: false) {
      let path = machine.observer?.willRead(place) ?? place
      if access(path, F_OK) == 0 { return path }
    }
    return nil
  }

  func inWorkingDirectory(_ path: String) -> String {
    path.hasPrefix("/") || settings.workingDirectory.isEmpty ? path : "\(settings.workingDirectory)/\(path)"
  }

  /// What a loader is to be asked for in place of `name`, whose files are reported to who observes the run.
  func observed(_ name: String, by loader: DatasetLoader) -> String {
    guard let observer = machine.observer else { return name }
    let name = name.hasPrefix("/") ? observer.willRead(name) : name
    switch try? loader.resolve(name) {
    case .file(let path): return observer.willRead(path)
    case .sessions(_, let paths): for path in paths { _ = observer.willRead(path) }
    case .synthetic, nil: break
    }
    return name
  }
}
