import Glibc

/// Finds programs the way a shell does.
public enum ExecutableSearch {
  /// The first file of that name that may be run, in the directories of a `PATH`. Relative directories are passed over:
  /// what they hold depends on where one stands.
  public static func find(_ name: String, in path: String) -> String? {
    path.split(separator: ":").lazy
      .filter { $0.hasPrefix("/") }
      .map { $0 + "/" + name }
      .first { candidate in
        var status = stat()
        return stat(candidate, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(candidate, X_OK) == 0
      }
      .map { String($0) }
  }
}
