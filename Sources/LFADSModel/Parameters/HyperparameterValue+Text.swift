import Tensors

extension HyperparameterValue {
  /// As it could be typed.
  public var text: String {
    switch self {
    case .number(let number): number >= 0x1p63 ? "unlimited" : NumberText.shortest(number)
    case .flag(let flag): flag ? "true" : "false"
    case .word(let word): word.isEmpty ? "\"\"" : word
    }
  }
}
