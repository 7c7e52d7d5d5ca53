/// Everything that may be chosen about a model and its training, under the reference's names and with its defaults.
///
/// Ranges, meanings and texts stand in ``HyperparameterTable``, which reads and writes these fields by name.
public struct Hyperparameters: Sendable, Equatable {
  // Sizes
  /// Number of external input channels in the data, I.
  public var ext_input_dim = 0
  /// The initial-condition encoder reads at most this many steps.
  public var num_steps_for_gen_ic = Int.max
  /// Dimensions of the initial-condition code g0; 0: no code, a learned first state.
  public var ic_dim = 64
  /// Number of factors, F.
  public var factors_dim = 50
  /// Units of each initial-condition encoder.
  public var ic_enc_dim = 128
  /// Units of the generator.
  public var gen_dim = 200
  /// Number of inferred inputs, U; 0: no controller.
  public var co_dim = 1
  /// Units of each controller-input encoder.
  public var ci_enc_dim = 128
  /// Units of the controller.
  public var con_dim = 128
  /// Trials in a batch, B.
  public var batch_size = 128

  // Cells
  public var cell_weight_scale = 1.0
  public var gen_cell_input_weight_scale = 1.0
  public var gen_cell_rec_weight_scale = 1.0
  public var cell_clip_value = 5.0
  public var inject_ext_input_to_gen = false

  // Distributions
  /// What is observed.
  public var output_dist = OutputDistribution.poisson
  public var ic_prior_var_min = 0.1
  public var ic_prior_var_scale = 0.1
  public var ic_prior_var_max = 0.1
  public var ic_post_var_min = 1e-4
  /// Kept for compatibility: no part of the model reads it, nor did the reference.
  public var co_prior_var_scale = 0.1
  public var prior_ar_atau = 10.0
  public var prior_ar_nvar = 0.1
  public var do_train_prior_ar_atau = true
  public var do_train_prior_ar_nvar = true

  // Controller
  public var do_causal_controller = false
  public var do_feed_factors_to_controller = true
  public var feedback_factors_or_rates = Feedback.factors
  public var controller_input_lag = 1
  public var co_mean_corr_scale = 0.0

  // Optimisation
  public var learning_rate_init = 0.01
  public var learning_rate_decay_factor = 0.95
  public var learning_rate_stop = 1e-5
  public var learning_rate_n_to_compare = 6
  public var do_reset_learning_rate = false
  public var max_grad_norm = 200.0
  public var do_train_io_only = false
  public var do_train_encoder_only = false
  public var do_train_readin = true

  // Regularisation
  public var keep_prob = 0.95
  public var temporal_spike_jitter_width = 0
  public var l2_gen_scale = 2000.0
  public var l2_con_scale = 0.0
  public var kl_ic_weight = 1.0
  public var kl_co_weight = 1.0
  public var kl_start_step = 0
  public var kl_increase_steps = 2000
  public var l2_start_step = 0
  public var l2_increase_steps = 2000

  // Of single likelihoods
  public var gamma_loc = 0.0
  public var zig_scale_init = 1.0
  public var zig_scale_prior = 1.0
  public var zig_scale_penalty = 0.0
  public var nan_bins = MissingBins.mask

  // Ours
  /// Where the read-out bias starts: as the reference's (0, or the alignment bias), or at each channel's log mean rate.
  public var initial_rates = InitialRates.reference

  public init() {}
}

/// What becomes of bins that were not observed.
public enum MissingBins: String, Sendable, CaseIterable {
  /// They add nothing to cost or gradient.
  case mask
  /// So, and what was observed of a batch counts as if all of it had been.
  case rescale
  /// Data with missing bins are refused.
  case error
}

/// What the controller sees of the model's own last step.
public enum Feedback: String, Sendable, CaseIterable {
  case factors, rates
}

/// Where the read-out bias starts.
public enum InitialRates: String, Sendable, CaseIterable {
  case reference, data
}

extension Hyperparameters {
  /// Whether there is a controller with inferred inputs.
  public var hasController: Bool { co_dim > 0 }
  /// Whether there is a code of the initial condition.
  public var hasInitialConditionCode: Bool { ic_dim > 0 }
  /// Whether g0 is the generator's first state without a map between.
  public var initialConditionIsIdentity: Bool { ic_dim == gen_dim }
  /// External input channels that the encoders see.
  public var encodedInputs: Int { inject_ext_input_to_gen ? 0 : ext_input_dim }
  /// External input channels that reach the generator directly.
  public var injectedInputs: Int { inject_ext_input_to_gen ? ext_input_dim : 0 }
  /// Whether the prior variance of g0 is learned between its two bounds.
  public var trainsInitialConditionPriorVariance: Bool { ic_prior_var_max != ic_prior_var_min }
  /// Whether the controller sees rates rather than factors.
  public var feedsRates: Bool {
    hasController && do_feed_factors_to_controller && feedback_factors_or_rates == .rates
  }
  /// Whether the controller sees factors.
  public var feedsFactors: Bool {
    hasController && do_feed_factors_to_controller && feedback_factors_or_rates == .factors
  }
}
