import Language
import Tensors

/// Functions of every element by itself.
enum ElementwiseRows {
  static let theme = Theme("Functions of numbers", "Taken of every element; axes and names stay.")

  static let rows: [Builtin] = unary + pairs + [round, min, max, clip, remainder, power, isClose]

  /// One row a function of one number: name, operation, summary, example, what it shows.
  private static let unary: [Builtin] = [
    row("abs", .abs, "The magnitude.", "abs([-2, 3])", "[2, 3]"),
    row("sign", .sign, "-1, 0 or 1.", "sign([-2, 0, 5])", "[-1, 0, 1]"),
    row("sqrt", .sqrt, "The square root; nan of a negative number.", "sqrt([4, 9])", "[2, 3]"),
    row("cbrt", .cbrt, "The cube root.", "cbrt(-27)", "-3"),
    row("square", .square, "The square.", "square([2, -3])", "[4, 9]"),
    row("exp", .exp, "The number e to the power x.", "exp(0)", "1"),
    row("exp2", .exp2, "2 to the power x.", "exp2([1, 10])", "[2, 1024]"),
    row("expm1", .expm1, "The value of exp(x) - 1, exact near 0.", "expm1(1e-20)", "1e-20"),
    row("log", .log, "The natural logarithm.", "log(1)", "0"),
    row("log2", .log2, "The logarithm to base 2.", "log2([8, 0.5])", "[3, -1]"),
    row("log10", .log10, "The logarithm to base 10.", "log10(1000)", "3"),
    row("log1p", .log1p, "The value of log(1 + x), exact near 0.", "log1p(1e-20)", "1e-20"),
    row("sin", .sin, "The sine of an angle in radians.", "sin(0)", "0"),
    row("cos", .cos, "The cosine of an angle in radians.", "cos(0)", "1"),
    row("tan", .tan, "The tangent of an angle in radians.", "tan(0)", "0"),
    row("asin", .asin, "The angle from -π/2 to π/2 whose sine is x.", "asin(0)", "0"),
    row("acos", .acos, "The angle from 0 to π whose cosine is x.", "acos(1)", "0"),
    row("atan", .atan, "The angle from -π/2 to π/2 whose tangent is x.", "4 * atan(1)", "3.14159"),
    row("sinh", .sinh, "The hyperbolic sine.", "sinh(0)", "0"),
    row("cosh", .cosh, "The hyperbolic cosine.", "cosh(0)", "1"),
    row("tanh", .tanh, "The hyperbolic tangent.", "tanh([-100, 0, 100])", "[-1, 0, 1]"),
    row("asinh", .asinh, "The inverse of sinh.", "asinh(0)", "0"),
    row("acosh", .acosh, "The inverse of cosh, for x of at least 1.", "acosh(1)", "0"),
    row("atanh", .atanh, "The inverse of tanh, for x between -1 and 1.", "atanh(0)", "0"),
    row("sigmoid", .sigmoid, "The logistic function 1 / (1 + exp(-x)).", "sigmoid([-1000, 0, 1000])", "[0, 0.5, 1]"),
    row("relu", .relu, "The larger of x and 0.", "relu([-2, 3])", "[0, 3]"),
    row("softplus", .softplus, "The value of log(1 + exp(x)), without overflow.", "softplus(1000)", "1000"),
    row("lgamma", .lgamma, "The logarithm of the magnitude of the gamma function.", "exp(lgamma(5))", "24"),
    row("erf", .erf, "The error function.", "erf(0)", "0"),
    row("erfc", .erfc, "1 - erf(x), exact where that is small.", "erfc(0)", "1"),
    row("floor", .floor, "The largest whole number not above x.", "floor([1.7, -1.2])", "[1, -2]"),
    row("ceil", .ceil, "The smallest whole number not below x.", "ceil([1.2, -1.7])", "[2, -1]"),
    row("trunc", .trunc, "The whole number next to x towards 0.", "trunc([1.7, -1.7])", "[1, -1]"),
    row("isnan", .isnan, "Whether x is not a number.", "isnan([1, 0 / 0])", "[false, true]"),
    row("isfinite", .isfinite, "Whether x is neither infinite nor nan.", "isfinite([1, 1 / 0])", "[true, false]"),
    row("isinf", .isinf, "Whether x is infinite.", "isinf([1, -1 / 0])", "[false, true]"),
  ]

  private static func row(
    _ name: String, _ operation: UnaryOperation, _ summary: String, _ example: String, _ shows: String
  ) -> Builtin {
    Builtin(
      name, theme, summary, parameters: [.x],
      result: operation.isPredicate ? "a mask of the same shape" : "numbers of the same shape",
      examples: [Example(example, shows: shows)]
    ) { call in Value(call.tensor("x").mapped(operation)) }
  }

  private static let isClose = Builtin(
    "isclose", theme, "Whether elements are equal within a share of the larger one.",
    details: "`a ≈ b` says of all of them at once whether they are.",
    parameters: [
      .x, Parameter("y", .tensor, "What they are compared with, stretched to x's shape"),
      Parameter("within", .number(.positive), .defaults(.number(1e-6)), "The share, of the larger magnitude or of 1"),
    ],
    result: "a mask, or a bool of two numbers",
    examples: [Example("isclose([1, 2], [1.0000001, 2.1])", shows: "[true, false]")]
  ) { call in
    let x = call.tensor("x"), y = call.tensor("y")
    let difference = try call.blaming("y") { () throws(TensorError) in try Tensor.elementwise(.subtract, x, y) }
    let larger = try Tensor.elementwise(
      .maximum, Tensor.elementwise(.maximum, x.mapped(.abs), y.mapped(.abs)), 1)
    let near = try Tensor.elementwise(
      .lessOrEqual, difference.mapped(.abs), Tensor.elementwise(.multiply, larger, call.number("within")))
    return Value(try Tensor.elementwise(.or, near, Tensor.elementwise(.equal, x, y)))
  }

  /// Functions of two numbers, stretched to each other.
  private static let pairs: [Builtin] = [
    pair(
      "atan2", .atan2, ("y", "x"), "The angle of the point (x, y) seen from the origin, from -π to π.", "atan2(0, -1)",
      "3.14159"),
    pair("hypot", .hypot, ("x", "y"), "The length sqrt(x^2 + y^2), without overflow.", "hypot(3, 4)", "5"),
  ]

  private static func pair(
    _ name: String, _ operation: BinaryOperation, _ labels: (String, String), _ summary: String, _ example: String,
    _ shows: String
  ) -> Builtin {
    Builtin(
      name, theme, summary,
      parameters: [
        Parameter(labels.0, .tensor, "The first number of each pair"),
        Parameter(labels.1, .tensor, "The second"),
      ],
      result: "numbers, stretched to each other", examples: [Example(example, shows: shows)]
    ) { call in Value(try Tensor.elementwise(operation, call.tensor(labels.0), call.tensor(labels.1))) }
  }

  private static let remainder = pair(
    "mod", .remainder, ("x", "y"), "What is left of x / y rounded down, with the sign of y; the same as x % y.",
    "mod(-7, 3)", "2")

  private static let power = pair(
    "pow", .power, ("x", "y"), "Raises x to the power y; the same as x ^ y.", "pow(2, [1, 2, 3])", "[2, 4, 8]")

  private static let round = Builtin(
    "round", theme, "The nearest number with so many digits after the point, halves to the even one.",
    details:
      "Negative digits round to tens, hundreds and so on. As in Python, Julia and R, 0.5 goes to 0 and 1.5 to 2.",
    parameters: [
      .x, Parameter("digits", .integer(.within(-300...300)), .defaults(.number(0)), "Digits to keep after the point"),
    ],
    result: "numbers of the same shape",
    examples: [Example("round([0.5, 1.5, 2.6])", shows: "[0, 2, 3]"), Example("round(3.14159, 2)", shows: "3.14")]
  ) { call in
    let x = call.tensor("x"), digits = call.integer("digits")
    if digits == 0 { return Value(x.mapped(.round)) }
    let scale = (try Tensor.elementwise(.power, 10, Tensor(Double(digits.magnitude)))).doubles[0]
    let rounded = x.doubles.map { element -> Double in
      let shifted = digits > 0 ? element * scale : element / scale
      // Numbers so large have no digits there.
      if !(shifted.magnitude < 0x1p53) { return element }
      let whole = shifted.rounded(.toNearestOrEven)
      return digits > 0 ? whole / scale : whole * scale
    }
    let result = Tensor(rounded, shape: x.shape, axes: x.axes)
    return Value(x.elementType == .float ? result.converted(to: .float) : result)
  }

  private static let min = extreme("min", .minimum, .min, "smallest", "min([3, 1, 2])", "1", "min([1, 5], 3)", "[1, 3]")
  private static let max = extreme("max", .maximum, .max, "largest", "max([3, 1, 2])", "3", "max([1, -5], 0)", "[1, 0]")

  private static func extreme(
    _ name: String, _ operation: BinaryOperation, _ reduction: Reduction, _ word: String, _ example: String,
    _ shows: String, _ pair: String, _ pairShows: String
  ) -> Builtin {
    Builtin(
      name, ReductionRows.theme, "The \(word) element over axes, or of several values element by element.",
      details:
        "With further values, \(name)(a, b, c), they are stretched to each other and the \(word) of each place is "
        + "taken; an axis is therefore given by its label, \(name)(x, over: 0). nan wins unless skip_nan leaves it out.",
      parameters: [
        .x, Parameter("others", .tensor, .repeated, "Further values to compare element by element"), .over, .skipNaN,
      ],
      result: "a number, or numbers with the other axes",
      examples: [
        Example(example, shows: shows), Example("\(name)([[1, 2], [3, 0]], over: 0)"), Example(pair, shows: pairShows),
      ]
    ) { call in
      var x = call.tensor("x")
      let skipsNaN = call.bool("skip_nan")
      for other in call.list("others") {
        guard let tensor = other.asTensor else { continue }
        x = try call.blaming("others") { try combined(operation, x, tensor, skippingNaN: skipsNaN) }
      }
      if !call.list("others").isEmpty, !call.wasGiven("over") { return Value(x) }
      return Value(try x.reduced(reduction, over: call.axes("over", of: x), skippingNaN: skipsNaN))
    }
  }

  /// Two tensors combined element by element; a NaN that is skipped gives way to the other element of its pair.
  private static func combined(
    _ operation: BinaryOperation, _ a: Tensor, _ b: Tensor, skippingNaN: Bool
  ) throws(TensorError) -> Tensor {
    if !skippingNaN { return try Tensor.elementwise(operation, a, b) }
    let left = try Tensor.choose(a.mapped(.isnan), b, a)
    let right = try Tensor.choose(b.mapped(.isnan), a, b)
    return try Tensor.elementwise(operation, left, right)
  }

  private static let clip = Builtin(
    "clip", theme, "Every element moved into a range.",
    parameters: [
      .x, Parameter("lower", .number, .optional("no lower bound"), "Smallest value that stays"),
      Parameter("upper", .number, .optional("no upper bound"), "Largest value that stays"),
    ],
    result: "numbers of the same shape", examples: [Example("clip([-1, 0.5, 3], 0, 1)", shows: "[0, 0.5, 1]")]
  ) { call in
    let x = call.tensor("x")
    return try call.blaming("upper") {
      Value(try x.clipped(call.numberOrNil("lower"), call.numberOrNil("upper")))
    }
  }
}
