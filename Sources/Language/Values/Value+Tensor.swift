import Tensors

/// Values as tensors, and tensors as values.
extension Value {
  /// The tensor this value counts as where a tensor is wanted: itself, a number, a bool, a closed range, a list of numbers
  /// or bools, or of tensors of one shape, which it spells; nil for anything else.
  public var countingAsTensor: Tensor? {
    if let flat = flatTensor { return flat }
    guard case .list(let items) = self else { return nil }
    let parts = items.compactMap(\.countingAsTensor)
    guard parts.count == items.count, let first = parts.first, first.rank > 0,
      parts.allSatisfy({ $0.shape == first.shape && ($0.elementType == .bool) == (first.elementType == .bool) })
    else { return nil }
    return try? Tensor.stacked(parts, axis: 0)
  }

  /// The same without lists of tensors, which stay lists where either may stand.
  public var flatTensor: Tensor? {
    switch self {
    case .tensor(let tensor): return tensor
    case .number(let number): return Tensor([number], shape: [])
    case .bool(let bool): return Tensor([bool], shape: [])
    case .range(let range): return try? range.tensor(limit: RangeValue.longestTensor)
    case .list(let items):
      let numbers = items.compactMap(\.asNumber)
      if numbers.count == items.count { return Tensor(numbers, shape: [numbers.count]) }
      let bools = items.compactMap(\.asBool)
      return bools.count == items.count ? Tensor(bools, shape: [bools.count]) : nil
    default: return nil
    }
  }

  /// A tensor as a value; one without axes becomes the number or bool it holds.
  public init(_ tensor: Tensor) {
    guard tensor.rank == 0 else {
      self = .tensor(tensor)
      return
    }
    self = if case .bool(let elements) = tensor.storage { .bool(elements[0]) } else { .number(tensor.doubles[0]) }
  }
}

extension RangeValue {
  /// Elements of a range that is taken for a tensor as an argument or when indexed.
  static let longestTensor = 1 << 26

  /// Its elements as a tensor with one axis.
  /// - Throws: `ValueError.openRange` while an end is open, `tooLarge` above `limit` elements.
  public func tensor(limit: Int) throws(ValueError) -> Tensor {
    guard let length else { throw .openRange }
    guard length <= Double(limit) else { throw .tooLarge(what: "a range", count: length, limit: limit) }
    let count = Int(length)
    return Tensor((0..<count).map(element), shape: [count])
  }
}
