/// One row for every hyperparameter: its name, group, admissible values and what it is for.
///
/// Labels of `lfads(…)`, flags of `run`, the JSON file, help and suggestions all read this table.
public struct HyperparameterRow: Sendable {
  public let name: String
  public let group: HyperparameterGroup
  public let access: HyperparameterAccess
  /// One line: what it is and what it does.
  public let summary: String
  /// The first version of the file format that knows it. Files keep one of a later version only where it is not at its
  /// default, so that earlier programs read all that they understand.
  public var since = 1
  /// For words of a choice that came later than the label itself, the version that knows them.
  public var wordsSince: [String: Int] = [:]

  /// The first version of the file format that knows the label and the value `hyper` gives it.
  public func since(in hyper: Hyperparameters) -> Int {
    guard case .choice(let get, _, _) = access else { return since }
    return max(since, wordsSince[get(hyper)] ?? 1)
  }
}

public enum HyperparameterGroup: String, Sendable, CaseIterable {
  case sizes, cells, distributions, controller, optimisation, regularisation
}

/// How a hyperparameter is read and written, and which values it takes.
public enum HyperparameterAccess: Sendable {
  case integer(any WritableKeyPath<Hyperparameters, Int> & Sendable, ClosedRange<Int>)
  case number(any WritableKeyPath<Hyperparameters, Double> & Sendable, ClosedRange<Double>)
  case flag(any WritableKeyPath<Hyperparameters, Bool> & Sendable)
  /// One of a few words: how to read it, how to write it (false when the word is none of them), the words.
  case choice(
    get: @Sendable (Hyperparameters) -> String, set: @Sendable (inout Hyperparameters, String) -> Bool, [String])
}

/// A value of a hyperparameter as it comes from a label, a flag or a file.
public enum HyperparameterValue: Sendable, Equatable {
  case number(Double)
  case flag(Bool)
  case word(String)
}

/// Why a hyperparameter was not set.
public enum HyperparameterError: Error, Sendable, Equatable {
  case unknown(String, near: [String])
  case wrongKind(name: String, expected: String, found: HyperparameterValue)
  case notAnInteger(name: String, found: Double)
  case outOfRange(name: String, found: Double, lower: Double, upper: Double)
  case notAChoice(name: String, found: String, choices: [String])
  /// Values that are each admissible but not together.
  case contradiction(names: [String], reason: String)
}

public enum HyperparameterTable {
  public static let rows: [HyperparameterRow] =
    sizes + cells + distributions + later(gamma + missing) + controller + optimisation + regularisation

  public static func row(named name: String) -> HyperparameterRow? { byName[name].map { rows[$0] } }

  /// The rows that files and records hold: all of version 1, later ones where they are not at their defaults.
  public static func kept(_ hyper: Hyperparameters) -> [HyperparameterRow] {
    let start = Hyperparameters()
    return rows.filter { $0.since == 1 || hyper.value(named: $0.name) != start.value(named: $0.name) }
  }

  private static let byName = Dictionary(
    uniqueKeysWithValues: rows.enumerated().map { ($0.element.name, $0.offset) })

  private static let sizes: [HyperparameterRow] = [
    integer("ext_input_dim", .sizes, \.ext_input_dim, 0...100_000, "Number of external input channels in the data."),
    integer(
      "num_steps_for_gen_ic", .sizes, \.num_steps_for_gen_ic, 1...Int.max,
      "The initial-condition encoder reads at most this many time steps."),
    integer(
      "ic_dim", .sizes, \.ic_dim, 0...100_000,
      "Dimensions of the initial-condition code g0; 0 gives every trial the same learned first state."),
    integer("factors_dim", .sizes, \.factors_dim, 1...100_000, "Number of factors."),
    integer("ic_enc_dim", .sizes, \.ic_enc_dim, 1...100_000, "Units of each initial-condition encoder."),
    integer("gen_dim", .sizes, \.gen_dim, 1...100_000, "Units of the generator."),
    integer("co_dim", .sizes, \.co_dim, 0...10_000, "Number of inferred inputs; 0 leaves the controller out."),
    integer("ci_enc_dim", .sizes, \.ci_enc_dim, 1...100_000, "Units of each controller-input encoder."),
    integer("con_dim", .sizes, \.con_dim, 1...100_000, "Units of the controller."),
    integer("batch_size", .sizes, \.batch_size, 1...1_000_000, "Trials in a training batch."),
  ]

  private static let cells: [HyperparameterRow] = [
    number(
      "cell_weight_scale", .cells, \.cell_weight_scale, 0...1000,
      "Scale of the initial weights of the encoders' gates and of the controller."),
    number(
      "gen_cell_input_weight_scale", .cells, \.gen_cell_input_weight_scale, 0...1000,
      "Scale of the initial weights from inputs to generator."),
    number(
      "gen_cell_rec_weight_scale", .cells, \.gen_cell_rec_weight_scale, 0...1000,
      "Scale of the generator's initial recurrent weights; above 1 it starts richer and less stable."),
    number(
      "cell_clip_value", .cells, \.cell_clip_value, 1e-6...1e6, "Every state of a cell is clipped to ± this value."),
    flag(
      "inject_ext_input_to_gen", .cells, \.inject_ext_input_to_gen,
      "External input goes to the generator directly instead of through the encoders."),
  ]

  private static let distributions: [HyperparameterRow] = [
    HyperparameterRow(
      name: "output_dist", group: .distributions,
      access: .choice(
        get: { $0.output_dist.rawValue },
        set: { parameters, word in
          guard let value = OutputDistribution(rawValue: word) else { return false }
          parameters.output_dist = value
          return true
        }, OutputDistribution.allCases.map(\.rawValue)),
      summary: "What is observed: "
        + OutputDistribution.allCases.map { "\($0.rawValue) for \($0.likelihood.words.purpose)" }
        .joined(separator: ", ") + ".",
      wordsSince: Dictionary(
        OutputDistribution.allCases.map { ($0.rawValue, $0.likelihood.since) }
      ) { first, _ in first }),
    number(
      "ic_prior_var_min", .distributions, \.ic_prior_var_min, 1e-12...1e6,
      "Lower bound of the prior variance of g0 where it is learned."),
    number(
      "ic_prior_var_scale", .distributions, \.ic_prior_var_scale, 1e-12...1e6,
      "Prior variance of g0, or where it starts when it is learned."),
    number(
      "ic_prior_var_max", .distributions, \.ic_prior_var_max, 1e-12...1e6,
      "Upper bound of the prior variance of g0; equal to the lower one it is not learned."),
    number(
      "ic_post_var_min", .distributions, \.ic_post_var_min, 0...1e6, "Floor of the posterior variance of g0."),
    number(
      "co_prior_var_scale", .distributions, \.co_prior_var_scale, 0...1e6,
      "Kept for compatibility; nothing reads it."),
    number(
      "prior_ar_atau", .distributions, \.prior_ar_atau, 1e-6...1e9,
      "Autocorrelation time of the inferred inputs' prior, in steps; where it starts when it is learned."),
    number(
      "prior_ar_nvar", .distributions, \.prior_ar_nvar, 1e-12...1e6,
      "Innovation variance of the inferred inputs' prior; where it starts when it is learned."),
    flag(
      "do_train_prior_ar_atau", .distributions, \.do_train_prior_ar_atau, "Learn the prior's autocorrelation time."),
    flag(
      "do_train_prior_ar_nvar", .distributions, \.do_train_prior_ar_nvar, "Learn the prior's innovation variance."),
  ]

  private static let missing: [HyperparameterRow] = [
    choice(
      "nan_bins", .distributions, \.nan_bins,
      "Bins that are missing (not a number): mask (add nothing), rescale (and the batch's others count for them) or error."
    )
  ]

  private static let gamma: [HyperparameterRow] = [
    number(
      "gamma_loc", .distributions, \.gamma_loc, 0...1e6,
      "Numbers above 0 are this plus a Gamma number (zero_inflated_gamma)."),
    number(
      "zig_scale_init", .distributions, \.zig_scale_init, 1e-6...1e6,
      "Where the scales of shape and decay start (zero_inflated_gamma)."),
    number(
      "zig_scale_prior", .distributions, \.zig_scale_prior, 0...1e6,
      "Where zig_scale_penalty draws the scales of shape and decay to."),
    number(
      "zig_scale_penalty", .distributions, \.zig_scale_penalty, 0...1e12,
      "Weight of the penalty on scales away from zig_scale_prior; it rises with the L2 cost."),
  ]

  private static let controller: [HyperparameterRow] = [
    flag(
      "do_causal_controller", .controller, \.do_causal_controller,
      "The controller sees the past only: no backward controller-input encoder."),
    flag(
      "do_feed_factors_to_controller", .controller, \.do_feed_factors_to_controller,
      "The controller sees the generator's last output."),
    choice(
      "feedback_factors_or_rates", .controller, \.feedback_factors_or_rates,
      "What of the generator's last output the controller sees: factors or rates (one session only)."),
    integer(
      "controller_input_lag", .controller, \.controller_input_lag, 0...100_000,
      "Steps by which the controller's view of the encoders is delayed."),
    number(
      "co_mean_corr_scale", .controller, \.co_mean_corr_scale, 0...1e12,
      "Cost of correlation between the inferred inputs' posterior means."),
  ]

  private static let optimisation: [HyperparameterRow] = [
    number("learning_rate_init", .optimisation, \.learning_rate_init, 1e-12...1000, "Learning rate at the start."),
    number(
      "learning_rate_decay_factor", .optimisation, \.learning_rate_decay_factor, 1e-6...1,
      "The learning rate is multiplied by this when the cost has stopped falling."),
    number(
      "learning_rate_stop", .optimisation, \.learning_rate_stop, 0...1000,
      "Training stops when the learning rate falls below this."),
    integer(
      "learning_rate_n_to_compare", .optimisation, \.learning_rate_n_to_compare, 0...1_000_000,
      "The rate decays when an epoch's cost exceeds the largest of this many before it."),
    flag(
      "do_reset_learning_rate", .optimisation, \.do_reset_learning_rate,
      "On resuming, start again from learning_rate_init."),
    number(
      "max_grad_norm", .optimisation, \.max_grad_norm, 1e-12...1e12,
      "Gradients of a larger global norm are scaled down to it."),
    flag(
      "do_train_io_only", .optimisation, \.do_train_io_only, "Train only the read-ins and read-outs of the sessions."),
    flag(
      "do_train_encoder_only", .optimisation, \.do_train_encoder_only,
      "Train only the initial-condition encoder and the posterior of g0."),
    flag(
      "do_train_readin", .optimisation, \.do_train_readin,
      "Train the read-in matrices; otherwise they stay as the alignment matrices set them."),
  ]

  private static let regularisation: [HyperparameterRow] = [
    number("keep_prob", .regularisation, \.keep_prob, 1e-3...1, "Share of units that dropout keeps."),
    integer(
      "temporal_spike_jitter_width", .regularisation, \.temporal_spike_jitter_width, 0...100_000,
      "Each training spike moves by up to this many bins, anew for every batch."),
    number(
      "l2_gen_scale", .regularisation, \.l2_gen_scale, 0...1e12,
      "Weight of the L2 penalty on the generator's recurrence."),
    number(
      "l2_con_scale", .regularisation, \.l2_con_scale, 0...1e12,
      "Weight of the L2 penalty on the controller's recurrence."),
    number("kl_ic_weight", .regularisation, \.kl_ic_weight, 0...1e12, "Weight of the KL cost of g0."),
    number("kl_co_weight", .regularisation, \.kl_co_weight, 0...1e12, "Weight of the KL cost of the inferred inputs."),
    integer("kl_start_step", .regularisation, \.kl_start_step, 0...Int.max, "Step at which the KL ramp begins."),
    integer(
      "kl_increase_steps", .regularisation, \.kl_increase_steps, 0...Int.max,
      "Steps over which the KL weight rises to 1."),
    integer("l2_start_step", .regularisation, \.l2_start_step, 0...Int.max, "Step at which the L2 ramp begins."),
    integer(
      "l2_increase_steps", .regularisation, \.l2_increase_steps, 0...Int.max,
      "Steps over which the L2 weight rises to 1."),
    choice(
      "initial_rates", .regularisation, \.initial_rates,
      "Where read-out biases start: reference (0 or the alignment bias) or data (log mean rate per channel)."),
  ]

  /// Rows that version 2 of the file format knows.
  private static func later(_ rows: [HyperparameterRow]) -> [HyperparameterRow] {
    rows.map { row in
      var row = row
      row.since = 2
      return row
    }
  }

  /// One of the words of a type.
  private static func choice<Word: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ group: HyperparameterGroup, _ path: any WritableKeyPath<Hyperparameters, Word> & Sendable,
    _ summary: String
  ) -> HyperparameterRow {
    HyperparameterRow(
      name: name, group: group,
      access: .choice(
        get: { $0[keyPath: path].rawValue },
        set: { hyper, word in
          guard let value = Word(rawValue: word) else { return false }
          hyper[keyPath: path] = value
          return true
        }, Word.allCases.map(\.rawValue)),
      summary: summary)
  }

  private static func integer(
    _ name: String, _ group: HyperparameterGroup, _ path: any WritableKeyPath<Hyperparameters, Int> & Sendable,
    _ range: ClosedRange<Int>, _ summary: String
  ) -> HyperparameterRow {
    HyperparameterRow(name: name, group: group, access: .integer(path, range), summary: summary)
  }

  private static func number(
    _ name: String, _ group: HyperparameterGroup, _ path: any WritableKeyPath<Hyperparameters, Double> & Sendable,
    _ range: ClosedRange<Double>, _ summary: String
  ) -> HyperparameterRow {
    HyperparameterRow(name: name, group: group, access: .number(path, range), summary: summary)
  }

  private static func flag(
    _ name: String, _ group: HyperparameterGroup, _ path: any WritableKeyPath<Hyperparameters, Bool> & Sendable,
    _ summary: String
  ) -> HyperparameterRow {
    HyperparameterRow(name: name, group: group, access: .flag(path), summary: summary)
  }
}
