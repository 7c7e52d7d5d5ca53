import Tensors

/// Inferred inputs of R trials over T steps with the posterior that they were drawn from, time-major.
struct InputPaths {
  let steps: Int
  let rows: Int
  /// Inputs, U.
  let count: Int
  let samples: UnsafePointer<Float>  // [T, R, U]
  let posterior: UnsafePointer<Float>  // [T, R, 2U]: means, then log variances
  let noise: UnsafePointer<Float>  // [T, R, U]
}

/// What the inferred inputs are taken to be drawn from.
///
/// Made for one step of training: it holds what it needs of the parameters. A call does whole paths, or all rows of a
/// step, so that its dispatch costs nothing.
protocol InputPrior: Sendable {
  /// Its parameters of `u_prior`, in the order of the layout.
  static func parameters(_ hyper: Hyperparameters) -> [PriorParameter]

  init(_ parameters: ParameterVector)

  /// log q(u_t) − log p(u_t | u_{t−1}) at the samples of one trial, of every step and input, in nats.
  func divergences(_ paths: InputPaths, row: Int, _ body: (_ step: Int, _ input: Int, Double) -> Void)

  /// `weight` times the gradient of these, summed over everything: overwritten at `dInputs` [T, R, U], added to the
  /// prior's parameters at `dParameters`, one for each. That of log q alone is not in it.
  func divergenceBackward(
    _ paths: InputPaths, weight: Double, into dInputs: UnsafeMutablePointer<Float>,
    _ dParameters: [UnsafeMutablePointer<Float>])

  /// Adds the same of step `t` of R rows to `sums` [R].
  ///
  /// - Parameters:
  ///   - samples: [R, U].
  ///   - posterior: [R, 2U].
  ///   - noise: [R, U] with its leading dimension.
  ///   - last: [R·U], the samples of the step before; overwritten by these.
  func addDivergences(
    _ t: Int, rows: Int, samples: UnsafePointer<Float>, posterior: UnsafePointer<Float>, noise: UnsafePointer<Float>,
    noiseStride: Int, last: inout [Double], to sums: inout [Double])

  /// A draw of step `t`: `inputs` [R, U] hold the step before and are overwritten.
  ///
  /// - Parameter noise: standard normal numbers of row r and input i.
  func draw(
    _ t: Int, rows: Int, inputs: UnsafeMutablePointer<Float>, noise: (_ row: Int, _ input: Int) -> Double)

  /// The expectation of the divergence under a posterior that is independent over time, averaged over trials.
  ///
  /// - Parameters:
  ///   - means, logVariances: [trial, time, input].
  /// - Returns: [time, input], in nats.
  func expectedDivergences(means: Tensor, logVariances: Tensor) -> Tensor
}
