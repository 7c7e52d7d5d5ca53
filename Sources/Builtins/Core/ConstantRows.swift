import Language

/// Names for numbers that have no digits of their own, or too many.
enum ConstantRows {
  static let rows: [Builtin] = [
    Builtin(
      constant: .number(.pi), "pi", .language, "The ratio of a circle's circumference to its diameter.",
      examples: [Example("pi", shows: "3.14159")]),
    Builtin(
      constant: .number(.infinity), "inf", .language, "Larger than every number.",
      examples: [Example("1 / inf", shows: "0")]),
    Builtin(
      constant: .number(.nan), "nan", .language, "No number: what 0 / 0 gives; equal to nothing, not even itself.",
      examples: [Example("nan == nan", shows: "false")]),
  ]
}
