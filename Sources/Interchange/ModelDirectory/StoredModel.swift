import FoundationEssentials
import HDF5
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
    index: String, hyperparameters h: Hyperparameters, for data: DataDescription, seed: UInt64
  ) throws -> StoredModel? {
    do {
      if let stored = try checkpoint(index: index, hyperparameters: h) { return stored }
    } catch let error as DirectoryError {
      guard case .foreign = error.cause, hasParameters else { throw error }
    }
    guard hasParameters else { return nil }
    let path = file(Self.parametersName)
    let parameters = try ModelParametersFile(reading: path)
    let model = Model(h, seed: seed)
    return StoredModel(
      origin: .parameters(path: path), state: try parameters.state(like: try model.bind(data)), dataName: nil,
      dataFingerprint: nil, changes: [])
  }

  /// The checkpoint an index names, or where that does not exist the newest rolling one; nil where there is none.
  public func checkpoint(
    index: String = ModelDirectory.rollingIndex, hyperparameters h: Hyperparameters
  ) throws -> StoredModel? {
    let asked = index.isEmpty ? Self.rollingIndex : index
    for (name, instead) in [(asked, false), (Self.rollingIndex, true)] {
      if let path = try series(named: name).newest() { return try checkpoint(path, instead: instead, h) }
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

  private func checkpoint(_ path: String, instead: Bool, _ h: Hyperparameters) throws -> StoredModel {
    let checkpoint: Checkpoint
    do throws(CheckpointError) {
      checkpoint = try Checkpoint(reading: path)
    } catch {
      throw DirectoryError(path: path, cause: .checkpoint(error))
    }
    guard let state = checkpoint.state else { throw DirectoryError(path: path, cause: .empty) }
    let changes = ChangedHyperparameter.between(checkpoint.hyperparameters, h, steps: state.layout.shape.steps)
    guard let adopted = try state.adopting(h) else {
      throw DirectoryError(path: path, cause: .otherModel(try ChangedHyperparameter.incompatible(changes, state)))
    }
    return StoredModel(
      origin: .checkpoint(path: path, instead: instead), state: adopted, dataName: checkpoint.dataName,
      dataFingerprint: checkpoint.dataFingerprint, changes: changes)
  }
}
