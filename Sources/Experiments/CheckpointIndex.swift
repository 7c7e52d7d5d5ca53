/// The small text file that names a series' checkpoints, in the reference's form:
///
///     model_checkpoint_path: "lfads_vae.ckpt-240.h5"
///     all_model_checkpoint_paths: "lfads_vae.ckpt-120.h5"
///     all_model_checkpoint_paths: "lfads_vae.ckpt-240.h5"
///
/// Names are relative to the directory, so that it can be moved.
struct CheckpointIndex: Equatable {
  /// The newest, which a training goes on from.
  let newest: String
  /// All that are kept, oldest first.
  let all: [String]

  init(newest: String, all: [String]) {
    self.newest = newest
    self.all = all
  }

  /// Reads the text; nil where it names no newest one.
  init?(_ text: String) {
    var newest: String?
    var all: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      guard let colon = line.firstIndex(of: ":"), let value = Self.unquoted(line[line.index(after: colon)...]) else {
        continue
      }
      switch line[..<colon].trimmed {
      case "model_checkpoint_path": newest = value
      case "all_model_checkpoint_paths": all.append(value)
      default: break
      }
    }
    guard let newest else { return nil }
    self.init(newest: newest, all: all)
  }

  var text: String {
    (["model_checkpoint_path: \(Self.quoted(newest))"] + all.map { "all_model_checkpoint_paths: \(Self.quoted($0))" })
      .map { $0 + "\n" }.joined()
  }

  private static func quoted(_ name: String) -> String {
    "\"" + name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }

  private static func unquoted(_ text: Substring) -> String? {
    let text = text.trimmed
    guard text.count >= 2, text.first == "\"", text.last == "\"" else { return nil }
    var value = "", isEscaped = false
    for character in text.dropFirst().dropLast() {
      if !isEscaped, character == "\\" {
        isEscaped = true
      } else {
        value.append(character)
        isEscaped = false
      }
    }
    return value.isEmpty ? nil : value
  }
}

extension Substring {
  /// Without blanks at both ends.
  var trimmed: Substring {
    var rest = self
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return rest
  }
}
