/// What can be done to every element of a tensor by itself.
public enum UnaryOperation: String, Sendable, CaseIterable {
  case negate
  /// True where the element is false (or 0).
  case not
  case exp, exp2, expm1, log, log2, log10, log1p
  case sqrt, cbrt, square, abs
  /// −1, 0 or 1; NaN of NaN.
  case sign
  case floor, ceil, trunc
  /// To the nearest whole number, halves to the even one (as Python, NumPy, Julia and R do).
  case round
  case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh
  /// 1/(1 + e⁻ˣ), without overflow.
  case sigmoid
  case relu
  /// ln(1 + eˣ), without overflow.
  case softplus
  /// ln |Γ(x)|.
  case lgamma
  case erf, erfc
  case isnan, isfinite, isinf

  /// Whether the result is a mask.
  public var isPredicate: Bool {
    switch self {
    case .not, .isnan, .isfinite, .isinf: true
    default: false
    }
  }
}

extension Tensor {
  /// `operation` of every element, axes and names kept. Float stays Float; bools count as 0 and 1; the predicates give
  /// bools. Outside its domain a function is NaN or infinite as in IEEE 754.
  public func mapped(_ operation: UnaryOperation) -> Tensor {
    let storage: Storage =
      switch self.storage {
      case .float(let elements): Tensor.map(operation, elements)
      case .double(let elements): Tensor.map(operation, elements)
      case .bool(let elements) where operation == .not: .bool(elements.map { !$0 })
      case .bool: Tensor.map(operation, doubles)
      }
    return Tensor(storage: storage, layout: layout)
  }

  /// One specialised loop an operation.
  private static func map<T: RealElement>(_ operation: UnaryOperation, _ x: [T]) -> Storage {
    switch operation {
    case .negate: T.storage(x.map { -$0 })
    case .not: .bool(x.map { $0 == 0 })
    case .exp: T.storage(x.map { T.exp($0) })
    case .exp2: T.storage(x.map { T.exp2($0) })
    case .expm1: T.storage(x.map { T.expm1($0) })
    case .log: T.storage(x.map { T.log($0) })
    case .log2: T.storage(x.map { T.log2($0) })
    case .log10: T.storage(x.map { T.log10($0) })
    case .log1p: T.storage(x.map { T.log1p($0) })
    case .sqrt: T.storage(x.map { $0.squareRoot() })
    case .cbrt: T.storage(x.map { T.cbrt($0) })
    case .square: T.storage(x.map { $0 * $0 })
    case .abs: T.storage(x.map { $0.magnitude })
    case .sign: T.storage(x.map { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 })
    case .floor: T.storage(x.map { $0.rounded(.down) })
    case .ceil: T.storage(x.map { $0.rounded(.up) })
    case .trunc: T.storage(x.map { $0.rounded(.towardZero) })
    case .round: T.storage(x.map { $0.rounded(.toNearestOrEven) })
    case .sin: T.storage(x.map { T.sin($0) })
    case .cos: T.storage(x.map { T.cos($0) })
    case .tan: T.storage(x.map { T.tan($0) })
    case .asin: T.storage(x.map { T.asin($0) })
    case .acos: T.storage(x.map { T.acos($0) })
    case .atan: T.storage(x.map { T.atan($0) })
    case .sinh: T.storage(x.map { T.sinh($0) })
    case .cosh: T.storage(x.map { T.cosh($0) })
    case .tanh: T.storage(x.map { T.tanh($0) })
    case .asinh: T.storage(x.map { T.asinh($0) })
    case .acosh: T.storage(x.map { T.acosh($0) })
    case .atanh: T.storage(x.map { T.atanh($0) })
    case .sigmoid: T.storage(x.map { sigmoid($0) })
    case .relu: T.storage(x.map { $0 > 0 || $0.isNaN ? $0 : 0 })
    case .softplus: T.storage(x.map { ($0 > 0 || $0.isNaN ? $0 : 0) + T.log1p(T.exp(-$0.magnitude)) })
    case .lgamma: T.storage(x.map { T.lgamma($0) })
    case .erf: T.storage(x.map { T.erf($0) })
    case .erfc: T.storage(x.map { T.erfc($0) })
    case .isnan: .bool(x.map { $0.isNaN })
    case .isfinite: .bool(x.map { $0.isFinite })
    case .isinf: .bool(x.map { $0.isInfinite })
    }
  }

  @inline(__always)
  private static func sigmoid<T: RealElement>(_ x: T) -> T {
    let e = T.exp(-x.magnitude)
    return x >= 0 ? 1 / (1 + e) : e / (1 + e)
  }
}
