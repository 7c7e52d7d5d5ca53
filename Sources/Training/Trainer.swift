import Datasets
import LFADSModel
import Tensors

/// Trains a model on data, epoch by epoch, from wherever its state stands.
///
/// What is trained depends on the state and the data alone: neither threads nor interruptions change a bit.
public final class Trainer {
  public private(set) var state: TrainingState
  private let data: Dataset
  private let engine: Engine
  private let gradient: ParameterVector
  /// The parameters at which every term was last finite, and their step.
  private var lastFinite: (parameters: ParameterVector, step: Int)
  private let clock: @Sendable () -> Double

  /// - Parameter clock: seconds from any fixed point; used for the report alone.
  public init(
    _ state: TrainingState, data: Dataset, threads: Int, clock: @escaping @Sendable () -> Double
  ) {
    self.state = state
    self.data = data
    self.clock = clock
    engine = Engine(state.layout, threads: threads)
    gradient = ParameterVector(state.layout)
    lastFinite = (state.parameters.copy(), state.step)
  }

  private var hyper: Hyperparameters { state.layout.shape.hyperparameters }

  /// Trains for `epochs` further epochs, or until the learning-rate rule ends it.
  ///
  /// - Parameters:
  ///   - isCancelled: polled once per batch; the step under way is finished first.
  ///   - isAborted: polled within a batch too; the step under way is then dropped, and done when the training goes on.
  ///   - onEpoch: called after every epoch with its record and the state.
  ///   - onBatch: called after every batch with the number done and to do in this epoch.
  public func fit(
    epochs: Int?, isCancelled: () -> Bool = { false }, isAborted: @escaping @Sendable () -> Bool = { false },
    onBatch: (_ done: Int, _ of: Int, _ cost: BatchCost) -> Void = { _, _, _ in },
    onEpoch: (EpochRecord, TrainingState) throws -> Void = { _, _ in }
  ) throws -> FitReport {
    let start = clock()
    var records: [EpochRecord] = []
    var reason = StopReason.epochs
    training: while records.count < epochs ?? Int.max {
      if state.isOver(hyper) {
        reason = .learningRate
        break
      }
      switch trainEpoch(isCancelled: isCancelled, isAborted: isAborted, onBatch: onBatch) {
      case .finished(let record):
        records.append(record)
        try onEpoch(record, state)
      case .stopped(let why):
        reason = why
        break training
      }
    }
    if reason == .epochs && state.learningRate.isFinished(hyper) { reason = .learningRate }
    return FitReport(
      epochs: records, bestEpoch: state.best?.epoch, bestCost: state.best?.cost, stopped: reason,
      seconds: clock() - start, steps: state.step)
  }

  private enum EpochEnd {
    case finished(EpochRecord)
    case stopped(StopReason)
  }

  private func trainEpoch(
    isCancelled: () -> Bool, isAborted: @escaping @Sendable () -> Bool, onBatch: (Int, Int, BatchCost) -> Void
  ) -> EpochEnd {
    var shuffle = state.shuffle
    let batches = Batches.epoch(sizes: data.sizes(.train), batchSize: hyper.batch_size, using: &shuffle)
    var progress = state.epochUnderWay ?? EpochProgress()
    var start = clock()
    let share = 1 / Double(batches.count)
    func interrupted() -> EpochEnd {
      progress.seconds += clock() - start
      state.epochUnderWay = progress
      return .stopped(.cancelled)
    }
    while progress.nextBatch < batches.count {
      if isCancelled() { return interrupted() }
      let jitter = SpikeJitter(
        width: hyper.temporal_spike_jitter_width, key: state.seed,
        stream: DrawSite.jitter.stream(major: UInt32(truncatingIfNeeded: state.step), minor: 0))
      let batch = data.batch(batches[progress.nextBatch], split: .train, missing: hyper.nan_bins, jitter: jitter)
      let cost = engine.evaluate(
        state.parameters, batch, noise: .drawn(seed: state.seed, step: state.step, site: .training),
        weights: CostWeights(hyper, step: state.step), gradient: gradient, isAborted: isAborted
      ).cost
      if isAborted() { return interrupted() }
      let norm = Adam.norm(gradient)
      if let quantity = firstNotFinite(cost) ?? (norm.isFinite ? nil : "gradient norm") {
        return giveUp(on: quantity, progress)
      }
      state.nonFiniteStop = nil
      lastFinite.parameters.buffer.copyContents(of: state.parameters.buffer)
      lastFinite.step = state.step
      state.adam.update(
        state.parameters, by: hyper.optimizer, gradient: gradient, norm: norm, learningRate: state.learningRate.rate,
        maximumNorm: hyper.max_grad_norm)
      state.step += 1
      progress.nextBatch += 1
      progress.train.add(cost, share: share)
      progress.l2 += cost.l2 * share
      progress.correlation += cost.correlation * share
      progress.maximumGradientNorm = max(progress.maximumGradientNorm, norm)
      progress.clippedSteps += norm > hyper.max_grad_norm ? 1 : 0
      onBatch(progress.nextBatch, batches.count, cost)
    }
    progress.seconds += clock() - start
    start = clock()
    let valid: SplitCosts?
    switch validationCosts(isCancelled: isCancelled, isAborted: isAborted) {
    case .done(let costs): valid = costs
    case .notFinite(let quantity): return giveUp(on: "validation \(quantity)", progress)
    // An epoch interrupted here has only its validation left.
    case .interrupted: return interrupted()
    }
    let record = EpochRecord(
      epoch: state.epoch, step: state.step, train: progress.train, valid: valid, l2: progress.l2,
      correlation: progress.correlation, weights: CostWeights(hyper, step: state.step),
      learningRate: state.learningRate.rate, maximumGradientNorm: progress.maximumGradientNorm,
      clippedShare: Double(progress.clippedSteps) / Double(max(batches.count, 1)),
      seconds: progress.seconds + clock() - start)
    finish(record, shuffle: shuffle)
    return .finished(record)
  }

  /// Goes back to the last parameters that gave finite numbers; the batch at which they gave none is still to be done.
  private func giveUp(on quantity: String, _ progress: EpochProgress) -> EpochEnd {
    let stop = NonFiniteStop(quantity: quantity, step: state.step, kept: lastFinite.step)
    state.parameters.buffer.copyContents(of: lastFinite.parameters.buffer)
    state.step = lastFinite.step
    state.epochUnderWay = progress
    state.nonFiniteStop = stop
    return .stopped(.notFinite(stop))
  }

  /// What the end of an epoch changes.
  private func finish(_ record: EpochRecord, shuffle: RandomStream) {
    state.epochUnderWay = nil
    state.shuffle = shuffle
    state.history.append(record)
    state.learningRate.record(record.train.total, hyper)
    if let valid = record.valid, record.rampsAreDone(hyper), valid.total < state.best?.cost ?? .infinity {
      state.best = TrainingState.Best(
        parameters: state.parameters.copy(), cost: valid.total, epoch: record.epoch, step: record.step)
    }
  }

  /// The first cost that is NaN or infinite, by name.
  private func firstNotFinite(_ cost: BatchCost) -> String? {
    let quantities = [
      ("reconstruction cost", cost.reconstruction), ("KL cost", cost.kl), ("L2 cost", cost.l2),
      ("correlation cost", cost.correlation),
    ]
    return quantities.first { !$0.1.isFinite }?.0
  }

  private enum ValidationEnd {
    /// Nil without validation trials.
    case done(SplitCosts?)
    case notFinite(String)
    case interrupted
  }

  /// The costs of all validation trials, where there are any: no dropout, posterior sampled, ramps as they stand.
  private func validationCosts(isCancelled: () -> Bool, isAborted: @escaping @Sendable () -> Bool) -> ValidationEnd {
    let batches = Batches.inOrder(sizes: data.sizes(.valid), batchSize: hyper.batch_size)
    let trials = batches.reduce(0) { $0 + $1.trials.count }
    guard trials > 0 else { return .done(nil) }
    var costs = SplitCosts()
    for (index, batch) in batches.enumerated() {
      if isCancelled() { return .interrupted }
      let cost = engine.evaluate(
        state.parameters, data.batch(batch, split: .valid, missing: hyper.nan_bins),
        noise: .drawn(seed: state.seed, step: state.step, site: .validation(batch: index)),
        weights: CostWeights(hyper, step: state.step), isAborted: isAborted
      ).cost
      if isAborted() { return .interrupted }
      if let quantity = firstNotFinite(cost) { return .notFinite(quantity) }
      costs.add(cost, share: Double(batch.trials.count) / Double(trials))
    }
    return .done(costs)
  }
}
