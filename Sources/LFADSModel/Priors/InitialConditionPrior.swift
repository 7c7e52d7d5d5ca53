/// A learned parameter of a prior: `g0_prior/NAME` or `u_prior/NAME`, [1, width].
struct PriorParameter: Sendable, Equatable {
  let name: String
  let width: Int
  let start: Float
  let isTrainable: Bool
}

/// What g0 is taken to be drawn from. The posterior of a trial is a row of `ic_dim` means and as many log variances.
///
/// Made for one step of training: it holds what it needs of the parameters. A call does all trials or all dimensions, so
/// that its dispatch costs nothing.
protocol InitialConditionPrior: Sendable {
  /// Its parameters of `g0_prior`, in the order of the layout.
  static func parameters(_ hyper: Hyperparameters) -> [PriorParameter]

  init(_ parameters: ParameterVector)

  var dimensions: Int { get }
  /// Mean and log variance in force, [dimensions].
  var mean: [Float] { get }
  var logVariance: [Float] { get }

  /// A draw from standard normal numbers [dimensions].
  func draw(_ noise: UnsafePointer<Float>, into g0: UnsafeMutablePointer<Float>)

  /// The KL of every dimension of one trial's posterior, in nats.
  func divergences(mean: UnsafePointer<Float>, logVariance: UnsafePointer<Float>, _ body: (Int, Double) -> Void)

  /// Twice the KL of every dimension, of means and log variances in double precision, [dimensions].
  func twiceDivergence(_ dimension: Int, mean: Double, logVariance: Double) -> Double

  /// The KL of one trial's posterior over all dimensions, in nats.
  func divergence(mean: UnsafePointer<Float>, logVariance: UnsafePointer<Float>) -> Double

  /// log q(g0) − log p(g0) at a sample, made from `noise`; [dimensions] each.
  func sampledDivergence(
    _ g0: UnsafePointer<Float>, logVariance: UnsafePointer<Float>, noise: UnsafePointer<Float>
  ) -> Double

  /// `weight` times the gradient of the KL of `rows` posteriors [rows, 2·dimensions]: overwritten at `dPosterior`, added
  /// to the prior's parameters at `dParameters`, one for each.
  func divergenceBackward(
    _ posterior: UnsafePointer<Float>, rows: Int, weight: Float, into dPosterior: UnsafeMutablePointer<Float>,
    _ dParameters: [UnsafeMutablePointer<Float>])
}

extension Hyperparameters {
  /// What g0 is drawn from.
  var initialConditionPrior: any InitialConditionPrior.Type { GaussianPrior.self }
  /// What the inferred inputs are drawn from.
  var inputPrior: any InputPrior.Type { AutoregressivePrior.self }
}

extension ParameterVector {
  /// Mean and log variance [ic_dim] of the prior of g0 in force; nil without an initial-condition code.
  public var initialConditionPrior: (mean: [Float], logVariance: [Float])? {
    let hyper = layout.shape.hyperparameters
    guard hyper.hasInitialConditionCode else { return nil }
    let prior = hyper.initialConditionPrior.init(self)
    return (prior.mean, prior.logVariance)
  }
}
