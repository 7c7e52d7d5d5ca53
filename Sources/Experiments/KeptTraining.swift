import Datasets
import Interchange
import LFADSModel
import Training

/// A training, kept in a directory if there is one: `fit` and `run --kind=train` are two callers of it.
///
/// With a directory, the lock is taken before anything in it is read, checkpoints and logs are written after every
/// epoch, and the last state is safe when `train` returns, whatever ended it.
public final class KeptTraining {
  /// Where a training starts.
  public struct Start: Sendable {
    public var state: TrainingState
    /// Whether `state` is the directory's newest rolling checkpoint already.
    public var isStored: Bool
    /// Whether the directory's logs are of this training.
    public var goesOn: Bool

    public init(_ state: TrainingState, isStored: Bool = false, goesOn: Bool = false) {
      self.state = state
      self.isStored = isStored
      self.goesOn = goesOn
    }
  }

  /// Where and how a training is kept.
  public struct Place {
    public let directory: ModelDirectory
    public let options: TrainingKeeper.Options
    /// What `hyperparameters-STEP.txt` says of a model of this shape.
    public let settings: (ModelShape) -> SettingsFile

    public init(
      _ directory: ModelDirectory, options: TrainingKeeper.Options,
      settings: @escaping (ModelShape) -> SettingsFile = { SettingsFile($0) }
    ) {
      self.directory = directory
      self.options = options
      self.settings = settings
    }
  }

  /// The state the training starts from.
  public let start: TrainingState
  private let trainer: Trainer
  private let keeper: TrainingKeeper?

  /// Begins a training, or goes on with one.
  ///
  /// - Parameters:
  ///   - place: the directory; nil keeps the training nowhere.
  ///   - clock: seconds from any fixed point, for the report alone.
  ///   - start: finds where it starts; called once the directory is locked.
  /// - Throws: `DirectoryError`, an error of a file, or what `start` throws.
  public init(
    in place: Place?, data: Dataset, threads: Int, clock: @escaping @Sendable () -> Double,
    start: () throws -> Start
  ) throws {
    var lock: DirectoryLock?
    if let place {
      try place.directory.make()
      lock = try place.directory.lock()
    }
    let start = try start()
    self.start = start.state
    if let place, let lock {
      let keeper = try TrainingKeeper(
        place.directory, lock: lock, start: start.state, isStored: start.isStored, goesOn: start.goesOn,
        dataName: data.name, dataFingerprint: data.fingerprint, options: place.options)
      try keeper.writeSettings(place.settings(start.state.layout.shape))
      self.keeper = keeper
    } else {
      keeper = nil
    }
    trainer = Trainer(start.state, data: data, threads: threads, clock: clock)
  }

  /// The state the training has come to.
  public var state: TrainingState { trainer.state }

  /// Trains for `epochs` further epochs, or until the learning-rate rule ends it; see `Trainer.fit`.
  ///
  /// - Throws: an error of the directory's files, or what `onEpoch` throws. `state` then is that of the last epoch.
  public func train(
    epochs: Int?, isCancelled: () -> Bool = { false }, isAborted: @escaping @Sendable () -> Bool = { false },
    onBatch: (_ done: Int, _ of: Int, _ cost: BatchCost, _ state: TrainingState) -> Void = { _, _, _, _ in },
    onEpoch: (EpochRecord, TrainingState) throws -> Void = { _, _ in }
  ) throws -> FitReport {
    let trainer = trainer, keeper = keeper
    return try trainer.fit(
      epochs: epochs, isCancelled: isCancelled, isAborted: isAborted,
      onBatch: { done, total, cost in onBatch(done, total, cost, trainer.state) },
      onEpoch: { record, state in
        try onEpoch(record, state)
        try keeper?.epochEnded(record, state)
      })
  }

  /// Writes the state down if it is not yet, whatever ended the training.
  public func end() throws { try keeper?.ended(trainer.state) }
}
