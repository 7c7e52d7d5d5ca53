import HDF5
import LFADSModel
import Tensors

/// Why a file is no model that can be read.
public struct CheckpointError: Error, Equatable, Sendable {
  public enum Cause: Equatable, Sendable {
    case file(HDF5Error)
    /// An HDF5 file of another kind.
    case notAModel
    /// Written by a later version of the program.
    case version(Int)
    /// An array that does not fit the others.
    case contradiction(object: String, expected: String)
    case hyperparameter(HyperparameterError)
    /// A hyperparameter of a later version of the program.
    case unknownHyperparameter(String)
  }

  public let path: String
  public let cause: Cause

  public init(path: String, cause: Cause) {
    self.path = path
    self.cause = cause
  }
}

extension Checkpoint {
  /// Whether a file says that it is a model.
  public static func isModel(_ file: HDF5File) -> Bool {
    ((try? file.attribute("format")) ?? nil)?.text == format
  }

  /// Reads a model.
  public init(reading path: String) throws(CheckpointError) {
    do {
      self = try CheckpointReader(file: try HDF5File(reading: path), path: path).read()
    } catch let error as CheckpointError {
      throw error
    } catch let error as HDF5Error {
      throw CheckpointError(path: path, cause: .file(error))
    } catch let error as HyperparameterError {
      throw CheckpointError(path: path, cause: .hyperparameter(error))
    } catch {
      throw CheckpointError(path: path, cause: .contradiction(object: "file", expected: "a model"))
    }
  }
}

/// Takes a checkpoint apart, checking every extent before it is used.
private struct CheckpointReader {
  let file: HDF5File
  let path: String

  func read() throws -> Checkpoint {
    guard Checkpoint.isModel(file) else { throw CheckpointError(path: path, cause: .notAModel) }
    let version = Int(exactly: try file.attribute("version")?.number ?? 0) ?? 0
    guard version >= 1 else { throw contradiction("version", "the format's number, from 1") }
    guard Checkpoint.versions.contains(version) else { throw CheckpointError(path: path, cause: .version(version)) }
    let hyper = try hyperparameters()
    let seed = try one("training/seed", as: UInt64.self)
    let state = file.contains("parameters") ? try state(hyper, seed: seed) : nil
    return Checkpoint(
      state: state, hyperparameters: hyper, seed: seed, dataName: try file.attribute("data_name")?.text,
      dataFingerprint: try file.attribute("data_fingerprint")?.text)
  }

  private func contradiction(_ object: String, _ expected: String) -> CheckpointError {
    CheckpointError(path: path, cause: .contradiction(object: object, expected: expected))
  }

  private func one<Element: HDF5Element>(_ object: String, as type: Element.Type) throws -> Element {
    let values = try file.read(object, as: type).values
    guard values.count == 1, let value = values.first else { throw contradiction(object, "one number") }
    return value
  }

  private func count(_ object: String, atLeast least: Int = 0) throws -> Int {
    let value = Int(try one(object, as: Int64.self))
    guard value >= least, value < 1 << 40 else { throw contradiction(object, "a whole number of at least \(least)") }
    return value
  }

  private func hyperparameters() throws -> Hyperparameters {
    var hyper = Hyperparameters()
    for name in try file.names(in: "hyperparameters") where HyperparameterTable.row(named: name) == nil {
      throw CheckpointError(path: path, cause: .unknownHyperparameter(name))
    }
    for row in HyperparameterTable.rows {
      let object = "hyperparameters/\(row.name)"
      // One that came later and is not there is at its default.
      guard file.contains(object) else { continue }
      switch row.access {
      case .integer, .number: try hyper.set(row.name, to: .number(try file.scalar(object)))
      case .flag: try hyper.set(row.name, to: .flag(try file.scalar(object) != 0))
      case .choice:
        guard let word = try file.readStrings(object).values.first else { throw contradiction(object, "a word") }
        try hyper.set(row.name, to: .word(word))
      }
    }
    return hyper
  }

  private func shape(_ hyper: Hyperparameters) throws -> ModelShape {
    let names = try file.readStrings("sessions/names").values
    let channels = try file.read("sessions/channels", as: Int64.self).values.map { Int($0) }
    guard names.count == channels.count, !names.isEmpty, channels.allSatisfy({ $0 > 0 && $0 < 1 << 24 }) else {
      throw contradiction("sessions", "a name and a number of channels for every session")
    }
    let encoded = try encodedChannels(of: channels)
    var sessions: [SessionShape] = []
    for (index, name) in names.enumerated() {
      let group = "sessions/\(index)"
      var alignment: Alignment?
      if file.contains("\(group)/alignment_matrix_cxf") {
        let matrix = try file.read("\(group)/alignment_matrix_cxf", as: Float.self).values
        let bias = try file.read("\(group)/alignment_bias_c", as: Float.self).values
        guard matrix.count == channels[index] * hyper.factors_dim, bias.count == channels[index] else {
          throw contradiction("\(group)/alignment_matrix_cxf", "\(channels[index]) × \(hyper.factors_dim) numbers")
        }
        alignment = Alignment(matrix: matrix, bias: bias)
      }
      var means: [Double]?
      if file.contains("\(group)/channel_means") {
        means = try file.read("\(group)/channel_means", as: Double.self).values
        guard means?.count == channels[index] else {
          throw contradiction("\(group)/channel_means", "\(channels[index]) numbers")
        }
      }
      sessions.append(
        SessionShape(
          name: name, channels: channels[index], encodedChannels: encoded?[index], alignment: alignment,
          channelMeans: means))
    }
    let steps = try count("sessions/steps", atLeast: 1)
    let encodedSteps = encoded == nil ? steps : try count("sessions/encoded_steps", atLeast: 1)
    guard encodedSteps <= steps else { throw contradiction("sessions/encoded_steps", "at most \(steps)") }
    return try ModelShape(hyperparameters: hyper, steps: steps, encodedSteps: encodedSteps, sessions: sessions)
  }

  /// The channels of every session that the encoders see, where these are not all.
  private func encodedChannels(of channels: [Int]) throws -> [Int]? {
    guard file.contains("sessions/encoded_channels") else { return nil }
    let encoded = try file.read("sessions/encoded_channels", as: Int64.self).values.map { Int($0) }
    guard encoded.count == channels.count, zip(encoded, channels).allSatisfy({ 1...$1 ~= $0 }) else {
      throw contradiction("sessions/encoded_channels", "some of the channels of every session")
    }
    return encoded
  }

  private func state(_ hyper: Hyperparameters, seed: UInt64) throws -> TrainingState {
    let layout = ParameterLayout(try shape(hyper))
    try check(layout)
    var state = TrainingState(layout, seed: seed, parameters: try vector("parameters", layout))
    state.adam = Adam(
      firstMoment: try vector("first_moment", layout), secondMoment: try vector("second_moment", layout),
      updates: try count("training/adam_updates"))
    state.step = try count("training/step")
    state.learningRate = LearningRate(
      rate: try file.scalar("training/learning_rate"), costs: try file.read("training/costs", as: Double.self).values)
    let stream = try file.read("training/shuffle_stream", as: UInt64.self).values
    guard stream.count == 3 else { throw contradiction("training/shuffle_stream", "three numbers") }
    state.shuffle = RandomStream(key: stream[0], stream: stream[1], position: stream[2])
    state.history = try history()
    if file.contains("training/epoch_under_way") {
      let numbers = try file.read("training/epoch_under_way", as: Double.self).values
      guard let progress = EpochProgress(numbers: numbers) else {
        throw contradiction("training/epoch_under_way", "nine numbers")
      }
      state.epochUnderWay = progress
    }
    // Files of earlier versions do not say.
    if file.contains("training/not_finite/steps") {
      let steps = try file.read("training/not_finite/steps", as: Int64.self).values
      guard let quantity = try file.readStrings("training/not_finite/quantity").values.first, steps.count == 2 else {
        throw contradiction("training/not_finite", "a term and two steps")
      }
      state.nonFiniteStop = NonFiniteStop(quantity: quantity, step: Int(steps[0]), kept: Int(steps[1]))
    }
    if file.contains("best") {
      let numbers = try file.read("best/cost_epoch_step", as: Double.self).values
      guard numbers.count == 3, let epoch = Int(exactly: numbers[1]), let step = Int(exactly: numbers[2]),
        epoch >= 0, (0..<1 << 40).contains(step)
      else { throw contradiction("best/cost_epoch_step", "a cost, an epoch and a step") }
      state.best = TrainingState.Best(
        parameters: try vector("best/parameters", layout), cost: numbers[0], epoch: epoch, step: step)
    }
    return state
  }

  /// Sizes are believed once every array that follows from them is there: memory is taken by them.
  private func check(_ layout: ParameterLayout) throws {
    for group in ["parameters", "first_moment", "second_moment"] {
      for entry in layout.entries {
        let object = "\(group)/\(entry.path)"
        guard try file.info(object).shape == entry.shape else { throw contradiction(object, "shape \(entry.shape)") }
      }
    }
    guard MemoryBudget.holds(layout.count * 4 * MemoryLayout<Float>.stride) else {
      throw contradiction("parameters", "no more than fits into memory")
    }
  }

  private func vector(_ group: String, _ layout: ParameterLayout) throws -> ParameterVector {
    let vector = ParameterVector(layout)
    for entry in layout.entries {
      let object = "\(group)/\(entry.path)"
      let array = try file.read(object, as: Float.self)
      guard array.shape == entry.shape else { throw contradiction(object, "shape \(entry.shape)") }
      vector.set(entry.path, to: array.values)
    }
    return vector
  }

  private func history() throws -> [EpochRecord] {
    let table = try file.read("history/epochs", as: Double.self), width = EpochRecord.columns.count
    guard table.values.count % width == 0 else { throw contradiction("history/epochs", "\(width) columns") }
    return try stride(from: 0, to: table.values.count, by: width).map { start in
      guard let record = EpochRecord(numbers: Array(table.values[start..<(start + width)])) else {
        throw contradiction("history/epochs", "whole epochs and steps")
      }
      return record
    }
  }
}
