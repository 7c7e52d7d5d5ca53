import Glibc

/// Where an axis is marked and what is written there.
struct TickMarks: Equatable {
  var ticks: [Axis.Tick]
  /// Power of ten the written numbers have to be multiplied by; 0 for none. It belongs into the axis' label.
  var exponent = 0

  static let none = TickMarks(ticks: [])

  /// Round numbers within the limits: steps of 1, 2 or 5 times a power of ten, at most `count` intervals.
  ///
  /// - Parameter limits: of an axis, lower before upper.
  static func automatic(_ limits: Limits, count: Int) -> TickMarks {
    switch limits.scale {
    case .linear: linear(limits, count: max(1, count))
    case .log: logarithmic(limits, count: max(1, count))
    }
  }

  private static func linear(_ limits: Limits, count: Int) -> TickMarks {
    let rough = limits.span / Double(count)
    let power = floor(log10(rough))
    let base = pow(10, power)
    // The slack keeps 0.2 a step of 0.2 although it is stored a little larger.
    let factor = [1.0, 2, 5].first { rough <= $0 * base * (1 + 1e-9) } ?? 10
    let step = factor * base
    let first = (limits.lower / step - 1e-6).rounded(.up)
    let last = (limits.upper / step + 1e-6).rounded(.down)
    guard step > 0, step.isFinite, last - first < 1000, last >= first else { return .none }
    let largest = max(abs(first), abs(last)) * step
    let stepPower = Int(power) + (factor == 10 ? 1 : 0)
    let exponent = largest >= 1e5 || (largest > 0 && largest < 1e-3) ? Int(floor(log10(largest) / 3 + 1e-9)) * 3 : 0
    let decimals = max(0, exponent - stepPower)
    let ticks = stride(from: first, through: last, by: 1).map { multiple in
      Axis.Tick(
        multiple == 0 ? 0 : multiple * step, decimal(multiple * step / pow(10, Double(exponent)), digits: decimals))
    }
    return TickMarks(ticks: ticks, exponent: exponent)
  }

  private static func logarithmic(_ limits: Limits, count: Int) -> TickMarks {
    let first = Int(ceil(log10(limits.lower) - 1e-9))
    let last = Int(floor(log10(limits.upper) + 1e-9))
    // Less than one decade between the limits: marks of a linear axis say more than none.
    guard last > first else { return linear(limits, count: count) }
    let every = max(1, (last - first + count - 1) / count)
    let ticks = stride(from: first, through: last, by: every).map { power in
      Axis.Tick(pow(10, Double(power)), (-3...3).contains(power) ? plainPower(power) : "10" + superscript(power))
    }
    return TickMarks(ticks: ticks)
  }

  private static func plainPower(_ power: Int) -> String {
    power >= 0 ? "1" + String(repeating: "0", count: power) : "0." + String(repeating: "0", count: -power - 1) + "1"
  }

  /// A number with a fixed number of decimals and a true minus sign.
  static func decimal(_ value: Double, digits: Int) -> String {
    let scale = pow(10, Double(min(digits, 15)))
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    let whole = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, digits + 1 - whole.count)) + whole
    let sign = value < 0 && scaled > 0 ? "−" : ""
    return digits == 0 ? sign + padded : sign + padded.dropLast(digits) + "." + padded.suffix(digits)
  }

  private static let raisedDigits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]

  static func superscript(_ power: Int) -> String {
    String(String(power).map { $0 == "-" ? "⁻" : $0.wholeNumberValue.map { raisedDigits[$0] } ?? $0 })
  }

  /// The digit or minus sign that a character of an exponent stands for; nil for any other character.
  static func lowered(_ character: Character) -> String? {
    character == "⁻" ? "-" : raisedDigits.firstIndex(of: character).map { "\($0)" }
  }
}
