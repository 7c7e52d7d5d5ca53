import Glibc
import HDF5

/// Keeps generated data sets between runs, in a directory of the user's own.
///
/// What cannot be kept or read back is simply made again: the cache never fails. Truth is not kept; making it anew is
/// faster than reading it.
struct SyntheticCache {
  let directory: String

  /// To be raised whenever generated data or the layout of their files change.
  private static let version = 1

  /// The data set, from the files of an earlier run or made and kept.
  func dataset(_ synthetic: Synthetic) throws(DatasetError) -> Dataset {
    if isPrivate(), let kept = read(synthetic) { return kept }
    let dataset = try synthetic.generate()
    if prepare() { keep(dataset) }
    return dataset
  }

  private func path(_ name: String, _ session: String) -> String {
    "\(directory)/\(name)_\(session)-v\(Self.version).h5"
  }

  private func read(_ synthetic: Synthetic) -> Dataset? {
    let names = (0..<synthetic.parameters.sessions).map { synthetic.sessionName($0) }
    let sessions = names.compactMap { name in
      try? SessionReader(try DataFile(path(synthetic.name.rawValue, name), layouts: [], from: .ourselves))
        .session(named: name, dt: nil)
    }
    guard sessions.count == names.count else { return nil }
    return try? Dataset(name: synthetic.name.rawValue, sessions: synthetic.withTruth(sessions))
  }

  /// Disk space is given for time: unpacking would take longer than everything else.
  private func keep(_ dataset: Dataset) {
    for session in dataset.sessions {
      try? DatasetWriter.write(
        session.withoutTruth, to: path(dataset.name, session.name), compression: .none, mode: 0o600)
    }
  }

  /// Makes the directory, and those above it, for the user alone.
  private func prepare() -> Bool {
    var made = directory.hasPrefix("/") ? "" : "."
    for part in directory.split(separator: "/") {
      made += "/" + part
      mkdir(made, 0o700)
    }
    return isPrivate()
  }

  /// Whether the directory is a real one, the user's own, and closed to everybody else: otherwise somebody might have
  /// put other data there.
  private func isPrivate() -> Bool {
    var status = stat()
    return lstat(directory, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
      && status.st_mode & 0o077 == 0
  }
}
