import Datasets
import HDF5
import LFADSModel
import Tensors
import Training

/// The reference's files of results, `model_runs_…`: trials on the first axis, numbers of 64 bits as NumPy makes them.
public enum ModelRunsFile {
  /// The file of a session's split read by a kind of run, `posterior_sample_and_average` or `posterior_push_mean`.
  public static func name(session: String, split: SplitName, kind: String) -> String {
    "model_runs_\(session)_\(split.rawValue)_\(kind)"
  }

  /// The file of samples of the prior.
  public static let priorName = "model_runs_prior_sample"

  /// Writes what was read of one split's trials, atomically.
  ///
  /// - Parameters:
  ///   - step: training steps of the model that was read.
  ///   - correlationScale: `co_mean_corr_scale`; the costs take that cost of the mean inputs.
  public static func write(
    _ arrays: PosteriorArrays, step: Int, correlationScale: Double, to path: String
  ) throws(HDF5Error) {
    let trials = arrays.trials
    var columns: [(String, Tensor?)] = [
      ("gen_ics", arrays.generatorInitialStates), ("gen_states", arrays.generatorStates), ("factors", arrays.factors),
      ("output_dist_params", arrays.outputs.joined), ("controller_outputs", arrays.inputs),
      ("prior_g0_mean", arrays.g0PriorMean?.repeated(trials)),
      ("prior_g0_logvar", arrays.g0PriorLogVariance?.repeated(trials)), ("post_g0_mean", arrays.g0Means),
      ("post_g0_logvar", arrays.g0LogVariances),
    ]
    var costs = arrays.costs
    if correlationScale != 0, let means = arrays.inputMeans {
      costs = zip(costs, correlations(means)).map { $0 + correlationScale * $1 }
    }
    let vectors = [
      ("costs", costs), ("nll_bound_vaes", arrays.nllBoundVAE), ("nll_bound_iwaes", arrays.nllBoundIWAE),
      ("train_steps", Array(repeating: Double(step), count: trials)),
    ]
    columns += vectors.map { vector -> (String, Tensor?) in (vector.0, Tensor(vector.1, shape: [trials])) }
    try write(columns.map { ($0.0, $0.1, HDF5ElementKind.float64) }, to: path)
  }

  /// Writes samples of the prior, atomically.
  ///
  /// - Parameter cost: what is left of the cost without data: the ramped L2 penalty.
  public static func write(_ samples: PriorArrays, cost: Double, to path: String) throws(HDF5Error) {
    let count = samples.rates.shape[0]
    try write(
      [
        ("factors", samples.factors, .float64), ("gen_states", samples.generatorStates, .float64),
        ("gen_ics", samples.generatorInitialStates, .float32), ("costs", Tensor([cost], shape: [1]), .float32),
        ("output_dist_params", samples.outputs.joined, .float64),
        ("prior_g0_mean", samples.g0PriorMean?.repeated(count), .float32),
        ("prior_g0_logvar", samples.g0PriorLogVariance?.repeated(count), .float32),
        ("prior_zs_ar_con", samples.inputs, .float64),
      ], to: path)
  }

  private static func write(
    _ columns: [(String, Tensor?, HDF5ElementKind)], to path: String
  ) throws(HDF5Error) {
    try HDF5File.write(to: path) { (writer) throws(HDF5Error) in
      for (name, tensor, kind) in columns {
        guard let tensor else { continue }
        // Mantissas of real numbers hardly pack; the fastest level gets nearly all there is.
        try writer.write(tensor, storedAs: kind, at: name, compression: .deflate(level: 1))
      }
    }
  }

  /// Of every trial the mean over pairs of inputs of ½(Σ_t μ_i μ_j)², [N], from means [N, T, U].
  static func correlations(_ means: Tensor) -> [Double] {
    let (steps, inputs) = (means.shape[1], means.shape[2]), pairs = inputs * (inputs - 1) / 2
    let values = means.floats
    return (0..<means.shape[0]).map { trial in
      var sum = 0.0
      for i in 0..<inputs {
        for j in (i + 1)..<max(inputs, i + 1) {
          let product = (0..<steps).reduce(0.0) { sum, t in
            let cell = (trial * steps + t) * inputs
            return sum + Double(values[cell + i]) * Double(values[cell + j])
          }
          sum += 0.5 * product * product
        }
      }
      return pairs > 0 ? sum / Double(pairs) : 0
    }
  }
}

extension Tensor {
  /// The vector once for every row, [count, n].
  fileprivate func repeated(_ count: Int) -> Tensor {
    Tensor((0..<count).flatMap { _ in floats }, shape: [count] + shape)
  }
}
