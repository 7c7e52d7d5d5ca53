/// How a program names the arrays of a data file.
///
/// The reference's own names are the one layout this room knows; others are handed to the loader by whoever knows
/// them.
public struct DatasetLayout: Sendable {
  /// What is looked at to recognise a layout.
  public struct Outline: Sendable {
    /// The file's name without its directory.
    public let fileName: String
    /// The names of the arrays at its root.
    public let arrays: Set<String>
  }

  /// The program's name, as it is reported.
  public let name: String
  /// The program's names, without the split, and ours: `encod_data` is `data`. Of two for one of ours the first that is
  /// there counts; the other keeps its name.
  public let names: [(theirs: String, ours: String)]
  let recognises: @Sendable (Outline) -> Bool

  public init(
    name: String, names: [(theirs: String, ours: String)] = [], recognises: @escaping @Sendable (Outline) -> Bool
  ) {
    self.name = name
    self.names = names
    self.recognises = recognises
  }

  /// The layout of the 2017 code, which `save_dataset` writes.
  public static let reference = DatasetLayout(name: "LFADS") { _ in true }
}

/// The name of an array taken apart: `input_train_truth` is `input_truth` of the training split.
struct ArrayName: Equatable {
  let split: SplitName?
  let name: String

  init(split: SplitName?, name: String) {
    self.split = split
    self.name = name
  }

  /// The split may stand first, last or in the middle, between underscores; a name with two belongs to none.
  init(_ fileName: String) {
    let words = fileName.split(separator: "_", omittingEmptySubsequences: false)
    let places = words.indices.filter { SplitName(rawValue: String(words[$0])) != nil }
    guard places.count == 1, words.count > 1 else {
      split = nil
      name = fileName
      return
    }
    split = SplitName(rawValue: String(words[places[0]]))
    name = (words[..<places[0]] + words[(places[0] + 1)...]).joined(separator: "_")
  }

  /// The file name of an array of a split, where the reference places the split in its own way, and first otherwise.
  static func fileName(_ name: String, of split: SplitName) -> String {
    switch name {
    case "input_truth": "input_\(split.rawValue)_truth"
    case "input_times", "condition_labels": "\(name)_\(split.rawValue)"
    default: "\(split.rawValue)_\(name)"
    }
  }
}
