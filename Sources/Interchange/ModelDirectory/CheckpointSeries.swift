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

  func index() -> CheckpointIndex? {
    FileManager.default.contents(atPath: "\(directory)/\(indexName)")
      .flatMap { CheckpointIndex(String(decoding: $0, as: UTF8.self)) }
  }

  /// The path of the newest; nil where there is no index.
  ///
  /// - Throws: `foreign` or `lost` where the index names what cannot be read.
  func newest() throws(DirectoryError) -> String? {
    guard let index = index() else { return nil }
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
  func add(_ checkpoint: Checkpoint, step: Int) throws(DirectoryError) {
    let name = "\(stem).ckpt-\(step).h5"
    try DirectoryError.hdf5 { () throws(HDF5Error) in try checkpoint.write(to: path(name)) }
    let known = (index()?.all ?? []).filter { $0 != name && FileManager.default.fileExists(atPath: path($0)) } + [name]
    let kept = limit > 0 ? Array(known.suffix(limit)) : known
    try DirectoryError.write(CheckpointIndex(newest: name, all: kept).text, to: path(indexName))
    // Only what this program wrote is its to remove.
    for old in known.dropLast(kept.count) where old.hasSuffix(".h5") { unlink(path(old)) }
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
