/// How the axes of two tensors go together, and the layout of what comes out.
///
/// Two layouts whose axes are all named, without a name twice, align by name wherever the axes stand: the result has
/// the axes of the one with more of them (the left one in a tie) in its order, then what only the other has. All
/// others align from the right as in NumPy; an unnamed axis takes the other's name, two different names are an error.
/// In both cases an extent of 1 stretches.
struct Alignment {
  /// The layout of the result.
  var layout: Tensor.Layout
  /// For every axis of the result the left operand's axis, or nil where it has none.
  var left: [Int?]
  /// For every axis of the result the right operand's axis, or nil where it has none.
  var right: [Int?]

  init(_ left: Tensor.Layout, _ right: Tensor.Layout) throws(TensorError) {
    if left.rank > 0, right.rank > 0, left.axes != right.axes, left.isNamed, right.isNamed {
      let leading = right.rank > left.rank ? right : left
      let trailing = right.rank > left.rank ? left : right
      let names = leading.axes + trailing.axes.filter { !leading.axes.contains($0) }
      self.left = names.map { left.axes.firstIndex(of: $0) }
      self.right = names.map { right.axes.firstIndex(of: $0) }
    } else {
      let rank = max(left.rank, right.rank)
      self.left = (0..<rank).map { $0 < rank - left.rank ? nil : $0 - (rank - left.rank) }
      self.right = (0..<rank).map { $0 < rank - right.rank ? nil : $0 - (rank - right.rank) }
    }
    layout = Tensor.Layout(shape: [])
    for (l, r) in zip(self.left, self.right) {
      guard let l, let r else {
        layout.shape.append(l.map { left.shape[$0] } ?? r.map { right.shape[$0] } ?? 1)
        layout.axes.append(l.flatMap { left.axes[$0] } ?? r.flatMap { right.axes[$0] })
        continue
      }
      if let a = left.axes[l], let b = right.axes[r], a != b {
        throw .namesDiffer(left: left, leftAxis: l, right: right, rightAxis: r)
      }
      let (m, n) = (left.shape[l], right.shape[r])
      guard m == n || m == 1 || n == 1 else {
        throw .extentsDiffer(left: left, leftAxis: l, right: right, rightAxis: r)
      }
      layout.shape.append(m == 1 ? n : m)
      layout.axes.append(left.axes[l] ?? right.axes[r])
    }
  }

  /// The layout that several operands stretch to, aligned one after another, and for each operand its axis (or nil)
  /// along every axis of that layout.
  static func all(_ operands: [Tensor.Layout]) throws(TensorError) -> (layout: Tensor.Layout, maps: [[Int?]]) {
    var layout = Tensor.Layout(shape: [])
    var maps: [[Int?]] = []
    for operand in operands {
      let next = try Alignment(layout, operand)
      maps = maps.map { map in next.left.map { $0.flatMap { map[$0] } } } + [next.right]
      layout = next.layout
    }
    return (layout, maps)
  }

  /// The strides that walk `operand` along the result's axes `map` leads to: 0 where it is stretched.
  static func strides(of operand: Tensor.Layout, along map: [Int?]) -> [Int] {
    let strides = operand.strides
    return map.map { axis in axis.map { operand.shape[$0] == 1 ? 0 : strides[$0] } ?? 0 }
  }
}
