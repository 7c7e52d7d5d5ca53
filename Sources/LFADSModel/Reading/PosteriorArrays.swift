import Tensors

/// One of the numbers that a likelihood describes an observation by.
public struct NamedOutput: Sendable, Equatable {
  /// `rates`, `variances`, ….
  public let name: String
  /// [N, T, D].
  public let values: Tensor

  public init(_ name: String, _ values: Tensor) {
    self.name = name
    self.values = values
  }
}

extension [NamedOutput] {
  /// [N, T, D]: the expected observation, per bin.
  public var rates: Tensor {
    guard let first else { preconditionFailure("every likelihood has rates") }
    return first.values
  }

  /// [N, T, quantities·D]: all of them side by side, as the reference keeps them.
  public var joined: Tensor {
    guard count > 1 else { return rates }
    let width = rates.shape.last ?? 1, rows = width > 0 ? rates.count / width : 0
    let parts = map { $0.values.floats }
    let values = (0..<rows).flatMap { row in parts.flatMap { $0[(row * width)..<((row + 1) * width)] } }
    return Tensor(values, shape: rates.shape.dropLast() + [width * count], axes: rates.axes)
  }
}

/// What a model makes of trials: averages over posterior samples, trial-major, all Float. N trials, T steps.
public struct PosteriorArrays: Sendable {
  public let trials: Int
  public let steps: Int
  /// Samples averaged; nil where the posterior means were pushed through.
  public let samples: Int?
  /// [N, T, D] each: what the likelihood describes every observation by, `rates` first.
  public internal(set) var outputs: [NamedOutput]
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

extension PosteriorArrays {
  /// [N, T, D]: the expected observation, per bin: rates of counts, means of real numbers.
  public var rates: Tensor { outputs.rates }
}
