import Dispatch
import Kernels
import Synchronization
import Tensors

/// The model at work: costs, gradients and activations of batches, on as many threads as asked for.
///
/// A batch is cut into shards by its size alone; each shard's pass belongs to one thread and gradients are summed in a
/// fixed order, so every number is the same whatever the number of threads. Not for use by two threads at once.
public final class Engine {
  public let layout: ParameterLayout
  public var shape: ModelShape { layout.shape }
  public let threads: Int

  let model: PackedModel
  private var passes: [ShardPass] = []
  private var laneGradients: [ParameterVector] = []
  /// Gradients are summed shard by shard within a lane, then lane by lane; their number bounds memory.
  private static let maximumLanes = 16

  public init(_ layout: ParameterLayout, threads: Int) {
    precondition(threads > 0, "an engine needs a thread")
    BLAS.useOneThread()
    self.layout = layout
    self.threads = threads
    model = PackedModel(layout)
  }

  /// The costs of a batch and, into `gradient` where one is given, the gradient of the total cost over all trainable
  /// parameters (zero elsewhere), before clipping.
  ///
  /// - Parameters:
  ///   - record: receives what the forward pass left behind, where it is asked for.
  ///   - isAborted: polled before every shard; once it says so the rest is left out and no number means anything.
  public func evaluate(
    _ parameters: ParameterVector, _ batch: ModelBatch, noise: NoiseSource, weights: CostWeights,
    gradient: ParameterVector? = nil, record: ActivationRecorder? = nil,
    isAborted: @escaping @Sendable () -> Bool = { false }
  ) -> (cost: BatchCost, trials: TrialCosts) {
    let shards = batch.shards, lanes = min(shards.count, Self.maximumLanes)
    let workers = min(threads, lanes)
    model.prepare(parameters, sessions: batch.parts.map(\.session), backward: gradient != nil)
    makeRoom(workers: workers, lanes: gradient == nil ? 0 : lanes, trials: shards.map(\.rows.count).max() ?? 0)

    let job = EngineJob(parameters, batch, noise, weights, record, isTraining: gradient != nil)
    let costs = TrialCostBuffers(trials: batch.trials)
    let nextLane = Atomic<Int>(0)
    let passes = UncheckedBox(passes), laneGradients = laneGradients
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      let pass = passes.value[worker]
      while true {
        let lane = nextLane.add(1, ordering: .relaxed).oldValue
        guard lane < lanes else { return }
        let gradient = job.isTraining ? laneGradients[lane].buffer : nil
        gradient?.fill(0)
        for shard in stride(from: lane, to: shards.count, by: lanes) where !isAborted() {
          job.run(shard, shards[shard], on: pass, costs, gradient: gradient?.pointer)
        }
      }
    }
    let l2 = L2Penalty(parameters)
    let trials = costs.trialCosts
    let cost = trials.batchCost(
      weights: weights, l2: l2.value, correlationScale: shape.hyperparameters.co_mean_corr_scale)
    if let gradient {
      reduce(lanes: lanes, into: gradient)
      l2.addGradient(scale: weights.l2, parameters, to: gradient)
      clearFrozen(gradient)
    }
    return (cost, trials)
  }

  private func makeRoom(workers: Int, lanes: Int, trials: Int) {
    if let first = passes.first, first.capacity < trials { passes = [] }
    while passes.count < workers { passes.append(ShardPass(model, rows: max(trials, passes.first?.capacity ?? 0))) }
    while laneGradients.count < lanes { laneGradients.append(ParameterVector(layout)) }
  }

  private func reduce(lanes: Int, into gradient: ParameterVector) {
    gradient.buffer.copyContents(of: laneGradients[0].buffer)
    for lane in 1..<max(lanes, 1) {
      Kernels.addScaled(
        laneGradients[lane].buffer.pointer, scale: 1, count: layout.count, into: gradient.buffer.pointer)
    }
    model.factors.normalisationBackward(gradient.buffer.pointer)
  }

  private func clearFrozen(_ gradient: ParameterVector) {
    for entry in layout.entries where !entry.isTrainable {
      (gradient.buffer.pointer + entry.offset).update(repeating: 0, count: entry.count)
    }
  }
}

/// Hands a value that is confined to one worker each across the boundary of a concurrent loop.
struct UncheckedBox<Value>: @unchecked Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}

/// One call of the engine: what every shard of it shares, read-only.
struct EngineJob: @unchecked Sendable {
  let isTraining: Bool
  private let parameters: ParameterVector
  private let batch: ModelBatch
  private let noise: NoiseSource
  private let weights: CostWeights
  private let record: ActivationRecorder?
  private let initialConditionPrior: any InitialConditionPrior
  private let inputPrior: any InputPrior

  init(
    _ parameters: ParameterVector, _ batch: ModelBatch, _ noise: NoiseSource, _ weights: CostWeights,
    _ record: ActivationRecorder?, isTraining: Bool
  ) {
    self.parameters = parameters
    self.batch = batch
    self.noise = noise
    self.weights = weights
    self.record = record
    self.isTraining = isTraining
    let hyper = parameters.layout.shape.hyperparameters
    initialConditionPrior = hyper.initialConditionPrior.init(parameters)
    inputPrior = hyper.inputPrior.init(parameters)
  }

  /// Forward, costs and, in training, backward of one shard.
  func run(
    _ index: Int, _ shard: BatchShard, on pass: ShardPass, _ costs: TrialCostBuffers,
    gradient: UnsafeMutablePointer<Float>?
  ) {
    let perTrial = 1 / Double(batch.trials), hyper = pass.hyper, part = batch.parts[shard.part]
    pass.forward(
      part, number: shard.part, rows: shard.rows, shard: index, noise: noise, parameters: parameters)
    pass.observation.evaluate(
      pass.extent, pass.readIn, UnsafePointer(parameters.buffer.pointer),
      gradient: gradient.map { (scale: Float(perTrial), parameters: $0) })
    pass.input.clearCorrelation()
    let correlationScale = gradient == nil ? nil : perTrial * hyper.co_mean_corr_scale
    for (row, trial) in shard.trials.enumerated() {
      costs.logLikelihood.pointer[trial] = pass.observation.logLikelihood(row, pass.extent)
      if hyper.hasInitialConditionCode {
        costs.klInitialCondition.pointer[trial] =
          pass.initialCondition.divergence(row, initialConditionPrior) * hyper.kl_ic_weight
      }
      guard hyper.hasController else { continue }
      costs.klInputs.pointer[trial] =
        pass.input.divergence(row, pass.extent, pass.noise, inputPrior) * hyper.kl_co_weight
      costs.correlation.pointer[trial] = pass.input.correlation(row, pass.extent, gradientScale: correlationScale)
    }
    record?.take(
      pass, trials: shard.trials, initialConditionPrior, inputPrior, parameters: parameters)
    guard let gradient else { return }
    let scale = perTrial * weights.kl
    if hyper.hasInitialConditionCode {
      pass.initialCondition.divergenceBackward(
        pass.extent, initialConditionPrior, weight: scale * hyper.kl_ic_weight, gradient)
    }
    pass.input.divergenceBackward(
      pass.extent, pass.noise, inputPrior, weight: scale * hyper.kl_co_weight, gradient)
    pass.backward(parameters: parameters, gradient: gradient)
  }
}

/// The costs of every trial while the shards, each its own trials, fill them in.
final class TrialCostBuffers: Sendable {
  let logLikelihood, klInitialCondition, klInputs, correlation: AlignedBuffer<Double>

  init(trials: Int) {
    logLikelihood = AlignedBuffer(count: trials)
    klInitialCondition = AlignedBuffer(count: trials)
    klInputs = AlignedBuffer(count: trials)
    correlation = AlignedBuffer(count: trials)
  }

  var trialCosts: TrialCosts {
    var costs = TrialCosts(trials: 0)
    costs.logLikelihood = logLikelihood.array
    costs.klInitialCondition = klInitialCondition.array
    costs.klInputs = klInputs.array
    costs.correlation = correlation.array
    return costs
  }
}
