import Syntax

/// `~/…` at the start of a path: the user's home directory.
public enum HomePath {
  /// Whether a path is in the home directory of somebody else: `~name/…`.
  public static func isAnothers(_ path: String) -> Bool {
    path.hasPrefix("~") && path != "~" && !path.hasPrefix("~/")
  }

  /// The path without it.
  ///
  /// - Throws: where it is another user's, which is not looked up, or there is no home.
  public static func expanded(_ path: String, home: String?) throws(RefusalError) -> String {
    guard path.hasPrefix("~") else { return path }
    guard !isAnothers(path) else {
      throw RefusalError(
        Message(
          "'\(path)' is in another user's home directory, which is not looked up",
          hints: ["write the whole path; `~/…` is your own home, `./\(path)` a file whose name begins so"]))
    }
    guard let home else {
      throw RefusalError(Message("'\(path)': there is no home directory", hints: ["write the whole path"]))
    }
    return home + path.dropFirst()
  }
}

extension ParameterType {
  /// Whether it takes the name of a file.
  var isPath: Bool {
    switch self {
    case .string(.path), .string(.pathOr): true
    case .optional(let type): type.isPath
    case .oneOf(let types): types.contains(where: \.isPath)
    default: false
    }
  }
}
