/// A walk over all positions of a shape in row-major order, with up to three operands that each advance by strides of
/// their own. Neighbouring axes that every operand walks evenly are joined first, so that contiguous work is one run.
struct StridedWalk {
  /// Length of the innermost run.
  let run: Int
  /// How far each operand moves from one element of a run to the next.
  let steps: (Int, Int, Int)
  private let shape: [Int]
  private let strides: [(Int, Int, Int)]
  private let isEmpty: Bool

  /// - Parameter operands: one to three lists of strides, each as long as `shape`.
  init(shape: [Int], _ operands: [[Int]]) {
    var joined: [(extent: Int, step: (Int, Int, Int))] = []
    for axis in shape.indices where shape[axis] != 1 {
      let step = (
        operands[0][axis], operands.count > 1 ? operands[1][axis] : 0, operands.count > 2 ? operands[2][axis] : 0
      )
      let extent = shape[axis]
      if let last = joined.last, last.step.0 == step.0 * extent, last.step.1 == step.1 * extent,
        last.step.2 == step.2 * extent
      {
        joined[joined.count - 1] = (last.extent * extent, step)
      } else {
        joined.append((extent, step))
      }
    }
    isEmpty = shape.contains(0)
    run = joined.last?.extent ?? 1
    steps = joined.last?.step ?? (0, 0, 0)
    self.shape = joined.dropLast().map(\.extent)
    strides = joined.dropLast().map(\.step)
  }

  /// One run of `count` elements with those steps of two operands.
  init(flat count: Int, _ steps: (Int, Int)) {
    (run, isEmpty) = (count, count == 0)
    self.steps = (steps.0, steps.1, 0)
    (shape, strides) = ([], [])
  }

  /// Calls `body` for each run with its first element's position in the result and in each operand.
  @inline(__always)
  func forEachRun(_ body: (_ result: Int, _ a: Int, _ b: Int, _ c: Int) -> Void) {
    if isEmpty { return }
    var counter = Array(repeating: 0, count: shape.count)
    var result = 0
    var a = 0
    var b = 0
    var c = 0
    while true {
      body(result, a, b, c)
      result += run
      var axis = shape.count - 1
      while axis >= 0 {
        counter[axis] += 1
        a += strides[axis].0
        b += strides[axis].1
        c += strides[axis].2
        if counter[axis] < shape[axis] { break }
        a -= strides[axis].0 * shape[axis]
        b -= strides[axis].1 * shape[axis]
        c -= strides[axis].2 * shape[axis]
        counter[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
