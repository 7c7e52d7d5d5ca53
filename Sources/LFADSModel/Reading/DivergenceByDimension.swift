import Tensors

/// The two KL divergences of the cost taken apart, means over trials and without their weights: where a model pays for
/// what it infers.
public struct DivergenceByDimension: Sendable {
  /// Of g0 from its prior, nats [dimension]; empty without an initial-condition code.
  public let initial: [Double]
  /// Of the inferred inputs from their prior, nats [time, input]; nil without a controller.
  public let inputs: Tensor?

  /// - Parameters:
  ///   - g0Means, g0LogVariances: posterior of the initial condition [trial, dimension].
  ///   - inputMeans, inputLogVariances: posterior of the inputs [trial, time, input].
  public init(
    _ parameters: ParameterVector, g0Means: Tensor?, g0LogVariances: Tensor?, inputMeans: Tensor?,
    inputLogVariances: Tensor?
  ) {
    let hyper = parameters.layout.shape.hyperparameters
    initial =
      if let g0Means, let g0LogVariances, hyper.hasInitialConditionCode {
        Self.initial(hyper.initialConditionPrior.init(parameters), g0Means.doubles, g0LogVariances.doubles)
      } else {
        []
      }
    inputs =
      if let inputMeans, let inputLogVariances, inputMeans.rank == 3, inputMeans.count > 0 {
        hyper.inputPrior.init(parameters).expectedDivergences(means: inputMeans, logVariances: inputLogVariances)
      } else {
        nil
      }
  }

  /// The mean over trials of every dimension's KL.
  private static func initial(
    _ prior: any InitialConditionPrior, _ means: [Double], _ logVariances: [Double]
  ) -> [Double] {
    let dimensions = prior.dimensions, trials = means.count / dimensions
    return (0..<dimensions).map { i in
      let twice = stride(from: i, to: means.count, by: dimensions).reduce(0.0) {
        $0 + prior.twiceDivergence(i, mean: means[$1], logVariance: logVariances[$1])
      }
      return 0.5 * twice / Double(max(trials, 1))
    }
  }
}
