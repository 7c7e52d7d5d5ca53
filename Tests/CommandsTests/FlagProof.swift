import Foundation
import HDF5
import LFADSModel
import Tensors
import Testing
import Training

@testable import Commands

/// The table of every flag and what proves that it does something.
enum FlagProof {
  static let all: [String: FlagTrial.Proof] = run.merging(model) { first, _ in first }

  private static let driven = "--data_filename_stem=driven"
  private static let aligned = "--data_filename_stem=aligned"

  private static let gamma = "--output_dist=zero_inflated_gamma"

  private static let run: [String: FlagTrial.Proof] = [
    "kind": { trial in
      try trial.place.run("--kind=train", "--epochs=1")
      #expect(!trial.place.files().contains("model_params"))
      try trial.place.run("--kind=write_model_params")
      #expect(trial.place.files().contains("model_params"))
    },
    "epochs": FlagTrial.shows { try $0.trained("3", epochs: 5).epoch == 3 },
    "example_epochs": { trial in
      for (number, epochs) in [0, 1].enumerated() {
        try trial.place.run(["--epochs=1", "--example_epochs=\(epochs)"], model: "model\(number)")
        let folder = "\(trial.place.path)/model\(number)/lfads_log"
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        let events = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
        #expect((events.range(of: Data("LFADS_example".utf8)) != nil) == (epochs == 1))
      }
    },
    "data_dir": { trial in
      let elsewhere = trial.place.path + "/elsewhere"
      try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
      try FileManager.default.moveItem(atPath: trial.place.path + "/tiny_a", toPath: elsewhere + "/tiny_other")
      try trial.place.run("--epochs=1", "--data_dir=\(elsewhere)")
      #expect(try trial.place.state().layout.shape.sessions.map(\.name) == ["other"])
    },
    "data_filename_stem": FlagTrial.shows { trial in
      try trial.trained("driven", ["--ext_input_dim=1"]).layout.shape.sessions.map(\.name) == ["b"]
    },
    "lfads_save_dir": { trial in
      let elsewhere = trial.place.path + "/my/models"
      try trial.place.run("--epochs=1", "--lfads_save_dir=\(elsewhere)")
      #expect(trial.place.files("my/models").contains("checkpoint") && trial.place.files().isEmpty)
    },
    "checkpoint_pb_load_name": { trial in
      try trial.place.run("--epochs=4")
      let lowest = try trial.place.run("--kind=write_model_params", "--checkpoint_pb_load_name=checkpoint_lve")
      #expect(lowest.lines.contains { $0.contains("lfads_vae_lve.ckpt-") })
      let newest = try trial.place.run("--kind=write_model_params", "--checkpoint_pb_load_name=checkpoint")
      #expect(newest.lines.contains { $0.contains("lfads_vae.ckpt-") })
    },
    "checkpoint_name": FlagTrial.leaves(
      "--epochs=4", "--checkpoint_name=mine", files: ["mine.ckpt": 2, "lfads_vae": 0]),
    "max_ckpt_to_keep": FlagTrial.leaves(
      "--epochs=31", "--max_ckpt_to_keep=2", "--checkpoint_name=x", files: ["x.ckpt": 2]),
    "max_ckpt_to_keep_lve": { trial in
      for (limit, count) in [(2, 2), (0, 4)] {
        let model = "model\(limit)"
        try trial.place.run(
          ["--epochs=40", "--learning_rate_init=1e-3", "--max_ckpt_to_keep_lve=\(limit)"], model: model)
        let kept = trial.place.files(model).filter { $0.hasPrefix("lfads_vae_lve.ckpt") }.count
        #expect(limit == 0 ? kept >= count : kept == count)
      }
    },
    "csv_log": FlagTrial.leaves("--epochs=1", "--csv_log=costs", files: ["costs.csv": 1, "fitlog.csv": 0]),
    "output_filename_stem": { trial in
      try trial.place.run("--epochs=1")
      try trial.place.run("--kind=write_model_params", "--output_filename_stem=mine_")
      #expect(trial.place.files().contains("mine_model_params"))
      #expect(!trial.place.files().contains("model_params"))
    },
    "output_layout": { trial in
      try trial.place.run("--epochs=1")
      try trial.place.run("--kind=posterior_push_mean", "--output_layout=lfads-torch")
      let file = try HDF5File(reading: trial.place.path + "/model/lfads_output_a.h5")
      #expect(try file.info("valid_con_states").shape == [4, 20, 4])
    },
    "ps_nexamples_to_process": FlagTrial.reads("--ps_nexamples_to_process=3", "factors") { $0.shape[0] == 3 },
    "device": FlagTrial.shows { trial in
      let gpu = try trial.place.run("--epochs=1", "--device=gpu:0").warnings
      let cpu = try trial.place.run("--epochs=1", "--device=cpu:0").warnings
      return gpu.contains { $0.contains("CPU") } && !cpu.contains { $0.contains("CPU") }
    },
    "allow_gpu_growth": FlagTrial.shows { trial in
      try trial.place.run("--epochs=1", "--allow_gpu_growth").warnings.contains { $0.contains("CPU") }
    },
  ]

  private static let model: [String: FlagTrial.Proof] = [
    // Sizes
    "ext_input_dim": { trial in
      let rows = try trial.trained("1", epochs: 0, [driven]).parameters.tensor("ic_encoder/forward/gates_W")?.shape[0]
      #expect(rows == 5 + 1 + 4)
    },
    "num_steps_for_gen_ic": FlagTrial.changesTraining("5"),
    "ic_dim": FlagTrial.shapes("5", "g0_posterior/mean_W", [8, 5]),
    "factors_dim": FlagTrial.shapes("4", "generator/to_factors_W", [8, 4]),
    "ic_enc_dim": FlagTrial.shapes("5", "ic_encoder/forward/h0", [1, 5]),
    "gen_dim": FlagTrial.shapes("9", "generator/gates_h_W", [9, 18]),
    "co_dim": FlagTrial.shapes("0", "controller/c0", nil),
    "ci_enc_dim": FlagTrial.shapes("5", "ci_encoder/forward/h0", [1, 5]),
    "con_dim": FlagTrial.shapes("5", "controller/c0", [1, 5]),
    "batch_size": FlagTrial.shows { try $0.trained("5").step == 8 && $0.trained(nil).step == 6 },
    // Cells
    "cell_weight_scale": FlagTrial.scales(
      "2",
      [
        "ic_encoder/forward/gates_W", "ic_encoder/backward/gates_W", "ci_encoder/forward/gates_W",
        "ci_encoder/backward/gates_W", "controller/gates_x_W", "controller/gates_h_W", "controller/candidate_x_W",
        "controller/candidate_rh_W",
      ], by: 2),
    "gen_cell_input_weight_scale": FlagTrial.scales("3", ["generator/gates_x_W", "generator/candidate_x_W"], by: 3),
    "gen_cell_rec_weight_scale": FlagTrial.scales("3", ["generator/gates_h_W", "generator/candidate_rh_W"], by: 3),
    "cell_clip_value": FlagTrial.reads("--cell_clip_value=0.01", "gen_states") { states in
      states.values.allSatisfy { abs($0) <= 0.0100001 }
    },
    "inject_ext_input_to_gen": FlagTrial.shapes(
      "true", "generator/gates_x_W", [1 + 1, 16], driven, "--ext_input_dim=1"),
    // Distributions
    "output_dist": FlagTrial.shapes("gaussian", "readout/a/logvar_W", [3, 5]),
    "nan_bins": FlagTrial.changesTraining("rescale", "--data_filename_stem=gaps"),
    "gamma_loc": FlagTrial.changesTraining("0.5", gamma),
    "zig_scale_init": FlagTrial.shows { trial in
      try trial.trained("2.5", epochs: 0, [gamma]).parameters.tensor("readout/a/scale")?.doubles
        == Array(repeating: 2.5, count: 10)
    },
    "zig_scale_prior": FlagTrial.changesTraining("3", gamma, "--zig_scale_penalty=100"),
    "zig_scale_penalty": FlagTrial.changesTraining("100", gamma, "--zig_scale_prior=3"),
    "ic_prior_var_min": FlagTrial.moves("0.05", "g0_prior/logvar", true),
    "ic_prior_var_max": FlagTrial.moves("0.2", "g0_prior/logvar", true),
    "ic_prior_var_scale": FlagTrial.starts("0.3", "g0_prior/logvar", at: log(0.3)),
    "ic_post_var_min": FlagTrial.reads("--ic_post_var_min=9", "post_g0_logvar") {
      $0.values.allSatisfy { $0 > log(9) }
    },
    // Kept for the sake of old commands: the reference read it as little.
    "co_prior_var_scale": FlagTrial.shows { trial in
      try trial.trained("0.7").parameters.buffer.array == trial.trained(nil).parameters.buffer.array
    },
    "prior_ar_atau": FlagTrial.starts("5", "u_prior/logatau", at: log(5)),
    "prior_ar_nvar": FlagTrial.starts("0.4", "u_prior/logevars", at: log(0.4)),
    "do_train_prior_ar_atau": FlagTrial.moves("false", "u_prior/logatau", false),
    "do_train_prior_ar_nvar": FlagTrial.moves("false", "u_prior/logevars", false),
    // Controller
    "do_causal_controller": FlagTrial.shapes("true", "ci_encoder/backward/h0", nil),
    "do_feed_factors_to_controller": FlagTrial.shapes("false", "controller/gates_x_W", [4 + 4, 8]),
    "feedback_factors_or_rates": FlagTrial.shapes("rates", "controller/gates_x_W", [4 + 4 + 5, 8]),
    "controller_input_lag": FlagTrial.changesTraining("3"),
    "co_mean_corr_scale": FlagTrial.changesTraining("50", "--co_dim=2"),
    // Optimisation
    "learning_rate_init": FlagTrial.shows { try $0.trained("0.02", epochs: 0).learningRate.rate == 0.02 },
    "learning_rate_decay_factor": FlagTrial.decays("0.5") { $0.learningRate.rate < 0.26e-4 },
    "learning_rate_stop": FlagTrial.decays("9.9e-5") { $0.epoch < 9 },
    "learning_rate_n_to_compare": { trial in
      let often = try trial.trained("1", epochs: 9, FlagTrial.rising).learningRate.rate
      #expect(try trial.trained("6", epochs: 9, FlagTrial.rising).learningRate.rate > often)
    },
    "do_reset_learning_rate": { trial in
      #expect(try trial.trained(nil, epochs: 9, FlagTrial.rising).learningRate.rate < 1e-4)
      try trial.place.run(["--epochs=9", "--do_reset_learning_rate"] + FlagTrial.rising, model: "without")
      #expect(try trial.place.state("without").learningRate.rate == 1e-4)
    },
    "max_grad_norm": FlagTrial.changesTraining("0.01"),
    "do_train_io_only": FlagTrial.moves("true", "generator/gates_h_W", false),
    "do_train_encoder_only": FlagTrial.moves("true", "readout/a/lograte_W", false),
    "do_train_readin": FlagTrial.moves("false", "readin/c/W", false, aligned),
    // Regularisation
    "keep_prob": FlagTrial.changesTraining("0.5"),
    "temporal_spike_jitter_width": FlagTrial.changesTraining("2"),
    "l2_gen_scale": FlagTrial.logs("0", "l2", "0.00000"),
    "l2_con_scale": FlagTrial.changesTraining("2000"),
    "kl_ic_weight": FlagTrial.logs("0", "kl", "0.00", "--co_dim=0"),
    "kl_co_weight": FlagTrial.changesTraining("0"),
    "kl_start_step": FlagTrial.logs("1000", "klweight", "0.00"),
    "kl_increase_steps": FlagTrial.logs("12", "klweight", "0.50"),
    "l2_start_step": FlagTrial.logs("1000", "l2weight", "0.00"),
    "l2_increase_steps": FlagTrial.logs("12", "l2weight", "0.50"),
    "initial_rates": { trial in
      let bias = try #require(try trial.trained("data", epochs: 0).parameters.tensor("readout/a/lograte_b")).doubles
      #expect(bias.allSatisfy { $0 < -1e-3 || $0 > 1e-3 })
      #expect(try trial.trained(nil, epochs: 0).parameters.tensor("readout/a/lograte_b")?.doubles == [0, 0, 0, 0, 0])
    },
  ]
}
