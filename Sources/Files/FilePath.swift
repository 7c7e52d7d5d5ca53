import Glibc

/// Paths: what they say, what they name, and where they stand in a text.
public enum FilePath {
  /// The whole path without `.`, `..` and doubled slashes, by its text alone: links are not followed, and `..` leads
  /// nowhere above `/`.
  public static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    // By bytes, as the system does: a character may be a slash and an accent on it.
    for part in whole(path).utf8.split(separator: slash).map({ Substring($0) }) where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// A path that starts at `/`: relative ones go on from a directory.
  public static func whole(_ path: String, in directory: String) -> String {
    path.hasPrefix("/") ? path : "\(directory)/\(path)"
  }

  /// What the path names, by one spelling for all: links are followed as far as something stands there.
  public static func resolved(_ path: String) -> String {
    var standing = whole(path)[...], rest = ""
    while true {
      if let real = realpath(standing.isEmpty ? "/" : String(standing), nil) {
        defer { free(real) }
        return normal(String(cString: real) + rest)
      }
      guard let cut = standing.utf8.lastIndex(of: slash) else { return normal(path) }
      rest = standing[cut...] + rest
      standing = standing[..<cut]
    }
  }

  /// Whether two paths name the same file, there or yet to be written.
  public static func isSame(_ one: String, _ other: String) -> Bool {
    if resolved(one) == resolved(other) { return true }
    var first = stat(), second = stat()
    return stat(one, &first) == 0 && stat(other, &second) == 0 && isSame(first, second)
  }

  public static func isSame(_ one: stat, _ other: stat) -> Bool {
    one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }

  /// A text whose paths start with `other` where they started with `prefix`; elsewhere those letters stay.
  public static func replacing(_ prefix: String, with other: String, in text: String) -> String {
    var result = "", start = text.startIndex
    for range in text.ranges(of: prefix) where isStart(range.lowerBound, in: text) {
      result += text[start..<range.lowerBound] + other
      start = range.upperBound
    }
    return result + text[start...]
  }

  /// A text whose paths below a directory go from there.
  public static func relative(_ text: String, to directory: String) -> String {
    directory.isEmpty || directory == "/" ? text : replacing(directory + "/", with: "", in: text)
  }

  private static let slash = UInt8(ascii: "/")

  private static func whole(_ path: String) -> String {
    guard !path.hasPrefix("/"), let directory = getcwd(nil, 0) else { return path }
    defer { free(directory) }
    return whole(path, in: String(cString: directory))
  }

  /// Whether a path may begin there, which it does not in the middle of another.
  private static func isStart(_ index: String.Index, in text: String) -> Bool {
    guard index > text.startIndex else { return true }
    let before = text[text.index(before: index)]
    return !before.isLetter && !before.isNumber && !"/._-~".contains(before)
  }
}
