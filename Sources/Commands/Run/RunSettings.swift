import Interchange
import LFADSModel

/// What one `run` is to do: the reference's flags, under their own names and with their defaults.
public struct RunSettings: Sendable, Equatable {
  public var kind = RunKind.train

  // Data
  public var data_dir = "/tmp/rnn_synth_data_v1.0/"
  public var data_filename_stem = "chaotic_rnn_inputs_g1p5"

  // Files
  public var lfads_save_dir = "/tmp/lfads_chaotic_rnn_inputs_g1p5/"
  public var output_filename_stem = ""
  public var csv_log = "fitlog"
  public var checkpoint_pb_load_name = "checkpoint"
  public var checkpoint_name = "lfads_vae"
  public var max_ckpt_to_keep = 5
  public var max_ckpt_to_keep_lve = 5
  public var ps_nexamples_to_process = Int.max

  // Machine
  public var device = "gpu:0"
  public var allow_gpu_growth = false

  // Ours besides the reference's
  /// Epochs over the model's whole life after which training ends at the latest.
  public var epochs = Int.max
  /// TensorBoard gets a picture of an example trial after so many epochs; 0: never.
  public var example_epochs = 10
  /// Under whose names posteriors are written.
  public var output_layout = PosteriorLayout.lfads

  public var hyperparameters = Hyperparameters()
  /// Names of the flags that were given.
  public internal(set) var given: Set<String> = []

  public init() {}
}

/// The reference's kinds of run.
public enum RunKind: String, Sendable, CaseIterable {
  case train, posterior_sample_and_average, posterior_push_mean, prior_sample, write_model_params
}
