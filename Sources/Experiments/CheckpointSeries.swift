import Files
import FoundationEssentials
import Glibc
import HDF5
import Training

/// Checkpoints of one kind in a model's directory, named in an index: the rolling ones, or those of lowest validation
/// cost.
public struct CheckpointSeries: Sendable {
  let directory: String
  /// `checkpoint` or `checkpoint_lve`.
  let indexName: String
  /// Start of the files' names; the step and `.h5` follow.
  let stem: String
  /// How many to keep; 0: all.
  let limit: Int

  /// What the index says; nil where there is none.
  ///
  /// - Throws: where it cannot be read or names no checkpoint: who took it for missing would begin a training anew.
  func index() throws(DirectoryError) -> CheckpointIndex? {
    let path = "\(directory)/\(indexName)"
    guard let bytes = FileManager.default.contents(atPath: path) else {
      var status = stat()
      if stat(path, &status) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
      let words = access(path, R_OK) == 0 ? "cannot be read" : String(cString: strerror(errno))
      throw DirectoryError(path: path, cause: .system(words))
    }
    guard let index = CheckpointIndex(String(decoding: bytes, as: UTF8.self)) else {
      throw DirectoryError(path: path, cause: .damagedIndex)
    }
    return index
  }

  /// Whether there are checkpoints, named in an index or not.
  var hasFiles: Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.contains { $0.hasPrefix("\(stem).ckpt-") }
  }

  /// The path of the newest; nil where there is no index.
  ///
  /// - Throws: `foreign` or `lost` where the index names what cannot be read.
  func newest() throws(DirectoryError) -> String? {
    guard let index = try index() else { return nil }
    let path = self.path(index.newest)
    if FileManager.default.fileExists(atPath: path) { return path }
    // TensorFlow's checkpoint `x` is made of `x.index`, `x.data-…`; the oldest releases wrote `x` and `x.meta`.
    let isForeign = [".index", ".meta"].contains { FileManager.default.fileExists(atPath: path + $0) }
    throw DirectoryError(
      path: directory, cause: isForeign || !path.hasSuffix(".h5") ? .foreign(checkpoint: path) : .lost(checkpoint: path)
    )
  }

  /// Writes a checkpoint, names it in the index, and removes those that are too many: at any moment, the index names
  /// one that is whole.
  ///
  /// - Throws: `HDF5Error` or `AtomicFile.WriteError`.
  func add(_ checkpoint: Checkpoint, step: Int) throws {
    let name = "\(stem).ckpt-\(step).h5"
    try checkpoint.write(to: path(name))
    // An index that was damaged meanwhile is replaced by one that is whole.
    let all = (try? index())?.all ?? []
    let known = all.filter { $0 != name && FileManager.default.fileExists(atPath: path($0)) } + [name]
    let kept = limit > 0 ? Array(known.suffix(limit)) : known
    try AtomicFile.write(CheckpointIndex(newest: name, all: kept).text, to: path(indexName))
    for old in known.dropLast(kept.count) where isOwn(old) { unlink(path(old)) }
  }

  /// Whether a file of that name is the program's to remove: a checkpoint of its own in this directory. The index may be
  /// anybody's, with paths that lead elsewhere.
  private func isOwn(_ name: String) -> Bool {
    !name.utf8.contains(UInt8(ascii: "/")) && Self.step(ofFile: name) != nil
  }

  /// The step in the name of a checkpoint, `STEM.ckpt-STEP.h5`; nil for any other file.
  public static func step(ofFile name: String) -> Int? {
    guard name.contains(".ckpt-"), name.hasSuffix(".h5") else { return nil }
    return name.dropLast(3).split(separator: "-").last.flatMap { Int($0) }
  }

  /// Removes what a process that was killed while writing left half done. Only for who holds the lock.
  func sweep() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    for name in names
    where name.hasSuffix(".tmp") && (name.hasPrefix(".\(stem).ckpt-") || name.hasPrefix(".\(indexName).")) {
      unlink("\(directory)/\(name)")
    }
  }

  private func path(_ name: String) -> String { name.hasPrefix("/") ? name : "\(directory)/\(name)" }
}
