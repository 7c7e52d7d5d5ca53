import Glibc
import HDF5
import Tensors

/// The weights of a network trained to sum its input up to a bound.
///
/// h_t = tanh(h_{t−1}·W + b + u_t·B_u), h_0 = 0; output h_t·w_o + b_o.
struct IntegratorWeights: Sendable {
  /// W, [N, N].
  let recurrent: [Double]
  /// b, [N].
  let bias: [Double]
  /// B_u, [N].
  let input: [Double]
  /// w_o, [N].
  let output: [Double]
  let outputBias: Double

  static let units = 50

  /// Reads what `scripts/train_integrator.lfs` keeps: one matrix [N+2, N+1] that takes [h, 1, u] to [h, output].
  ///
  /// - Parameter path: nil where the standard library was not found.
  init(reading path: String?) throws(DatasetError) {
    guard let path else { throw DatasetError(file: "stdlib/data/integrator.h5", cause: .file(.missingFile)) }
    let units = Self.units, width = units + 1
    let matrix: HDF5Array<Double>
    do {
      matrix = try HDF5File(reading: path, from: .ourselves).read("data", as: Double.self)
    } catch { throw DatasetError(error) }
    guard matrix.shape == [units + 2, width] else {
      throw DatasetError(
        file: path, object: "data", cause: .rank(shape: matrix.shape, axes: "[\(units + 2), \(width)]"))
    }
    func row(_ number: Int) -> ArraySlice<Double> { matrix.values[(number * width)..<((number + 1) * width)] }
    recurrent = (0..<units).flatMap { row($0).dropLast() }
    output = (0..<units).map { matrix.values[$0 * width + units] }
    bias = Array(row(units).dropLast())
    outputBias = matrix.values[units * width + units]
    input = Array(row(units + 1).dropLast())
  }
}

/// The integrator driven by input sequences, one for each run.
struct IntegratorNetwork: RateDynamics {
  let weights: IntegratorWeights
  let steps: Int
  /// [runs, T].
  let inputs: [Double]

  var units: Int { IntegratorWeights.units }

  /// Standard deviation of the input in every step.
  static let inputDeviation = 0.25

  func activity(of runs: [Int]) -> [Double] {
    let count = runs.count, cells = units * count
    var state = [Double](repeating: 0, count: cells)
    var activity: [Double] = []
    activity.reserveCapacity(steps * cells)
    for t in 0..<steps {
      var next = [Double](repeating: 0, count: cells)
      // States are columns: Wᵀ [N, N] times [N, runs].
      BLAS.gemm(
        transposeA: true, transposeB: false, m: units, n: count, k: units, alpha: 1, a: weights.recurrent, lda: units,
        b: state, ldb: count, beta: 0, c: &next, ldc: count)
      for unit in 0..<units {
        for (column, run) in runs.enumerated() {
          let drive = weights.bias[unit] + inputs[run * steps + t] * weights.input[unit]
          next[unit * count + column] = tanh(next[unit * count + column] + drive)
        }
      }
      activity += next
      state = next
    }
    return activity
  }

  /// The input of each run, [runs, T].
  func inputs(of runs: [Int]) -> [Double] {
    runs.flatMap { inputs[($0 * steps)..<(($0 + 1) * steps)] }
  }

  /// The network's own output, [runs, T].
  func outputs(of runs: [Int]) -> [Float] {
    let distinct = Array(Set(runs)).sorted()
    let activity = activity(of: distinct)
    var columns: [Int: [Float]] = [:]
    for (column, run) in distinct.enumerated() {
      columns[run] = (0..<steps).map { t in
        var output = weights.outputBias
        for unit in 0..<units {
          output += activity[(t * units + unit) * distinct.count + column] * weights.output[unit]
        }
        return Float(output)
      }
    }
    return runs.flatMap { columns[$0] ?? [] }
  }
}
