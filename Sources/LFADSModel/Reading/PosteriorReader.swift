import Dispatch
import Kernels
import Synchronization
import Tensors

/// How a posterior is read.
public struct PosteriorRequest: Sendable {
  /// Samples to average; nil pushes the posterior means through instead.
  public var samples: Int?
  public var seed: UInt64
  /// Whether to keep the generator's states, the largest array of all.
  public var keepsGeneratorStates: Bool
  /// Whether to keep the controller's states.
  public var keepsControllerStates: Bool
  /// The ramps that `costs` takes.
  public var weights: CostWeights
  /// The number of the batch's first trial in its data: draws depend on a trial's number, not on how trials are
  /// batched.
  public var firstTrial: Int

  public init(
    samples: Int?, seed: UInt64, keepsGeneratorStates: Bool = true, keepsControllerStates: Bool = false,
    weights: CostWeights = CostWeights(kl: 1, l2: 1), firstTrial: Int = 0
  ) {
    // More would take longer than anybody waits, and no sum of theirs could be counted.
    self.samples = samples.map { min($0, 1 << 40) }
    self.seed = seed
    self.keepsGeneratorStates = keepsGeneratorStates
    self.keepsControllerStates = keepsControllerStates
    self.weights = weights
    self.firstTrial = firstTrial
  }
}

/// Reads a model: encodes trials once and decodes their samples, on as many threads as asked for, in memory bounded by
/// the trials of a group whatever the number of samples. Results depend neither on threads nor on grouping.
public final class PosteriorReader {
  private let model: PackedModel
  private let threads: Int
  private var shape: ModelShape { model.shape }
  /// Trials encoded together.
  static let groupTrials = 16
  /// Samples decoded together.
  static let decodedRows = 64

  public init(_ layout: ParameterLayout, threads: Int) {
    precondition(threads > 0, "a reader needs a thread")
    BLAS.useOneThread()
    model = PackedModel(layout)
    self.threads = threads
  }

  /// Reads all trials of a batch of one session.
  ///
  /// - Parameters:
  ///   - isCancelled: polled before every few samples; the result is nil once it says so.
  ///   - onProgress: trials done so far; called on any thread.
  public func read(
    _ parameters: ParameterVector, _ batch: ModelBatch, _ request: PosteriorRequest,
    isCancelled: @escaping @Sendable () -> Bool = { false }, onProgress: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> PosteriorArrays? {
    let part = batch.part
    model.prepare(parameters, sessions: [part.session], backward: false)
    let channels = shape.sessions[part.session].channels, group = Self.groupTrials
    let groups = (batch.trials + group - 1) / group
    let buffers = PosteriorBuffers(shape, trials: batch.trials, channels: channels, request)
    let next = Atomic<Int>(0), done = Atomic<Int>(0), stopped = Atomic<Bool>(false)
    let job = PosteriorJob(model: model, parameters: parameters, part: part, request: request, buffers: buffers)
    DispatchQueue.concurrentPerform(iterations: min(threads, groups)) { _ in
      let worker = PosteriorWorker(job)
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < groups, !stopped.load(ordering: .relaxed) else { return }
        let trials = (index * group)..<min((index + 1) * group, batch.trials)
        guard worker.read(trials, isCancelled: isCancelled) else {
          stopped.store(true, ordering: .relaxed)
          return
        }
        onProgress(done.add(trials.count, ordering: .relaxed).newValue)
      }
    }
    return stopped.load(ordering: .relaxed) ? nil : result(job, channels: channels)
  }

  private func result(_ job: PosteriorJob, channels: Int) -> PosteriorArrays {
    let hyper = shape.hyperparameters, b = job.buffers, n = b.trials, steps = shape.steps
    func cube(_ buffer: AlignedBuffer<Float>, _ width: Int, _ name: String) -> Tensor {
      Tensor(buffer.array, shape: [n, steps, width], axes: ["trial", "time", name])
    }
    func square(_ buffer: AlignedBuffer<Float>, _ width: Int, _ name: String?) -> Tensor {
      Tensor(buffer.array, shape: [n, width], axes: ["trial", name])
    }
    func inputs(_ buffer: AlignedBuffer<Float>) -> Tensor? {
      hyper.hasController ? cube(buffer, hyper.co_dim, "input") : nil
    }
    let prior = hyper.initialConditionPrior.init(job.parameters), coded = hyper.hasInitialConditionCode
    let l2 = L2Penalty(job.parameters).value * job.request.weights.l2
    let kl = zip(b.klInitialCondition.array, b.klInputs.array).map { $0 * hyper.kl_ic_weight + $1 * hyper.kl_co_weight }
    return PosteriorArrays(
      trials: n, steps: steps, samples: job.request.samples,
      outputs: zip(shape.likelihood.quantities, b.outputs).map { NamedOutput($0, cube($1, channels, "neuron")) },
      factors: cube(b.factors, hyper.factors_dim, "factor"),
      generatorStates: job.request.keepsGeneratorStates ? cube(b.states, hyper.gen_dim, "unit") : nil,
      generatorInitialStates: square(b.firstStates, hyper.gen_dim, "unit"),
      controllerStates: job.request.keepsControllerStates && hyper.hasController
        ? cube(b.controllerStates, hyper.con_dim, "unit") : nil,
      inputs: inputs(b.inputs), inputDeviations: inputs(b.inputDeviations), inputMeans: inputs(b.inputMeans),
      inputLogVariances: inputs(b.inputLogVariances),
      g0Means: coded ? square(b.g0Means, hyper.ic_dim, nil) : nil,
      g0LogVariances: coded ? square(b.g0LogVariances, hyper.ic_dim, nil) : nil,
      g0PriorMean: coded ? Tensor(prior.mean, shape: [hyper.ic_dim]) : nil,
      g0PriorLogVariance: coded ? Tensor(prior.logVariance, shape: [hyper.ic_dim]) : nil,
      reconstruction: b.reconstruction.array, klInitialCondition: b.klInitialCondition.array,
      klInputs: b.klInputs.array,
      costs: zip(b.reconstruction.array, kl).map { $0 + job.request.weights.kl * $1 + l2 },
      nllBoundVAE: b.bound.array, nllBoundIWAE: b.bestBound.array, nllBoundImportance: b.importanceBound.array)
  }
}

/// What all workers of one reading share.
struct PosteriorJob: @unchecked Sendable {
  let model: PackedModel
  let parameters: ParameterVector
  let part: BatchPart
  let request: PosteriorRequest
  let buffers: PosteriorBuffers
}
