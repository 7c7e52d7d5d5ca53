/// What two tensors can be combined with, element by element.
public enum BinaryOperation: String, Sendable, CaseIterable {
  case add, subtract, multiply, divide
  /// What is left of a division rounded down: it has the sign of the divisor, as in Python, Julia's and MATLAB's `mod`.
  case remainder
  case power
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case and, or
  /// The smaller and the larger of two numbers; NaN if either is.
  case minimum, maximum
  /// The angle of the point (right, left) seen from the origin.
  case atan2
  /// √(left² + right²) without overflow.
  case hypot

  /// Whether the result is a mask.
  public var isPredicate: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .and, .or: true
    default: false
    }
  }
}

extension BinaryOperation {
  /// The operation on two numbers; nil for predicates.
  @inline(__always)
  static func remainder<T: RealElement>(_ x: T, _ y: T) -> T {
    let rest = T.fmod(x, y)
    return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
  }

  /// Squares are products: exact, and fast.
  @inline(__always)
  static func power<T: RealElement>(_ x: T, _ y: T) -> T {
    y == 2 ? x * x : T.pow(x, y)
  }

  @inline(__always)
  static func minimum<T: RealElement>(_ x: T, _ y: T) -> T {
    x < y || x.isNaN ? x : y
  }

  @inline(__always)
  static func maximum<T: RealElement>(_ x: T, _ y: T) -> T {
    x > y || x.isNaN ? x : y
  }
}
