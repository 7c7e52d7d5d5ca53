import LFADSModel
import Language
import Syntax

/// Reads words like `--co_dim=1`, `--co_dim 1`, `--do_train_readin`, `--nodo_train_readin` against the table of flags.
public struct FlagReader {
  /// What the words ask for.
  public enum Request: Sendable, Equatable {
    case help
    case run(RunSettings)
  }

  private var words: ArraySlice<String>
  private var settings = RunSettings()

  /// Later words overrule earlier ones.
  public static func read(_ words: [String]) throws(FlagError) -> Request {
    var reader = FlagReader(words: words[...])
    return try reader.read()
  }

  private init(words: ArraySlice<String>) { self.words = words }

  private mutating func read() throws(FlagError) -> Request {
    while let word = words.popFirst() {
      if ["--help", "-h", "-help", "--helpfull", "--helpshort"].contains(word) { return .help }
      guard word.hasPrefix("-"), word.count > 2 else { throw .unexpectedWord(word) }
      // One dash does as well as two, as it did in the reference.
      let body = word.drop { $0 == "-" }
      let equals = body.firstIndex(of: "=")
      let name = String(body[..<(equals ?? body.endIndex)])
      let text = equals.map { String(body[body.index(after: $0)...]) }
      try take(name, text)
    }
    return .run(settings)
  }

  private mutating func take(_ name: String, _ text: String?) throws(FlagError) {
    if let flag = Flag.named(name) {
      try set(flag, try value(of: flag, text))
    } else if text == nil, name.hasPrefix("no"), let flag = Flag.named(String(name.dropFirst(2))), flag.kind == .bool {
      try set(flag, .flag(false))
    } else {
      throw .unknown(name, near: Suggestion.nearest(to: name, among: Flag.all.map(\.name)))
    }
  }

  private mutating func set(_ flag: Flag, _ value: HyperparameterValue) throws(FlagError) {
    do throws(HyperparameterError) {
      try flag.set(&settings, value)
    } catch {
      throw .hyperparameter(error)
    }
    settings.given.insert(flag.name)
  }

  /// The value after `=` or in the next word. A bool needs none, and takes the next word only if that is one.
  private mutating func value(of flag: Flag, _ text: String?) throws(FlagError) -> HyperparameterValue {
    if flag.kind == .bool {
      guard let text else {
        guard let next = words.first, let value = Self.bools[next.lowercased()] else { return .flag(true) }
        words.removeFirst()
        return .flag(value)
      }
      guard let value = Self.bools[text.lowercased()] else {
        throw .value(flag: flag.name, found: text, expected: "true or false")
      }
      return .flag(value)
    }
    // A next word with two dashes is the next flag, and not the value that was forgotten.
    let next = words.first.flatMap { text == nil && !$0.hasPrefix("--") ? words.popFirst() : nil }
    guard let text = text ?? next else {
      throw .missingValue(flag: flag.name, expected: Self.expectation(flag.kind))
    }
    switch flag.kind {
    case .text, .bool: return .word(text)
    case .choice(let words):
      guard words.contains(text) else {
        throw .value(flag: flag.name, found: text, expected: Self.expectation(flag.kind))
      }
      return .word(text)
    case .integer, .number:
      // "nan" is read as a number, but no flag takes one.
      guard let number = Double(text), !number.isNaN else {
        throw .value(flag: flag.name, found: text, expected: Self.expectation(flag.kind))
      }
      return .number(number)
    }
  }

  private static let bools = ["true": true, "t": true, "1": true, "false": false, "f": false, "0": false]

  private static func expectation(_ kind: Flag.Kind) -> String {
    switch kind {
    case .text: "a text"
    case .integer: "a whole number"
    case .number: "a number"
    case .bool: "true or false"
    case .choice(let words): words.joined(separator: ", ")
    }
  }
}

/// Why words are no flags.
public enum FlagError: Error, Sendable, Equatable {
  case unknown(String, near: [String])
  case unexpectedWord(String)
  case missingValue(flag: String, expected: String)
  case value(flag: String, found: String, expected: String)
  case hyperparameter(HyperparameterError)
  /// A name for files that cannot be one.
  case fileName(flag: String, found: String)
  /// A path in the home directory of somebody else.
  case otherHome(flag: String, found: String)
}
