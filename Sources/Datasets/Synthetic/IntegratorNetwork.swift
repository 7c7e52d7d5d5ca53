import Glibc
import HDF5
import Tensors

/// The weights of a network trained to sum its input up to a bound.
///
/// h_t = tanh(h_{t−1}·W + b + u_t·B_u), h_0 = 0; output h_t·w_o + b_o.
public struct IntegratorWeights: Sendable, Equatable {
  /// W, [N, N].
  public var recurrent: [Double]
  /// b, [N].
  public var bias: [Double]
  /// B_u, [N].
  public var input: [Double]
  /// w_o, [N].
  public var output: [Double]
  public var outputBias: Double

  public var units: Int { bias.count }

  public init(recurrent: [Double], bias: [Double], input: [Double], output: [Double], outputBias: Double) {
    self.recurrent = recurrent
    self.bias = bias
    self.input = input
    self.output = output
    self.outputBias = outputBias
  }

  /// Where the weights lie within the standard library.
  public static let libraryPath = "data/integrator.h5"

  /// - Parameter path: nil where the standard library was not found.
  init(reading path: String?) throws(DatasetError) {
    guard let path else { throw DatasetError(file: "stdlib/" + Self.libraryPath, cause: .file(.missingFile)) }
    do {
      let file = try HDF5File(reading: path)
      bias = try file.read("b", as: Double.self).values
      recurrent = try file.read("W", as: Double.self).values
      input = try file.read("B_u", as: Double.self).values
      output = try file.read("w_o", as: Double.self).values
      outputBias = try file.scalar("b_o")
    } catch {
      throw DatasetError(error)
    }
    guard units == 50, recurrent.count == units * units, input.count == units, output.count == units else {
      throw DatasetError(file: path, cause: .extent(axis: "unit", found: units, expected: 50, of: "the integrator"))
    }
  }

  public func write(to path: String) throws(DatasetError) {
    do {
      try HDF5File.write(to: path) { (writer) throws(HDF5Error) in
        try writer.write(recurrent, shape: [units, units], at: "W", compression: .none)
        try writer.write(bias, shape: [units], at: "b", compression: .none)
        try writer.write(input, shape: [units], at: "B_u", compression: .none)
        try writer.write(output, shape: [units], at: "w_o", compression: .none)
        try writer.write(outputBias, at: "b_o")
      }
    } catch {
      throw DatasetError(error)
    }
  }
}

/// The integrator driven by input sequences, one for each run.
struct IntegratorNetwork: RateDynamics {
  let weights: IntegratorWeights
  let steps: Int
  /// [runs, T].
  let inputs: [Double]

  var units: Int { weights.units }

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
