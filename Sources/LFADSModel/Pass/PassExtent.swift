/// Which trials a pass is working on and how far they reach. Everything of a pass is time-major.
struct PassExtent {
  /// Trials, R.
  let rows: Int
  let session: Int
  /// Reconstructed steps and channels, T and D.
  let steps: Int
  let channels: Int
  /// Steps and channels that the encoders see, Te ≤ T and De ≤ D: the first of each.
  let encodedSteps: Int
  let encodedChannels: Int

  init(_ shape: ModelShape, session: Int, rows: Int) {
    self.rows = rows
    self.session = session
    steps = shape.steps
    channels = shape.sessions[session].channels
    encodedSteps = shape.encodedSteps
    encodedChannels = shape.sessions[session].encodedChannels
  }

  /// Rows of all reconstructed steps, T·R.
  var cells: Int { steps * rows }
  /// Rows of all encoded steps, Te·R.
  var encodedCells: Int { encodedSteps * rows }
}

/// Steps whose backward pass is done are taken a few at a time for the gradients of the weights.
enum StepGroup {
  /// The steps that step t completes; nil while more are to join them.
  static func finished(after t: Int, of steps: Int, ascending: Bool = false) -> Range<Int>? {
    // The gradients of eight steps, of a shard and a cell of the default sizes, fill half a megabyte of cache.
    let group = 8, first = t / group * group, end = min(first + group, steps)
    return t == (ascending ? end - 1 : first) ? first..<end : nil
  }
}

/// Copies `rows` rows of `width` elements between arrays of different leading dimensions.
func copyRows(
  _ source: UnsafePointer<Float>, width: Int, rows: Int, from sourceStride: Int? = nil,
  into target: UnsafeMutablePointer<Float>, leadingDimension: Int
) {
  let sourceStride = sourceStride ?? width
  for row in 0..<rows {
    (target + row * leadingDimension).update(from: source + row * sourceStride, count: width)
  }
}
