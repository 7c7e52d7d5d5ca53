import Glibc
import LFADSModel
import Tensors
import Training

/// What TensorBoard is shown of an epoch, under the reference's tags.
public enum TrainingScalars {
  public static func of(_ record: EpochRecord, _ state: TrainingState) -> [(tag: String, value: Double)] {
    let hyper = state.layout.shape.hyperparameters
    var scalars: [(tag: String, value: Double)] = [
      ("Learning_rate", record.learningRate), ("KL_weight", record.weights.kl), ("L2_weight", record.weights.l2),
      ("Corr_cost", record.correlation * hyper.co_mean_corr_scale),
      ("Gradient_global_norm", record.maximumGradientNorm),
      ("L2_cost", record.l2),
    ]
    for (name, path) in [("AR_Autocorrelation_taus", "u_prior/logatau"), ("AR_Variances", "u_prior/logevars")] {
      for (input, value) in (state.parameters.tensor(path)?.doubles ?? []).enumerated() {
        scalars.append(("\(name)_\(input)", exp(value)))
      }
    }
    for (split, costs) in [("train", record.train), ("valid", record.valid)] as [(String, SplitCosts?)] {
      guard let costs else { continue }
      scalars += [
        ("KL_cost__\(split)_", costs.kl), ("Reconstruction_cost__\(split)_", costs.reconstruction),
        ("Total_cost__\(split)_", costs.total),
      ]
    }
    return scalars
  }

  /// The tag of the picture of an example.
  public static let example = "LFADS_example"
}
