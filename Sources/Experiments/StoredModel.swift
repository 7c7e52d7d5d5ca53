import FoundationEssentials
import Interchange
import LFADSModel
import Training

/// A model as a directory holds it.
public struct StoredModel: Sendable {
  /// Where it was found.
  public enum Origin: Equatable, Sendable {
    /// A checkpoint, named by the index that was asked for; `instead` where that does not exist and another served.
    case checkpoint(path: String, instead: Bool)
    /// A file of parameters as the reference writes it: no optimiser, no history.
    case parameters(path: String)
  }

  public let origin: Origin
  public let state: TrainingState
  /// Name and fingerprint of the data it was trained on, where known.
  public let dataName: String?
  public let dataFingerprint: String?
  /// What the hyperparameters given change.
  public let changes: [ChangedHyperparameter]
}

extension ModelDirectory {
  /// Reads a model under the hyperparameters given, which need not be those of its training as long as they make the
  /// same parameters.
  ///
  /// Looked for in this order: the checkpoint of the index named; the newest rolling one; a file `model_params`, which
  /// serves too where TensorFlow's checkpoints stand in the directory.
  ///
  /// - Parameters:
  ///   - index: `checkpoint` or `checkpoint_lve`, or an index file of another name.
  ///   - data: what the model is to fit; needed for parameters alone, which do not say their sizes.
  /// - Returns: nil where there is none of these.
  public func model(
    index: String, hyperparameters hyper: Hyperparameters, for data: DataDescription, seed: UInt64
  ) throws -> StoredModel? {
    do {
      if let stored = try checkpoint(index: index, hyperparameters: hyper) { return stored }
    } catch let error as DirectoryError {
      guard case .foreign = error.cause, hasParameters else { throw error }
    }
    guard hasParameters else { return nil }
    let path = file(Self.parametersName)
    let parameters = try ModelParametersFile(reading: path)
    let model = Model(hyper, seed: seed)
    return StoredModel(
      origin: .parameters(path: path), state: try parameters.state(like: try model.bind(data)), dataName: nil,
      dataFingerprint: nil, changes: [])
  }

  /// The checkpoint an index names, or where that does not exist the newest rolling one; nil where there is none.
  public func checkpoint(
    index: String = ModelDirectory.rollingIndex, hyperparameters hyper: Hyperparameters
  ) throws -> StoredModel? {
    let asked = index.isEmpty ? Self.rollingIndex : index
    for (name, instead) in [(asked, false), (Self.rollingIndex, true)] {
      if let path = try series(named: name).newest() { return try checkpoint(path, instead: instead, hyper) }
    }
    return nil
  }

  private var hasParameters: Bool { FileManager.default.fileExists(atPath: file(Self.parametersName)) }

  private func series(named index: String) -> CheckpointSeries {
    switch index {
    case Self.rollingIndex: rolling
    case Self.lowestIndex: lowest
    default: CheckpointSeries(directory: path, indexName: index, stem: rolling.stem, limit: rolling.limit)
    }
  }

  private func checkpoint(_ path: String, instead: Bool, _ hyper: Hyperparameters) throws -> StoredModel {
    let checkpoint = try Checkpoint(reading: path)
    guard let state = checkpoint.state else { throw StoredModelError(path: path, cause: .empty) }
    let changes = ChangedHyperparameter.between(checkpoint.hyperparameters, hyper, steps: state.layout.shape.steps)
    guard let adopted = try state.adopting(hyper) else {
      throw StoredModelError(path: path, cause: .otherModel(try ChangedHyperparameter.incompatible(changes, state)))
    }
    return StoredModel(
      origin: .checkpoint(path: path, instead: instead), state: adopted, dataName: checkpoint.dataName,
      dataFingerprint: checkpoint.dataFingerprint, changes: changes)
  }
}

extension ModelDirectory {
  /// Where a model in hand goes on: from the directory's newest checkpoint if that is of the same training and further
  /// on, else from where it stands.
  ///
  /// - Returns: the start, and the stored model if it is taken up.
  /// - Throws: `otherSeed` where the directory holds another training.
  public func start(from state: TrainingState) throws -> (start: KeptTraining.Start, takenUp: StoredModel?) {
    let hyper = state.layout.shape.hyperparameters
    guard let stored = try checkpoint(hyperparameters: hyper) else { return (KeptTraining.Start(state), nil) }
    guard stored.state.seed == state.seed else {
      throw StoredModelError(path: path, cause: .otherSeed(stored.state.seed, asked: state.seed))
    }
    guard stored.state.epoch > state.epoch || stored.state.step > state.step else {
      return (KeptTraining.Start(state, goesOn: true), nil)
    }
    return (stored.start(hyper, isNewest: true), stored)
  }
}

extension StoredModel {
  /// Where a training that takes this model up starts.
  ///
  /// - Parameter isNewest: whether the checkpoint asked for is the newest rolling one.
  public func start(_ hyper: Hyperparameters, isNewest: Bool) -> KeptTraining.Start {
    var start = KeptTraining.Start(state)
    if hyper.do_reset_learning_rate { start.state.learningRate.reset(hyper) }
    if case .checkpoint(_, let instead) = origin {
      start.goesOn = true
      start.isStored = (instead || isNewest) && start.state.learningRate == state.learningRate
    }
    return start
  }
}
