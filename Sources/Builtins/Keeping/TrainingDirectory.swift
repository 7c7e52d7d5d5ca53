import Experiments
import Datasets
import HDF5
import Interchange
import Language

/// The directory a training was kept in, or what of it is no data, where `load` was given it by name.
enum TrainingDirectory {
  /// Refuses such a name with what to type in its place; lets every other through.
  static func refuse(_ name: String, found: DatasetLoader.Resolution?, by loader: DatasetLoader, _ call: Call) throws {
    let asked = call.string("name")
    switch found {
    case .file(let path): try refuse(index: path, asked, call)
    case .sessions, .synthetic: break
    case nil:
      for place in loader.directories {
        let path = name.hasPrefix("/") || place.isEmpty ? name : "\(place)/\(name)"
        let names = call.machine.files.entries(path)
        guard names.contains(ModelDirectory.rollingIndex) || newest(among: names) != nil else { continue }
        throw call.fault(
          "name", "'\(asked)' is the directory of a training, not a file", hint: advice(asked, names))
      }
    }
  }

  /// The text file that names the checkpoints.
  private static func refuse(index path: String, _ asked: String, _ call: Call) throws {
    let directory = directory(of: path), file = String(path.dropFirst(directory.count))
    guard [ModelDirectory.rollingIndex, ModelDirectory.lowestIndex].contains(file), !HDF5File.hasSignature(path)
    else { return }
    let names = call.machine.files.entries(directory)
    guard newest(among: names) != nil else { return }
    throw call.fault(
      "name", "'\(asked)' only names the checkpoints of a training",
      hint: advice(self.directory(of: asked), names))
  }

  /// The path without its last part, with the slash.
  private static func directory(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// How to load what a directory holds.
  private static func advice(_ directory: String, _ names: [String]) -> String {
    let start = directory.isEmpty || directory.hasSuffix("/") ? directory : directory + "/"
    if let newest = newest(among: names) { return "its newest checkpoint: `load(\(Value.quoted(start + newest)))`" }
    return names.contains(ModelDirectory.parametersName)
      ? "its parameters: `load_parameters(m, data, \(Value.quoted(start + ModelDirectory.parametersName)))`"
      : "there is no checkpoint in it that `load` reads"
  }

  /// The checkpoint of the greatest step; one of lowest validation cost where there are no others.
  private static func newest(among names: [String]) -> String? {
    let all = names.compactMap { name in
      CheckpointSeries.step(ofFile: name).map {
        (name: name, isRolling: name.contains("_lve.ckpt-") ? 0 : 1, step: $0)
      }
    }
    return all.max { ($0.isRolling, $0.step) < ($1.isRolling, $1.step) }?.name
  }
}
