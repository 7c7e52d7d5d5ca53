import Datasets
import Foundation
import HDF5
import Language
import Syntax
import Tensors
import Testing
import Training

@testable import Commands

/// Takes down what a run says.
final class Transcript: OutputSink, @unchecked Sendable {
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
final class Place {
  let path = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let counts: [Float] = (0..<2400).map { (cell: Int) -> Float in Float((cell * 7919 / 13) % 3) }
    let data = try Dataset(counts: Tensor(counts, shape: [24, 20, 5]), name: "a", dt: 0.01)
    _ = try DatasetWriter.write(data, to: path + "/tiny_a")
    // The same with what some flags need: external input, or an alignment matrix.
    let external = Tensor((0..<480).map { Float($0 % 7) / 7 }, shape: [24, 20, 1])
    _ = try DatasetWriter.write(
      try Dataset(counts: Tensor(counts, shape: [24, 20, 5]), name: "b", externalInput: external),
      to: path + "/driven_b")
    let gaps = counts.enumerated().map { $0.offset % 11 == 0 ? Float.nan : $0.element }
    _ = try DatasetWriter.write(
      try Dataset(counts: Tensor(gaps, shape: [24, 20, 5]), name: "d", dt: 0.01), to: path + "/gaps_d")
    try HDF5File.write(to: path + "/aligned_c") { (writer) throws(HDF5Error) in
      try writer.write(counts, shape: [24, 20, 5], at: "train_data")
      try writer.write((0..<15).map { Float($0 % 4) / 4 }, shape: [5, 3], at: "alignment_matrix_cxf")
      try writer.write([Float](repeating: 1, count: 5), shape: [5], at: "alignment_bias_c")
    }
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
    try run(words, model: model, token: token, onProgress: onProgress)
  }

  @discardableResult
  func run(
    _ words: [String], model: String, token: CancellationToken = CancellationToken(),
    onProgress: @escaping () -> Void = {}
  ) throws -> Transcript {
    let transcript = Transcript()
    transcript.onProgress = onProgress
    let programs = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let command = RunCommand(
      settings: Settings(programPath: programs, threads: 1), sink: transcript, cancellation: token)
    try command.run(Self.small + ["--data_dir=\(path)", "--lfads_save_dir=\(path)/\(model)"] + words)
    return transcript
  }

  func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: "\(path)/\(name)") }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
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
