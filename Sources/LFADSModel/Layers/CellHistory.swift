import Kernels

/// What one GRU leaves behind while it runs over time, for its backward pass. Time-major; rows are trials of a shard.
///
/// R trials, S steps, n units. The backward pass overwrites gates and candidates with their gradients.
final class CellHistory {
  let units: Int
  let gates: AlignedBuffer<Float>  // [S, R, 2n]: preactivations, then (r, u), then their preactivations' gradients
  let candidates: AlignedBuffer<Float>  // [S, R, n]: preactivation, then c, then its preactivation's gradient
  let resetStates: AlignedBuffer<Float>  // [S, R, n]: r∘h
  let states: AlignedBuffer<Float>  // [S + 1, R, n]: in time order, with the first state at the end it starts from
  let runsBackward: Bool

  init(units: Int, rows: Int, steps: Int, runsBackward: Bool = false) {
    self.units = units
    self.runsBackward = runsBackward
    gates = AlignedBuffer(count: steps * rows * 2 * units)
    candidates = AlignedBuffer(count: steps * rows * units)
    resetStates = AlignedBuffer(count: steps * rows * units)
    states = AlignedBuffer(count: (steps + 1) * rows * units)
  }

  /// The state before step `t` is applied, [R, n]. `rows` is the number of trials in use.
  func before(_ t: Int, rows: Int) -> UnsafeMutablePointer<Float> {
    states.pointer + (runsBackward ? t + 1 : t) * rows * units
  }

  /// The state that step `t` makes, [R, n].
  func after(_ t: Int, rows: Int) -> UnsafeMutablePointer<Float> {
    states.pointer + (runsBackward ? t : t + 1) * rows * units
  }

  /// The states before every step, in time order, [S, R, n].
  func allBefore(rows: Int) -> UnsafeMutablePointer<Float> { states.pointer + (runsBackward ? rows * units : 0) }

  /// The states that the steps make, in time order, [S, R, n].
  func allAfter(rows: Int) -> UnsafeMutablePointer<Float> { states.pointer + (runsBackward ? 0 : rows * units) }

  /// The first state of all, [R, n].
  func first(rows: Int, steps: Int) -> UnsafeMutablePointer<Float> {
    states.pointer + (runsBackward ? steps * rows * units : 0)
  }

  func gates(_ t: Int, rows: Int) -> UnsafeMutablePointer<Float> { gates.pointer + t * rows * 2 * units }
  func candidate(_ t: Int, rows: Int) -> UnsafeMutablePointer<Float> { candidates.pointer + t * rows * units }
  func resetState(_ t: Int, rows: Int) -> UnsafeMutablePointer<Float> { resetStates.pointer + t * rows * units }
}
