import LFADSModel
import Language
import Testing

@testable import Commands

@Suite("Flags of run") struct FlagReaderTests {
  private func settings(_ words: String...) throws -> RunSettings {
    guard case .run(let settings) = try FlagReader.read(words) else {
      Issue.record("\(words) asks for help")
      return RunSettings()
    }
    return settings
  }

  @Test("A value stands after = or in the next word")
  func values() throws {
    #expect(try settings("--co_dim=3").hyperparameters.co_dim == 3)
    #expect(try settings("--co_dim", "3").hyperparameters.co_dim == 3)
    #expect(try settings("-co_dim=3").hyperparameters.co_dim == 3)
    #expect(try settings("--data_dir=/a=b/").data_dir == "/a=b/")
    #expect(try settings("--output_filename_stem=").output_filename_stem.isEmpty)
    #expect(try settings("--csv_log", "").csv_log.isEmpty)
    #expect(try settings("--learning_rate_stop=1e-05").hyperparameters.learning_rate_stop == 1e-5)
  }

  @Test(
    "A bool is written in every way the reference took",
    arguments: [
      (["--do_train_io_only"], true), (["--nodo_train_io_only"], false), (["--do_train_io_only=true"], true),
      (["--do_train_io_only=True"], true), (["--do_train_io_only=false"], false),
      (["--do_train_io_only", "False"], false), (["--do_train_io_only", "true"], true),
      (["--do_train_io_only=1"], true), (["--do_train_io_only=0"], false),
      (["--do_train_io_only", "--co_dim=2"], true), (["--do_train_io_only", "--nodo_train_io_only"], false),
    ])
  func bools(words: [String], value: Bool) throws {
    guard case .run(let settings) = try FlagReader.read(words) else { return }
    #expect(settings.hyperparameters.do_train_io_only == value)
  }

  @Test("Numbers beyond an integer mean unlimited", arguments: ["9223372036854775807", "1e30", "inf"])
  func unlimited(text: String) throws {
    let settings = try settings("--ps_nexamples_to_process=\(text)", "--num_steps_for_gen_ic=\(text)")
    #expect(settings.ps_nexamples_to_process == .max)
    #expect(settings.hyperparameters.num_steps_for_gen_ic == .max)
    #expect(try self.settings("--ps_nexamples_to_process=100000000").ps_nexamples_to_process == 100_000_000)
  }

  @Test("The last of several counts")
  func repeated() throws { #expect(try settings("--co_dim=1", "--co_dim=2").hyperparameters.co_dim == 2) }

  private static let mistakes: [([String], FlagError)] = [
    (["--co_dimm=1"], .unknown("co_dimm", near: ["co_dim"])),
    (["--noco_dim"], .unknown("noco_dim", near: ["co_dim"])),
    (["train"], .unexpectedWord("train")), (["--"], .unexpectedWord("--")),
    (["--co_dim"], .missingValue(flag: "co_dim", expected: "a whole number")),
    (["--data_dir", "--co_dim=1"], .missingValue(flag: "data_dir", expected: "a text")),
    (["--co_dim="], .value(flag: "co_dim", found: "", expected: "a whole number")),
    (["--keep_prob=much"], .value(flag: "keep_prob", found: "much", expected: "a number")),
    (["--do_train_readin=maybe"], .value(flag: "do_train_readin", found: "maybe", expected: "true or false")),
    (["--co_dim=1.5"], .hyperparameter(.notAnInteger(name: "co_dim", found: 1.5))),
    (
      ["--max_ckpt_to_keep=-1"],
      .hyperparameter(.outOfRange(name: "max_ckpt_to_keep", found: -1, lower: 0, upper: Double(Int.max)))
    ),
  ]

  @Test("What is wrong with a word is said", arguments: mistakes)
  func saidOf(words: [String], error: FlagError) {
    #expect(throws: error) { try FlagReader.read(words) }
  }

  @Test("An unknown kind is answered with those there are")
  func unknownKind() {
    #expect(
      throws: FlagError.value(
        flag: "kind", found: "fit",
        expected: "train, posterior_sample_and_average, posterior_push_mean, prior_sample, write_model_params")
    ) { try FlagReader.read(["--kind=fit"]) }
  }

  /// Name and default of every flag, as the reference has them.
  private static let reference: [(String, String)] = [
    ("kind", "train"), ("data_dir", "/tmp/rnn_synth_data_v1.0/"), ("data_filename_stem", "chaotic_rnn_inputs_g1p5"),
    ("lfads_save_dir", "/tmp/lfads_chaotic_rnn_inputs_g1p5/"), ("output_dist", "poisson"),
    ("output_filename_stem", "\"\""), ("csv_log", "fitlog"), ("checkpoint_pb_load_name", "checkpoint"),
    ("checkpoint_name", "lfads_vae"), ("max_ckpt_to_keep", "5"), ("max_ckpt_to_keep_lve", "5"),
    ("ps_nexamples_to_process", "unlimited"), ("device", "gpu:0"), ("allow_gpu_growth", "false"),
    ("ext_input_dim", "0"), ("num_steps_for_gen_ic", "unlimited"), ("ic_dim", "64"), ("factors_dim", "50"),
    ("ic_enc_dim", "128"), ("gen_dim", "200"), ("co_dim", "1"), ("ci_enc_dim", "128"), ("con_dim", "128"),
    ("batch_size", "128"), ("cell_weight_scale", "1"), ("gen_cell_input_weight_scale", "1"),
    ("gen_cell_rec_weight_scale", "1"), ("cell_clip_value", "5"), ("inject_ext_input_to_gen", "false"),
    ("ic_prior_var_min", "0.1"), ("ic_prior_var_scale", "0.1"), ("ic_prior_var_max", "0.1"),
    ("ic_post_var_min", "0.0001"), ("co_prior_var_scale", "0.1"), ("prior_ar_atau", "10"), ("prior_ar_nvar", "0.1"),
    ("do_train_prior_ar_atau", "true"), ("do_train_prior_ar_nvar", "true"), ("do_causal_controller", "false"),
    ("do_feed_factors_to_controller", "true"), ("feedback_factors_or_rates", "factors"),
    ("controller_input_lag", "1"), ("co_mean_corr_scale", "0"), ("learning_rate_init", "0.01"),
    ("learning_rate_decay_factor", "0.95"), ("learning_rate_stop", "1e-5"), ("learning_rate_n_to_compare", "6"),
    ("do_reset_learning_rate", "false"), ("max_grad_norm", "200"), ("do_train_io_only", "false"),
    ("do_train_encoder_only", "false"), ("do_train_readin", "true"), ("keep_prob", "0.95"),
    ("temporal_spike_jitter_width", "0"), ("l2_gen_scale", "2000"), ("l2_con_scale", "0"), ("kl_ic_weight", "1"),
    ("kl_co_weight", "1"), ("kl_start_step", "0"), ("kl_increase_steps", "2000"), ("l2_start_step", "0"),
    ("l2_increase_steps", "2000"),
  ]

  @Test("Every flag of the reference is there with its default")
  func defaults() {
    for (name, text) in Self.reference {
      #expect(Flag.named(name).map(FlagHelp.defaultText) == text, "\(name)")
    }
    let ours = Set(Flag.all.map(\.name)).subtracting(Self.reference.map(\.0))
    // `initial_rates` is the model's own choice; likelihoods that came later have settings; the others are flags of the
    // run.
    let later = HyperparameterTable.rows.filter { $0.since > 1 }.map(\.name)
    #expect(ours == Set(["epochs", "example_epochs", "output_layout", "initial_rates"] + later))
  }

  @Test("Help names every flag within the line", arguments: [80, 120])
  func help(columns: Int) throws {
    let text = FlagHelp.text(columns: columns).plain
    for flag in Flag.all { #expect(text.contains("--\(flag.name) ")) }
    let width = text.split(separator: "\n").filter { $0.hasPrefix("  ") }.map(\.count).max() ?? 0
    #expect(width <= columns)
    #expect(try FlagReader.read(["--co_dim=1", "--help"]) == .help)
  }

  @Test("Flags and their words are completed")
  func completion() {
    #expect(FlagCompletion.candidates(for: "--kin", after: nil) == ["--kind="])
    #expect(FlagCompletion.candidates(for: "--kind=prior", after: nil) == ["--kind=prior_sample"])
    #expect(FlagCompletion.candidates(for: "po", after: "--output_dist") == ["poisson"])
    #expect(FlagCompletion.candidates(for: "--nodo_train_io", after: nil) == ["--nodo_train_io_only"])
    #expect(FlagCompletion.candidates(for: "", after: "--checkpoint_pb_load_name") == ["checkpoint", "checkpoint_lve"])
    #expect(FlagCompletion.candidates(for: "--", after: nil).count > Flag.all.count)
  }
}
