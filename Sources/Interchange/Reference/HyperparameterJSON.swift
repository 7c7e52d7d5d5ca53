import FoundationEssentials
import LFADSModel

/// The reference's JSON of hyperparameters: an object of numbers, strings and booleans, some of them not the model's.
public struct HyperparameterJSON: Sendable {
  /// Every entry that is a single value.
  public let values: [String: HyperparameterValue]

  public init(_ text: String) throws {
    let entries = try JSONDecoder().decode([String: Entry].self, from: Data(text.utf8))
    values = entries.compactMapValues(\.value)
  }

  /// The hyperparameters of the model; entries that are none (paths, device, …) are left alone. Numbers too large for
  /// an integer mean "unlimited".
  public func hyperparameters() throws(HyperparameterError) -> Hyperparameters {
    var hyper = Hyperparameters()
    for (name, value) in values.sorted(by: { $0.key < $1.key }) where HyperparameterTable.row(named: name) != nil {
      try hyper.set(name, to: value)
    }
    return hyper
  }

  private struct Entry: Decodable {
    let value: HyperparameterValue?

    init(from decoder: any Decoder) throws {
      guard let container = try? decoder.singleValueContainer() else {
        value = nil
        return
      }
      if let flag = try? container.decode(Bool.self) {
        value = .flag(flag)
      } else if let number = try? container.decode(Double.self) {
        value = .number(number)
      } else if let word = try? container.decode(String.self) {
        // The reference wrote booleans as the strings "true" and "false".
        value = word == "true" ? .flag(true) : word == "false" ? .flag(false) : .word(word)
      } else {
        value = nil
      }
    }
  }
}
