import Tensors

/// One of the arrays that a posterior consists of: its name in files and the language, and where it stands in what was
/// read. The names other programs have for them are their formats' business.
public struct PosteriorQuantity: Sendable {
  public let name: String
  /// What it is, with its axes.
  public let summary: String
  /// nil where the model has no such part, or it was not asked for.
  public let tensor: @Sendable (PosteriorArrays) -> Tensor?

  /// What likelihoods describe an observation by besides its expectation.
  private static let ofLikelihoods: [PosteriorQuantity] = {
    var names: Set<String> = ["rates"]
    return OutputDistribution.allCases.flatMap { row -> [PosteriorQuantity] in
      let quantities = row.likelihood.init(Hyperparameters()).quantities
      return zip(quantities, row.likelihood.words.quantities).compactMap { name, summary in
        guard names.insert(name).inserted else { return nil }
        return PosteriorQuantity(name: name, summary: "\(summary) [trial, time, neuron]") { arrays in
          arrays.outputs.first { $0.name == name }?.values
        }
      }
    }
  }()

  /// Every quantity there is, in the order they are listed in.
  public static let all: [PosteriorQuantity] =
    [
      PosteriorQuantity(
        name: "rates", summary: "rates in spikes per bin, or means of Gaussian data [trial, time, neuron]"
      ) {
        $0.rates
      }
    ] + ofLikelihoods + [
      PosteriorQuantity(name: "factors", summary: "factors [trial, time, factor]") { $0.factors },
      PosteriorQuantity(name: "inputs", summary: "inferred inputs [trial, time, input]") { $0.inputs },
      PosteriorQuantity(name: "inputs_sd", summary: "their standard deviation over samples [trial, time, input]") {
        $0.inputDeviations
      },
      PosteriorQuantity(name: "inputs_mean", summary: "the controller's posterior mean of them [trial, time, input]") {
        $0.inputMeans
      },
      PosteriorQuantity(name: "inputs_logvar", summary: "the controller's posterior log variance [trial, time, input]")
      {
        $0.inputLogVariances
      },
      PosteriorQuantity(name: "states", summary: "states of the generator [trial, time, unit]") { $0.generatorStates },
      PosteriorQuantity(name: "initial_states", summary: "first states of the generator [trial, unit]") {
        $0.generatorInitialStates
      },
      PosteriorQuantity(name: "g0_mean", summary: "posterior mean of the initial-condition code [trial, code]") {
        $0.g0Means
      },
      PosteriorQuantity(name: "g0_logvar", summary: "its posterior log variance [trial, code]") { $0.g0LogVariances },
      PosteriorQuantity(name: "costs", summary: "cost of each trial in nats [trial]") { vector($0.costs) },
      PosteriorQuantity(name: "reconstruction", summary: "negative log-likelihood of each trial in nats [trial]") {
        vector($0.reconstruction)
      },
      PosteriorQuantity(
        name: "kl_g0", summary: "KL of the initial condition of each trial in nats, before its weight [trial]"
      ) {
        vector($0.klInitialCondition)
      },
      PosteriorQuantity(
        name: "kl_inputs", summary: "KL of the inferred inputs of each trial in nats, before its weight [trial]"
      ) {
        vector($0.klInputs)
      },
      PosteriorQuantity(name: "nll_bound_vae", summary: "bound on the negative log-likelihood of each trial [trial]") {
        vector($0.nllBoundVAE)
      },
      PosteriorQuantity(name: "nll_bound_iwae", summary: "the reference's tighter bound, g0's KL analytic [trial]") {
        vector($0.nllBoundIWAE)
      },
      PosteriorQuantity(name: "nll_bound_importance", summary: "importance-weighted bound proper [trial]") {
        vector($0.nllBoundImportance)
      },
    ]

  private static func vector(_ values: [Double]) -> Tensor {
    Tensor(values, shape: [values.count], axes: ["trial"])
  }
}
