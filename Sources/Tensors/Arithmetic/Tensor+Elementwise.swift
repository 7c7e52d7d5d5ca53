/// Two tensors combined element by element: how axes go together is told in `Alignment`.
///
/// Element types: predicates give bools. Arithmetic stays Float between Floats, and between a Float and a number (a
/// tensor without axes) or a mask, whose bools count as 0 and 1; everything else is Double. A comparison is made in
/// the type arithmetic would have, so a Float 0.1 equals the number 0.1. NaN passes through arithmetic, and every
/// comparison with it is false but `notEqual`.
extension Tensor {
  /// `a` combined with `b`.
  /// - Throws: `extentsDiffer`, `namesDiffer`, `tooLarge`, and `needsBools` when `and` or `or` meets numbers.
  public static func elementwise(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) throws(TensorError) -> Tensor {
    let (layout, walk) = try pairing(a, b)
    let count = layout.count
    let storage: Storage
    if operation == .and || operation == .or {
      storage = try combineMasks(operation, a, b, walk, count: count)
    } else if combinesAsFloat(a, b) {
      storage = combine(operation, a.floats, b.floats, walk, count: count)
    } else {
      storage = combine(operation, a.doubles, b.doubles, walk, count: count)
    }
    return Tensor(storage: storage, layout: layout)
  }

  /// The layout of the result and the walk through both operands.
  private static func pairing(_ a: Tensor, _ b: Tensor) throws(TensorError) -> (Layout, StridedWalk) {
    // The plain cases, without the work of aligning.
    if b.rank == 0 { return (a.layout, StridedWalk(flat: a.count, (1, 0))) }
    if a.rank == 0 { return (b.layout, StridedWalk(flat: b.count, (0, 1))) }
    if a.shape == b.shape, a.axes == b.axes { return (a.layout, StridedWalk(flat: a.count, (1, 1))) }
    let alignment = try Alignment(a.layout, b.layout)
    _ = try MemoryBudget.count(alignment.layout.shape)
    let walk = StridedWalk(
      shape: alignment.layout.shape,
      [Alignment.strides(of: a.layout, along: alignment.left), Alignment.strides(of: b.layout, along: alignment.right)])
    return (alignment.layout, walk)
  }

  /// `a` combined with a number, which leaves a Float tensor Float.
  public static func elementwise(_ operation: BinaryOperation, _ a: Tensor, _ b: Double) throws(TensorError) -> Tensor {
    try elementwise(operation, a, Tensor(b))
  }

  /// A number, which leaves a Float tensor Float, combined with `b`.
  public static func elementwise(_ operation: BinaryOperation, _ a: Double, _ b: Tensor) throws(TensorError) -> Tensor {
    try elementwise(operation, Tensor(a), b)
  }

  /// Whether two element types meet in Float.
  static func combinesAsFloat(_ a: Tensor, _ b: Tensor) -> Bool {
    switch (a.elementType, b.elementType) {
    case (.float, .float), (.float, .bool), (.bool, .float): true
    case (.float, .double): b.rank == 0 && a.rank > 0
    case (.double, .float): a.rank == 0 && b.rank > 0
    default: false
    }
  }

  private static func combineMasks(
    _ operation: BinaryOperation, _ a: Tensor, _ b: Tensor, _ walk: StridedWalk, count: Int
  ) throws(TensorError) -> Storage {
    guard case .bool(let x) = a.storage else {
      throw .needsBools(operation: operation.rawValue, found: a.elementType)
    }
    guard case .bool(let y) = b.storage else {
      throw .needsBools(operation: operation.rawValue, found: b.elementType)
    }
    return .bool(
      operation == .and
        ? paired(x, y, walk, count: count) { $0 && $1 } : paired(x, y, walk, count: count) { $0 || $1 })
  }

  /// One specialised loop an operation: the closures are inlined, the loops vectorised.
  private static func combine<T: RealElement>(
    _ operation: BinaryOperation, _ a: [T], _ b: [T], _ walk: StridedWalk, count: Int
  ) -> Storage {
    switch operation {
    case .add: T.storage(paired(a, b, walk, count: count) { $0 + $1 })
    case .subtract: T.storage(paired(a, b, walk, count: count) { $0 - $1 })
    case .multiply: T.storage(paired(a, b, walk, count: count) { $0 * $1 })
    case .divide: T.storage(paired(a, b, walk, count: count) { $0 / $1 })
    case .remainder: T.storage(paired(a, b, walk, count: count) { BinaryOperation.remainder($0, $1) })
    case .power: T.storage(paired(a, b, walk, count: count) { BinaryOperation.power($0, $1) })
    case .minimum: T.storage(paired(a, b, walk, count: count) { BinaryOperation.minimum($0, $1) })
    case .maximum: T.storage(paired(a, b, walk, count: count) { BinaryOperation.maximum($0, $1) })
    case .atan2: T.storage(paired(a, b, walk, count: count) { T.atan2($0, $1) })
    case .hypot: T.storage(paired(a, b, walk, count: count) { T.hypot($0, $1) })
    case .equal: .bool(paired(a, b, walk, count: count) { $0 == $1 })
    case .notEqual: .bool(paired(a, b, walk, count: count) { $0 != $1 })
    case .less: .bool(paired(a, b, walk, count: count) { $0 < $1 })
    case .lessOrEqual: .bool(paired(a, b, walk, count: count) { $0 <= $1 })
    case .greater: .bool(paired(a, b, walk, count: count) { $0 > $1 })
    case .greaterOrEqual: .bool(paired(a, b, walk, count: count) { $0 >= $1 })
    case .and: .bool(paired(a, b, walk, count: count) { $0 != 0 && $1 != 0 })
    case .or: .bool(paired(a, b, walk, count: count) { $0 != 0 || $1 != 0 })
    }
  }

  /// `f` of every pair the walk meets.
  @inline(__always)
  static func paired<A, B, R>(
    _ a: [A], _ b: [B], _ walk: StridedWalk, count: Int, _ f: (A, B) -> R
  ) -> [R] {
    [R](unsafeUninitializedCapacity: count) { result, initialized in
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          guard let r = result.baseAddress, let x = a.baseAddress, let y = b.baseAddress, count > 0 else { return }
          let (n, steps) = (walk.run, walk.steps)
          switch (steps.0, steps.1) {
          case (1, 1):
            walk.forEachRun { k, i, j, _ in for e in 0..<n { (r + k + e).initialize(to: f(x[i + e], y[j + e])) } }
          case (1, 0):
            walk.forEachRun { k, i, j, _ in
              let fixed = y[j]
              for e in 0..<n { (r + k + e).initialize(to: f(x[i + e], fixed)) }
            }
          case (0, 1):
            walk.forEachRun { k, i, j, _ in
              let fixed = x[i]
              for e in 0..<n { (r + k + e).initialize(to: f(fixed, y[j + e])) }
            }
          default:
            walk.forEachRun { k, i, j, _ in
              for e in 0..<n { (r + k + e).initialize(to: f(x[i + e * steps.0], y[j + e * steps.1])) }
            }
          }
        }
      }
      initialized = count
    }
  }

  /// `yes` where `mask` is true, `no` elsewhere; all three are stretched to one another.
  /// - Throws: as `elementwise`.
  public static func choose(_ mask: Tensor, _ yes: Tensor, _ no: Tensor) throws(TensorError) -> Tensor {
    guard case .bool(let mask_) = mask.storage else { throw .needsBools(operation: "where", found: mask.elementType) }
    let operands = [mask.layout, yes.layout, no.layout]
    let (layout, maps) = try Alignment.all(operands)
    let count = try MemoryBudget.count(layout.shape)
    let walk = StridedWalk(
      shape: layout.shape, zip(operands, maps).map { Alignment.strides(of: $0, along: $1) })
    let storage: Storage
    if case .bool(let y) = yes.storage, case .bool(let n) = no.storage {
      storage = .bool(chosen(mask_, y, n, walk, count: count))
    } else if combinesAsFloat(yes, no) {
      storage = .float(chosen(mask_, yes.floats, no.floats, walk, count: count))
    } else {
      storage = .double(chosen(mask_, yes.doubles, no.doubles, walk, count: count))
    }
    return Tensor(storage: storage, layout: layout)
  }

  /// The tensors, each stretched to the layout all of them have together.
  /// - Throws: as `elementwise`.
  public static func stretched(_ parts: [Tensor]) throws(TensorError) -> [Tensor] {
    let (layout, maps) = try Alignment.all(parts.map(\.layout))
    let count = try MemoryBudget.count(layout.shape)
    return zip(parts, maps).map { part, map in
      let walk = StridedWalk(shape: layout.shape, [Alignment.strides(of: part.layout, along: map)])
      return Tensor(storage: part.storage.rebuilt(Reorder(walk: walk, count: count)), layout: layout)
    }
  }

  private static func chosen<T>(_ mask: [Bool], _ yes: [T], _ no: [T], _ walk: StridedWalk, count: Int) -> [T] {
    [T](unsafeUninitializedCapacity: count) { result, initialized in
      mask.withUnsafeBufferPointer { mask in
        yes.withUnsafeBufferPointer { yes in
          no.withUnsafeBufferPointer { no in
            walk.forEachRun { k, m, y, n in
              for e in 0..<walk.run {
                let value = mask[m + e * walk.steps.0] ? yes[y + e * walk.steps.1] : no[n + e * walk.steps.2]
                result.initializeElement(at: k + e, to: value)
              }
            }
          }
        }
      }
      initialized = count
    }
  }
}
