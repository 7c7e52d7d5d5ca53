import Tensors

/// What a model makes of trials: averages over posterior samples, trial-major, all Float. N trials, T steps.
public struct PosteriorArrays: Sendable {
  public let trials: Int
  public let steps: Int
  /// Samples averaged; nil where the posterior means were pushed through.
  public let samples: Int?
  /// [N, T, D]: rates per bin (Poisson) or means (Gaussian).
  public internal(set) var rates: Tensor
  /// [N, T, D]: Gaussian variances; nil for Poisson.
  public internal(set) var variances: Tensor?
  /// [N, T, F].
  public internal(set) var factors: Tensor
  /// [N, T, G]; nil if they were not asked for.
  public internal(set) var generatorStates: Tensor?
  /// [N, G]: the generator's first state.
  public internal(set) var generatorInitialStates: Tensor
  /// [N, T, con_dim]; nil without a controller, or if they were not asked for.
  public internal(set) var controllerStates: Tensor?
  /// [N, T, U]: inferred inputs and their standard deviation over samples; nil without a controller.
  public internal(set) var inputs: Tensor?
  public internal(set) var inputDeviations: Tensor?
  /// [N, T, U]: the controller's posterior mean and log variance, averaged; nil without a controller.
  public internal(set) var inputMeans: Tensor?
  public internal(set) var inputLogVariances: Tensor?
  /// [N, ic_dim]: the posterior of g0; nil without a code.
  public internal(set) var g0Means: Tensor?
  public internal(set) var g0LogVariances: Tensor?
  /// [ic_dim]: the prior of g0 in force; nil without a code.
  public internal(set) var g0PriorMean: Tensor?
  public internal(set) var g0PriorLogVariance: Tensor?
  /// [N], in nats: reconstruction cost and KL (g0's and the inputs') without its weights, averaged over samples.
  public internal(set) var reconstruction: [Double]
  public internal(set) var klInitialCondition: [Double]
  public internal(set) var klInputs: [Double]
  /// [N]: reconstruction + weighted, ramped KL + ramped L2, as the reference's `costs`.
  public internal(set) var costs: [Double]
  /// [N]: −mean(log p − KL), and −(logsumexp(log p − KL) − log S) over the trial's samples with g0's KL analytic.
  public internal(set) var nllBoundVAE: [Double]
  public internal(set) var nllBoundIWAE: [Double]
  /// [N]: the importance-weighted bound proper, −log mean p(x|z)p(z)/q(z) with z sampled from q.
  public internal(set) var nllBoundImportance: [Double]
}
