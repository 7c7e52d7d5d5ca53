import Datasets
import Foundation
import HDF5
import LFADSModel
import Language
import Tensors
import Testing
import Training

@testable import Commands

/// Takes down what a run says.
private final class Transcript: OutputSink, @unchecked Sendable {
  var lines: [String] = []
  var warnings: [String] = []
  /// Called at every report of progress.
  var onProgress: () -> Void = {}

  func text(_ text: StyledText) { lines.append(text.plain) }
  func warning(_ diagnostic: Diagnostic) { warnings.append(diagnostic.message.title) }
  func present(_ value: any Presentable) {}
  func progress(_ update: ProgressUpdate) { onProgress() }
}

/// Small data in a directory of its own.
private final class Place {
  let path = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let counts: [Float] = (0..<2400).map { (cell: Int) -> Float in Float((cell * 7919 / 13) % 3) }
    let data = try Dataset(counts: Tensor(counts, shape: [24, 20, 5]), name: "a", dt: 0.01)
    _ = try DatasetWriter.write(data, to: path + "/tiny_a")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  static let small = [
    "--data_filename_stem=tiny", "--gen_dim=8", "--factors_dim=3", "--ic_dim=4", "--ic_enc_dim=4", "--ci_enc_dim=4",
    "--con_dim=4", "--batch_size=8", "--kl_increase_steps=4", "--l2_increase_steps=4",
  ]

  /// Runs with the small sizes, the words given after them.
  @discardableResult
  func run(
    _ words: String..., model: String = "model", token: CancellationToken = CancellationToken(),
    onProgress: @escaping () -> Void = {}
  ) throws -> Transcript {
    let transcript = Transcript()
    transcript.onProgress = onProgress
    let command = RunCommand(settings: Settings(threads: 1), sink: transcript, cancellation: token)
    try command.run(Self.small + ["--data_dir=\(path)", "--lfads_save_dir=\(path)/\(model)"] + words)
    return transcript
  }

  func files(_ model: String = "model") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + model)) ?? []).sorted()
  }

  /// The newest rolling checkpoint.
  func state(_ model: String = "model") throws -> TrainingState {
    let newest = try #require(
      files(model).filter { $0.hasPrefix("lfads_vae.ckpt-") }.max { Self.step($0) < Self.step($1) })
    return try #require(try Checkpoint(reading: "\(path)/\(model)/\(newest)").state)
  }

  private static func step(_ name: String) -> Int { Int(name.split(separator: "-").last?.dropLast(3) ?? "") ?? -1 }
}

@Suite("lfads-repl run") struct RunCommandTests {
  @Test("Training leaves checkpoints, logs and settings")
  func trains() throws {
    let place = try Place()
    try place.run("--epochs=12")
    let files = place.files()
    for name in ["checkpoint", "checkpoint_lve", "fitlog.csv", "hyperparameters-0.txt", "lfads_log"] {
      #expect(files.contains(name), "\(name) is not among \(files)")
    }
    #expect(files.filter { $0.hasPrefix("lfads_vae.ckpt-") }.count == 3)
    let log = try String(contentsOfFile: place.path + "/model/fitlog.csv", encoding: .utf8)
    #expect(log.split(separator: "\n").count == 12)
  }

  @Test("A run that was cut short goes on to the bit, after an epoch or within one", arguments: [nil, 3, 8])
  func resumes(stopAt reports: Int?) throws {
    let place = try Place()
    try place.run("--epochs=6", model: "whole")
    if let reports {
      let token = CancellationToken()
      var count = 0
      try place.run("--epochs=6", token: token) {
        count += 1
        if count == reports { token.cancel() }
      }
    } else {
      try place.run("--epochs=3")
    }
    try place.run("--epochs=6")
    let whole = try place.state("whole"), parts = try place.state()
    #expect(parts.epoch == 6)
    #expect(whole.step == parts.step)
    #expect(whole.parameters.buffer.array == parts.parameters.buffer.array)
    #expect(whole.adam.firstMoment.buffer.array == parts.adam.firstMoment.buffer.array)
    #expect(whole.adam.secondMoment.buffer.array == parts.adam.secondMoment.buffer.array)
    #expect(whole.learningRate == parts.learningRate)
    let logs = try ["whole", "model"].map {
      try String(contentsOfFile: "\(place.path)/\($0)/fitlog.csv", encoding: .utf8)
    }
    #expect(logs[0] == logs[1])
  }

  @Test("Only so many checkpoints are kept as were asked for")
  func keeps() throws {
    let place = try Place()
    try place.run("--epochs=31", "--max_ckpt_to_keep=2", "--max_ckpt_to_keep_lve=1", "--checkpoint_name=mine")
    #expect(place.files().filter { $0.hasPrefix("mine.ckpt-") }.count == 2)
    #expect(place.files().filter { $0.hasPrefix("mine_lve.ckpt-") }.count == 1)
  }

  @Test("Every reading kind writes its files")
  func reads() throws {
    let place = try Place()
    try place.run("--epochs=4")
    try place.run("--kind=posterior_sample_and_average", "--checkpoint_pb_load_name=checkpoint_lve")
    try place.run("--kind=posterior_push_mean", "--output_filename_stem=x_", "--ps_nexamples_to_process=3")
    try place.run("--kind=prior_sample", "--batch_size=5")
    try place.run("--kind=write_model_params")
    for name in [
      "model_runs_a_train_posterior_sample_and_average", "model_runs_a_valid_posterior_sample_and_average",
      "x_model_runs_a_train_posterior_push_mean", "x_model_runs_a_valid_posterior_push_mean",
      "model_runs_prior_sample", "model_params",
    ] {
      #expect(place.files().contains(name), "\(name) is not among \(place.files())")
    }
    let runs = try HDF5File(reading: place.path + "/model/x_model_runs_a_train_posterior_push_mean")
    #expect(try runs.info("output_dist_params").shape == [3, 20, 5])
    #expect(try runs.info("costs").shape == [3])
    let prior = try HDF5File(reading: place.path + "/model/model_runs_prior_sample")
    #expect(try prior.info("prior_zs_ar_con").shape == [5, 20, 1])
    #expect(try prior.info("costs").shape == [1])
  }

  @Test("Parameters written down are a model of their own")
  func parametersAlone() throws {
    let place = try Place()
    try place.run("--epochs=2")
    try place.run("--kind=write_model_params")
    try FileManager.default.createDirectory(atPath: place.path + "/other", withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: place.path + "/model/model_params", toPath: place.path + "/other/model_params")
    try place.run("--kind=write_model_params", "--output_filename_stem=again_", model: "other")
    let first = try HDF5File(reading: place.path + "/model/model_params")
    let second = try HDF5File(reading: place.path + "/other/again_model_params")
    for name in try first.names() {
      #expect(try first.read(name, as: Float.self).values == second.read(name, as: Float.self).values, "\(name)")
    }
    #expect(try first.names() == second.names())
  }

  @Test("A model of other sizes is refused with the flags that make it so")
  func otherSizes() throws {
    let place = try Place()
    try place.run("--epochs=1")
    let error = #expect(throws: Failure.self) { try place.run("--kind=posterior_push_mean", "--gen_dim=9") }
    #expect(error?.message.title.contains("gen_dim was 8, is 9") == true)
    #expect(error?.phase == .running)
  }

  @Test("Reading a directory without a model is an error")
  func nothingThere() throws {
    let place = try Place()
    let error = #expect(throws: Failure.self) { try place.run("--kind=prior_sample") }
    #expect(error?.message.title.contains("there is no trained model") == true)
  }

  @Test("A GPU asked for is answered once, and only if asked for")
  func device() throws {
    let place = try Place()
    #expect(try place.run("--epochs=0", "--device=gpu:0").warnings.filter { $0.contains("CPU") }.count == 1)
    #expect(try place.run("--epochs=0", "--device=cpu:0").warnings.filter { $0.contains("CPU") }.isEmpty)
    #expect(try place.run("--epochs=0").warnings.filter { $0.contains("CPU") }.isEmpty)
  }

  @Test("Missing data are named, with the way to make them")
  func missingData() throws {
    let place = try Place()
    let error = #expect(throws: Failure.self) { try place.run("--data_filename_stem=itb_rnn") }
    #expect(error?.message.hints.contains { $0.contains("save_dataset") } == true)
  }

  @Test("Wrong words are a matter of usage")
  func usage() throws {
    let place = try Place()
    let error = #expect(throws: Failure.self) { try place.run("--co_dimm=1") }
    #expect(error?.phase == .syntax)
  }
}
