import Datasets
import Foundation
import HDF5
import LFADSModel
import Language
import Syntax
import Tensors
import Testing
import Training

@testable import Commands

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

  @Test("An index that is damaged is no missing one: the training and its log stay")
  func damagedIndex() throws {
    let place = try Place()
    try place.run("--epochs=2")
    let log = place.bytes("model/fitlog.csv"), files = place.files()
    try place.write("", to: "model/checkpoint")
    let error = #expect(throws: LocatedError.self) { try place.run("--epochs=4") }
    #expect(error?.message.title.contains("is damaged: it names no checkpoint") == true)
    #expect(place.bytes("model/fitlog.csv") == log && place.files() == files)
    // Of the lowest costs nothing is gone on with: their index is made anew.
    try place.run("--epochs=4", model: "other")
    try place.write("", to: "other/checkpoint_lve")
    try place.run("--epochs=12", model: "other")
    #expect(place.bytes("other/checkpoint_lve")?.isEmpty == false)
    #expect(try place.state("other").epoch == 12)
    // Without it a training begins anew, and its log goes on behind the old one's.
    try FileManager.default.removeItem(atPath: place.path + "/model/checkpoint")
    try place.run("--epochs=1")
    let again = try #require(place.bytes("model/fitlog.csv"))
    #expect(again.count > log?.count ?? 0 && again.starts(with: log ?? Data()))
  }

  @Test("Files outside of the directory are not removed, whatever an index names")
  func foreignNames() throws {
    let place = try Place()
    try place.run("--epochs=1")
    for name in ["mine.ckpt-1.h5", "mine.ckpt-2.h5", "model/notes.h5"] { try place.write("mine", to: name) }
    let names = ["\(place.path)/mine.ckpt-1.h5", "../mine.ckpt-2.h5", "notes.h5", "lfads_vae.ckpt-3.h5"]
    try place.write(
      "model_checkpoint_path: \"lfads_vae.ckpt-3.h5\"\n"
        + names.map { "all_model_checkpoint_paths: \"\($0)\"\n" }.joined(), to: "model/checkpoint")
    try place.run("--epochs=4", "--max_ckpt_to_keep=1")
    for name in ["mine.ckpt-1.h5", "mine.ckpt-2.h5", "model/notes.h5"] {
      #expect(place.bytes(name) == Data("mine".utf8), "\(name)")
    }
    #expect(place.files().filter { $0.hasPrefix("lfads_vae.ckpt-") } == ["lfads_vae.ckpt-12.h5"])
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

  @Test("A training starts from parameters that lie in the directory, at their step, with a fresh optimiser")
  func trainsFromParameters() throws {
    let place = try Place()
    try place.run("--epochs=2")
    try place.run("--kind=write_model_params")
    let parameters = place.path + "/model/model_params"
    for (model, epochs) in [("start", 0), ("further", 1)] {
      try FileManager.default.createDirectory(atPath: "\(place.path)/\(model)", withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: parameters, toPath: "\(place.path)/\(model)/model_params")
      try place.run(["--epochs=\(epochs)"], model: model)
    }
    let trained = try place.state(), start = try place.state("start"), further = try place.state("further")
    #expect(start.step == trained.step && start.epoch == 0 && start.adam.updates == 0)
    #expect(start.parameters.buffer.array == trained.parameters.buffer.array)
    #expect(further.step == trained.step + 3 && further.epoch == 1 && further.adam.updates == 3)
    #expect(further.parameters.buffer.array != start.parameters.buffer.array)
  }

  @Test("A model of other sizes is refused with the flags that make it so")
  func otherSizes() throws {
    let place = try Place()
    try place.run("--epochs=1")
    let error = #expect(throws: LocatedError.self) { try place.run("--kind=posterior_push_mean", "--gen_dim=9") }
    #expect(error?.message.title.contains("gen_dim was 8, is 9") == true)
    #expect(error?.phase == .running)
  }

  @Test("Reading a directory without a model is an error")
  func nothingThere() throws {
    let place = try Place()
    let error = #expect(throws: LocatedError.self) { try place.run("--kind=prior_sample") }
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
    let error = #expect(throws: LocatedError.self) { try place.run("--data_filename_stem=itb_rnn") }
    #expect(error?.message.hints.contains { $0.contains("save_synthetic") } == true)
  }

  @Test("Wrong words are a matter of usage")
  func usage() throws {
    let place = try Place()
    let error = #expect(throws: LocatedError.self) { try place.run("--co_dimm=1") }
    #expect(error?.phase == .syntax)
  }
}
