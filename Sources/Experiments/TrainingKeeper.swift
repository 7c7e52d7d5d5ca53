import FoundationEssentials
import Glibc
import Interchange
import Training

/// Keeps a training in its directory while it runs: checkpoints, `fitlog.csv`, events for TensorBoard.
public final class TrainingKeeper {
  /// What is kept, and how.
  public struct Options: Sendable {
    /// Name of the log of costs, without `.csv`; empty: none.
    public var csvName = "fitlog"
    /// A rolling checkpoint is written after every so many epochs.
    public var epochsBetweenCheckpoints = 10
    /// Seconds since 1970.
    public var now: @Sendable () -> Double = TrainingKeeper.secondsSince1970
    /// A picture of an example trial under the model as it stands, as PNG bytes; none where it returns nil.
    public var example: @Sendable (TrainingState) throws -> [UInt8]? = { _ in nil }

    public init() {}
  }

  private let directory: ModelDirectory
  private let lock: DirectoryLock
  private let options: Options
  private let dataName: String
  private let dataFingerprint: String
  private let log: FitLog?
  private let events: EventFile
  private let firstStep: Int
  /// Step and epochs of the state that is safe.
  private var kept: (step: Int, epochs: Int)?

  /// Begins, or goes on, in a directory that exists.
  ///
  /// - Parameters:
  ///   - lock: the claim on the directory, kept as long as this is.
  ///   - start: the state the training starts from.
  ///   - isStored: whether that state is the newest rolling checkpoint already.
  ///   - goesOn: whether the directory's logs are of this training: what they say beyond `start` is dropped.
  public init(
    _ directory: ModelDirectory, lock: DirectoryLock, start: TrainingState, isStored: Bool, goesOn: Bool,
    dataName: String, dataFingerprint: String, options: Options = Options()
  ) throws {
    self.directory = directory
    self.lock = lock
    self.options = options
    self.dataName = dataName
    self.dataFingerprint = dataFingerprint
    firstStep = start.step
    kept = isStored ? (step: start.step, epochs: start.epoch) : nil
    // Without a checkpoint, logs are what a training killed before its first one left.
    let isFirst = try directory.rolling.index() == nil && !directory.rolling.hasFiles
    let step = goesOn || isFirst ? start.step : nil
    log = try options.csvName.isEmpty ? nil : FitLog(directory.file(options.csvName + ".csv"), goingOnAt: step)
    let logDirectory = ModelDirectory(directory.file("lfads_log"))
    try logDirectory.make()
    events = try EventFile(in: logDirectory.path, now: options.now, goingOnAt: step)
  }

  /// Writes down what the training is done with, in the file of the step it starts from.
  public func writeSettings(_ settings: SettingsFile) throws {
    try settings.write(to: directory.file(SettingsFile.name(step: firstStep)))
  }

  /// To be called after every epoch.
  public func epochEnded(_ record: EpochRecord, _ state: TrainingState) throws {
    try log?.add(record)
    try events.add(TrainingScalars.of(record, state), step: record.step)
    if let png = try options.example(state) { try events.add(TrainingScalars.example, png: png, step: record.step) }
    // Last, as what the logs say beyond a checkpoint is dropped when a training goes on, while what they lack stays missing.
    if state.best?.epoch == record.epoch { try directory.lowest.add(checkpoint(state), step: state.step) }
    if record.epoch % options.epochsBetweenCheckpoints == 0 { try save(state) }
  }

  /// To be called when the training has ended, for whatever reason.
  public func ended(_ state: TrainingState) throws {
    if kept.map({ $0 != (state.step, state.epoch) }) ?? true { try save(state) }
  }

  private func save(_ state: TrainingState) throws {
    try directory.rolling.add(checkpoint(state), step: state.step)
    kept = (step: state.step, epochs: state.epoch)
  }

  private func checkpoint(_ state: TrainingState) -> Checkpoint {
    Checkpoint(Model(state), dataName: dataName, dataFingerprint: dataFingerprint)
  }

  @Sendable private static func secondsSince1970() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
