import Foundation
import HDF5
import Interchange
import LFADSModel
import Tensors
import Testing

/// One file of reference numbers: a small model with every random draw recorded.
struct GoldenFile {
  let name: String
  let file: HDF5File
  let layout: ParameterLayout
  let sessions: [String]
  let steps: Int
  let globalStep: Int
  let learningRate: Double
  let trainable: Set<String>

  /// The files under test: those of the directory in `LFADS_GOLDEN`, by default the suite's own copies.
  static var paths: [String] {
    let directory =
      ProcessInfo.processInfo.environment["LFADS_GOLDEN"]
      ?? Bundle.module.resourceURL?.appendingPathComponent("Golden").path ?? ""
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasSuffix(".h5") }.sorted().map { directory + "/" + $0 }
  }

  init(_ path: String) throws {
    name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    file = try HDF5File(reading: path)
    let json = try #require(file.attribute("hyperparameters")?.text)
    let h = try HyperparameterJSON(json).hyperparameters()
    sessions = try file.names(in: "datasets")
    var shapes: [SessionShape] = []
    var steps = 0
    for session in sessions {
      let data = try file.info("datasets/\(session)/train_data")
      steps = data.shape[1]
      var alignment: Alignment?
      if file.contains("datasets/\(session)/alignment_matrix_cxf") {
        alignment = Alignment(
          matrix: try file.read("datasets/\(session)/alignment_matrix_cxf", as: Float.self).values,
          bias: try file.read("datasets/\(session)/alignment_bias_c", as: Float.self).values)
      }
      shapes.append(SessionShape(name: session, channels: data.shape[2], alignment: alignment))
    }
    self.steps = steps
    layout = ParameterLayout(try ModelShape(hyperparameters: h, steps: steps, sessions: shapes))
    globalStep = Int(try file.scalar("params_initial/LFADS_global_step:0"))
    learningRate = try file.scalar("params_initial/LFADS_learning_rate:0")
    let names = try #require(file.attribute("trainable")?.text)
    trainable = Set(try JSONDecoder().decode([String].self, from: Data(names.utf8)))
  }

  func parameters(_ group: String) throws -> ParameterVector {
    let parameters = ParameterVector(layout)
    for entry in layout.entries {
      parameters.set(
        entry.path, to: try file.read("\(group)/\(ReferenceNames.fileName(ofPath: entry.path))", as: Float.self).values)
    }
    return parameters
  }

  /// The trials of a group's `example_idxs` as a batch of a session.
  func batch(_ group: String, session: String) throws -> ModelBatch {
    let index = try #require(sessions.firstIndex(of: session))
    let (data, external) = try trials(group, session: session)
    return ModelBatch(
      session: index, trials: data.shape[0], steps: steps, data: data.floats, externalInput: external?.floats ?? [])
  }

  /// Observations and external input of those trials, [trial, time, …].
  func trials(_ group: String, session: String) throws -> (data: Tensor, externalInput: Tensor?) {
    let trials = try file.read("\(group)/example_idxs", as: Double.self).values.map { Int($0) }
    func rows(_ path: String) throws -> Tensor {
      let array = try file.read(path, as: Float.self)
      let size = array.shape.dropFirst().reduce(1, *)
      return Tensor(
        trials.flatMap { array.values[($0 * size)..<(($0 + 1) * size)] },
        shape: [trials.count] + array.shape.dropFirst())
    }
    let external = "datasets/\(session)/train_ext_input"
    return (
      try rows("datasets/\(session)/train_data"), file.contains(external) ? try rows(external) : nil
    )
  }

  func noise(_ group: String) throws -> Noise {
    func numbers(_ name: String) throws -> [Float] {
      let path = "\(group)/noise/\(name)"
      return file.contains(path) ? try file.read(path, as: Float.self).values : []
    }
    return Noise(initialCondition: try numbers("noise_g0"), inputs: try numbers("noise_u"))
  }
}
