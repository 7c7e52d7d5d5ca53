import Glibc
import Tensors

/// A network whose activity is the truth behind a synthetic data set.
protocol RateDynamics: Sendable {
  var units: Int { get }
  var steps: Int { get }
  /// The activity of some of its runs, [T, N, runs].
  func activity(of runs: [Int]) -> [Double]
}

/// A network of tanh units with random connections: x' = −x + g·W·tanh(x), with a pulse in some of its runs.
struct ChaoticNetwork: RateDynamics {
  let units: Int
  let steps: Int
  /// g·dt/τ·W, [N, N].
  private let weights: [Double]
  /// What a pulse adds, [N].
  private let push: [Double]
  /// Initial states, [conditions, N].
  var initialStates: [Double] = []
  /// The step at which the pulse of each run falls; empty without inputs.
  var pulses: [Int] = []
  /// Runs that share an initial state.
  var runsPerState = 1

  /// Draws W, B and a second, unused input vector.
  init(_ parameters: SyntheticParameters, from random: inout LegacyRandom) {
    units = parameters.units
    steps = parameters.steps
    let scale = SyntheticParameters.dt / SyntheticParameters.tau
    let norm = Double(units).squareRoot()
    weights = random.normals(units * units).map { $0 / norm * parameters.gain * scale }
    push = random.normals(units).map { $0 * parameters.inputMagnitude * scale }
    _ = random.normals(units)
  }

  /// All runs take a step together: one product of W with the rates of every run, [N, N]·[N, runs].
  func activity(of runs: [Int]) -> [Double] {
    let decay = 1 - SyntheticParameters.dt / SyntheticParameters.tau
    let count = runs.count, cells = units * count
    var state = [Double](repeating: 0, count: cells)
    for (column, run) in runs.enumerated() {
      for unit in 0..<units { state[unit * count + column] = initialStates[run / runsPerState * units + unit] }
    }
    var rates = state.map(tanh)
    return [Double](unsafeUninitializedCapacity: steps * cells) { activity, initialized in
      for t in 0..<steps {
        BLAS.gemm(
          transposeA: false, transposeB: false, m: units, n: count, k: units, alpha: 1, a: weights, lda: units,
          b: rates,
          ldb: count, beta: decay, c: &state, ldc: count)
        if !pulses.isEmpty {
          for (column, run) in runs.enumerated() where pulses[run] == t {
            for unit in 0..<units { state[unit * count + column] += push[unit] }
          }
        }
        for cell in 0..<cells { rates[cell] = tanh(state[cell]) }
        for cell in 0..<cells { activity.initializeElement(at: t * cells + cell, to: rates[cell]) }
      }
      initialized = steps * cells
    }
  }
}
