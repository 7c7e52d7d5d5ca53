import LFADSModel
import Tensors

/// What a model is to be trained on or to read, besides the numbers: what it must fit.
public struct DataDescription: Sendable, Equatable {
  public let steps: Int
  public let sessions: [SessionShape]
  public let externalInputs: Int

  public init(steps: Int, sessions: [SessionShape], externalInputs: Int) {
    self.steps = steps
    self.sessions = sessions
    self.externalInputs = externalInputs
  }
}

/// Why a model and data do not go together.
public enum BindingError: Error, Sendable, Equatable {
  case hyperparameters(HyperparameterError)
  /// `ext_input_dim` and the data's external inputs differ.
  case externalInput(model: Int, data: Int)
  /// An alignment matrix is not [channels, factors].
  case alignment(session: String, matrix: Int, bias: Int, channels: Int, factors: Int)
  /// The model met data of other sizes before.
  case steps(model: Int, data: Int)
  case sessions(model: [String], data: [String])
  case channels(session: String, model: Int, data: Int)
  /// Parameters, gradient and optimiser take more memory than there is.
  case memory(parameters: Int, bytes: Int)
  /// The model has not met data yet.
  case unbound
}

/// A model: hyperparameters, and from its first meeting with data on its parameters and training state. Shared when
/// assigned; ``copy()`` gives another.
public final class Model {
  public let hyperparameters: Hyperparameters
  /// Decides the initial parameters, the order of batches and every draw of the training.
  public let seed: UInt64
  /// Nil until the model has met data.
  public private(set) var state: TrainingState?

  public init(_ hyperparameters: Hyperparameters, seed: UInt64) {
    self.hyperparameters = hyperparameters
    self.seed = seed
  }

  /// A model as stored.
  public init(_ state: TrainingState) {
    hyperparameters = state.layout.shape.hyperparameters
    seed = state.seed
    self.state = state
  }

  public func copy() -> Model {
    guard let state else { return Model(hyperparameters, seed: seed) }
    return Model(state.copy())
  }

  /// The model with the lowest validation cost since both ramps were done; nil before that.
  public var best: Model? {
    guard let state, let best = state.best else { return nil }
    var twin = TrainingState(state.layout, seed: seed, parameters: best.parameters.copy())
    twin.step = best.step
    return Model(twin)
  }

  /// Draws the parameters for data of these sizes, or checks that they are the sizes it already has.
  @discardableResult
  public func bind(_ data: DataDescription) throws(BindingError) -> TrainingState {
    if let state {
      try check(data, against: state.layout.shape)
      return state
    }
    if hyperparameters.ext_input_dim != data.externalInputs {
      throw .externalInput(model: hyperparameters.ext_input_dim, data: data.externalInputs)
    }
    for session in data.sessions {
      guard let alignment = session.alignment else { continue }
      let factors = hyperparameters.factors_dim
      guard alignment.matrix.count == session.channels * factors, alignment.bias.count == session.channels else {
        throw .alignment(
          session: session.name, matrix: alignment.matrix.count, bias: alignment.bias.count,
          channels: session.channels, factors: factors)
      }
    }
    let shape: ModelShape
    do {
      shape = try ModelShape(hyperparameters: hyperparameters, steps: data.steps, sessions: data.sessions)
    } catch {
      throw .hyperparameters(error)
    }
    let layout = ParameterLayout(shape)
    // Parameters, two moments, the gradient, and the gradients of two shards, in floats.
    let bytes = layout.count * 6 * MemoryLayout<Float>.stride
    guard MemoryBudget.holds(bytes) else { throw .memory(parameters: layout.parameterCount, bytes: bytes) }
    let fresh = TrainingState(layout, seed: seed)
    state = fresh
    return fresh
  }

  /// Takes the state that a training left.
  public func take(_ state: TrainingState) { self.state = state }

  private func check(_ data: DataDescription, against shape: ModelShape) throws(BindingError) {
    guard data.steps == shape.steps else { throw .steps(model: shape.steps, data: data.steps) }
    guard data.externalInputs == shape.hyperparameters.ext_input_dim else {
      throw .externalInput(model: shape.hyperparameters.ext_input_dim, data: data.externalInputs)
    }
    let names = shape.sessions.map(\.name)
    // A model of one session reads any other of the same channels: its name is only a label.
    guard data.sessions.count == names.count, names.count == 1 || data.sessions.map(\.name) == names else {
      throw .sessions(model: names, data: data.sessions.map(\.name))
    }
    for (mine, theirs) in zip(shape.sessions, data.sessions) where mine.channels != theirs.channels {
      throw .channels(session: mine.name, model: mine.channels, data: theirs.channels)
    }
  }
}
