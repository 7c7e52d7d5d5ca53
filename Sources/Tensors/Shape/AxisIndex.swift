/// What an index chooses along one axis. Positions count from 0, negative ones from the end.
public enum AxisIndex: Sendable, Equatable {
  /// One position; the axis is dropped.
  case position(Int)
  /// Every `step`-th position from `lower` to before `upper`; nil is the axis's own end in the direction of the step.
  /// With a negative step the range runs backwards from `lower`, and only nil reaches position 0 inclusively.
  case range(lower: Int?, upper: Int?, step: Int)
  /// Those positions in that order.
  case positions([Int])
  /// The positions at which the mask is true; as long as the axis.
  case mask([Bool])
  /// The whole axis.
  case all
}

/// A checked index along one axis: the positions it chooses.
struct AxisSelection {
  enum Positions: Equatable {
    case even(start: Int, step: Int)
    case listed([Int])
  }

  let positions: Positions
  let count: Int
  /// Whether the axis disappears from the result.
  let drops: Bool

  /// - Throws: `positionOutside`, `rangeOutside`, `zeroStep`, `maskLength`.
  init(_ index: AxisIndex, axis: Int, of layout: Tensor.Layout) throws(TensorError) {
    let extent = layout.shape[axis]
    func checked(_ position: Int) throws(TensorError) -> Int {
      let found = position < 0 ? position + extent : position
      guard (0..<extent).contains(found) else { throw .positionOutside(position, axis: axis, layout) }
      return found
    }
    switch index {
    case .all:
      (positions, count, drops) = (.even(start: 0, step: 1), extent, false)
    case .position(let position):
      (positions, count, drops) = (.even(start: try checked(position), step: 1), 1, true)
    case .positions(let list):
      var found: [Int] = []
      found.reserveCapacity(list.count)
      for position in list { found.append(try checked(position)) }
      (positions, count, drops) = (.listed(found), list.count, false)
    case .mask(let mask):
      guard mask.count == extent else { throw .maskLength(mask.count, axis: axis, layout) }
      let found = mask.indices.filter { mask[$0] }
      (positions, count, drops) = (.listed(found), found.count, false)
    case .range(let lower, let upper, let step):
      if step == 0 { throw .zeroStep(axis: axis) }
      let first = lower.map { $0 < 0 ? $0 + extent : $0 } ?? (step > 0 ? 0 : extent - 1)
      let end = upper.map { $0 < 0 ? $0 + extent : $0 } ?? (step > 0 ? extent : -1)
      let bounds = step > 0 ? 0...extent : -1...(max(extent, 1) - 1)
      guard bounds.contains(first), bounds.contains(end) else {
        throw .rangeOutside(lower: lower, upper: upper, axis: axis, layout)
      }
      let length = step > 0 ? end - first : first - end
      count = length <= 0 ? 0 : (length - 1) / Int(clamping: step.magnitude) + 1
      (positions, drops) = (.even(start: first, step: step), false)
    }
  }

  /// The chosen position number `k`.
  @inline(__always)
  subscript(k: Int) -> Int {
    switch positions {
    case .even(let start, let step): start + k * step
    case .listed(let list): list[k]
    }
  }

  /// Whether the selection is all of an axis of that extent, in order.
  func isWhole(_ extent: Int) -> Bool { positions == .even(start: 0, step: 1) && count == extent }

  /// Whether the chosen positions are neighbours in ascending order.
  var isContiguous: Bool {
    if case .even(_, 1) = positions { return true }
    return count <= 1
  }
}

/// The part of a tensor an index chooses: one selection an axis.
struct Selection {
  let source: Tensor.Layout
  let axes: [AxisSelection]

  /// Fewer indices than axes leave the rest whole.
  init(_ index: [AxisIndex], of layout: Tensor.Layout) throws(TensorError) {
    guard index.count <= layout.rank else { throw .tooManyIndices(index.count, layout) }
    var axes: [AxisSelection] = []
    for axis in layout.shape.indices {
      axes.append(try AxisSelection(axis < index.count ? index[axis] : .all, axis: axis, of: layout))
    }
    self.axes = axes
    source = layout
  }

  /// The layout of the chosen part, with the axes that one position chose dropped.
  var layout: Tensor.Layout {
    var chosen = source
    for (axis, selection) in axes.enumerated() { chosen.shape[axis] = selection.count }
    return chosen.removing { axes[$0].drops }
  }

  /// Calls `body` for each contiguous block of the source that is chosen, in the order of the result, with the
  /// block's start in the source and in the result and its length.
  func forEachBlock(_ body: (_ source: Int, _ result: Int, _ length: Int) -> Void) {
    if axes.contains(where: { $0.count == 0 }) { return }
    let strides = source.strides
    // The trailing whole axes, and one contiguous range before them, are copied as one block.
    var outer = axes.count
    var length = 1
    while outer > 0, axes[outer - 1].isWhole(source.shape[outer - 1]) {
      outer -= 1
      length *= source.shape[outer]
    }
    var start = 0
    if outer > 0, axes[outer - 1].isContiguous {
      outer -= 1
      start = axes[outer][0] * strides[outer]
      length *= axes[outer].count
    }
    if outer == 0 { return body(start, 0, length) }
    // The last of the outer axes is the inner loop; the others count like an odometer.
    let inner = axes[outer - 1]
    let innerStride = strides[outer - 1]
    var counter = Array(repeating: 0, count: outer - 1)
    var result = 0
    while true {
      var base = start
      for axis in counter.indices { base += axes[axis][counter[axis]] * strides[axis] }
      for k in 0..<inner.count {
        body(base + inner[k] * innerStride, result, length)
        result += length
      }
      var axis = counter.count - 1
      while axis >= 0 {
        counter[axis] += 1
        if counter[axis] < axes[axis].count { break }
        counter[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
