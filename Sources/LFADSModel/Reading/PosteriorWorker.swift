import Kernels

/// One thread's part of reading a posterior: encodes a group of trials, decodes their samples in chunks of rows.
final class PosteriorWorker {
  private let job: PosteriorJob
  private let pass: ShardPass
  private let decoder: Decoder
  private let accumulator: PosteriorAccumulator
  private let g0Noise: AlignedBuffer<Float>  // [rows, ic_dim]
  private let rowLikelihood: AlignedBuffer<Float>  // [rows]
  private let observed: AlignedBuffer<Float>  // [rows, D]
  /// [rows, D] twice; of a batch in which not all observations count once.
  private let weights: (values: AlignedBuffer<Float>, gradients: AlignedBuffer<Float>)
  private let initialConditionPrior: any InitialConditionPrior
  private let inputPrior: any InputPrior

  init(_ job: PosteriorJob) {
    self.job = job
    let shape = job.model.shape, rows = PosteriorReader.decodedRows
    pass = ShardPass(job.model, rows: PosteriorReader.groupTrials)
    decoder = Decoder(job.model, rows: rows)
    accumulator = PosteriorAccumulator(shape, trials: PosteriorReader.groupTrials, job.request)
    g0Noise = AlignedBuffer(count: rows * shape.hyperparameters.ic_dim)
    rowLikelihood = AlignedBuffer(count: rows)
    observed = AlignedBuffer(count: rows * shape.maximumChannels)
    let weighed = job.part.isWeighted ? rows * shape.maximumChannels : 0
    weights = (AlignedBuffer(count: weighed), AlignedBuffer(count: weighed))
    initialConditionPrior = shape.hyperparameters.initialConditionPrior.init(job.parameters)
    inputPrior = shape.hyperparameters.inputPrior.init(job.parameters)
  }

  private var hyper: Hyperparameters { pass.hyper }
  private var parameters: UnsafePointer<Float> { UnsafePointer(job.parameters.buffer.pointer) }

  /// Reads trials `trials` of the batch into the job's buffers.
  ///
  /// - Returns: false when it was asked to stop on the way; the buffers then hold nothing of these trials.
  func read(_ trials: Range<Int>, isCancelled: () -> Bool) -> Bool {
    let samples = job.request.samples ?? 1, total = trials.count * samples
    pass.encode(job.part, rows: trials, parameters: job.parameters)
    accumulator.clear()
    var logWeights = SampleWeights(trials: trials.count)
    let constants = pass.observation.constants(pass.extent, pass.readIn)
    for first in stride(from: 0, to: total, by: PosteriorReader.decodedRows) {
      if isCancelled() { return false }
      let rows = min(PosteriorReader.decodedRows, total - first)
      let chunk = (first..<(first + rows)).map { (trial: $0 / samples, sample: $0 % samples) }
      decode(chunk, firstTrial: trials.lowerBound, trials: trials.count, constants, &logWeights)
    }
    let buffers = job.buffers, dim = hyper.ic_dim
    accumulator.write(
      buffers, first: trials.lowerBound, trials: trials.count, samples: samples, channels: pass.extent.channels)
    for (row, trial) in trials.enumerated() {
      let g0 = pass.initialCondition
      (buffers.g0Means.pointer + trial * dim).update(from: g0.mean(row), count: dim)
      (buffers.g0LogVariances.pointer + trial * dim).update(from: g0.logVariance(row), count: dim)
      let klG0 = hyper.hasInitialConditionCode ? g0.divergence(row, initialConditionPrior) : 0
      logWeights.write(buffers, row: row, trial: trial, klInitialCondition: klG0, hyper)
    }
    return true
  }

  private func decode(
    _ chunk: [(trial: Int, sample: Int)], firstTrial: Int, trials: Int, _ constants: [Double],
    _ logWeights: inout SampleWeights
  ) {
    let rows = chunk.count, steps = pass.extent.steps, u = hyper.co_dim, session = pass.extent.session
    let trialOfRow = chunk.map(\.trial)
    draw(chunk, firstTrial: firstTrial)
    let source = pass.generation.controller.map(Decoder.InputSource.controller) ?? .given
    decoder.start(rows: rows, session: session, parameters: parameters, inputs: source)
    accumulator.addFirst(decoder, rows: rows, trialOfRow: trialOfRow)
    var logLikelihood = Array(repeating: 0.0, count: rows), kl = logLikelihood
    var last = Array(repeating: 0.0, count: rows * u)
    for t in 0..<steps {
      decoder.step(
        t, rows: rows, session: session, parameters: parameters, trialOfRow: trialOfRow, trials: trials,
        inputs: source, generatorHistory: pass.generation.generator)
      addLikelihood(t, trialOfRow, trials: trials, to: &logLikelihood)
      if u > 0 {
        inputPrior.addDivergences(
          t, rows: rows, samples: decoder.inputs.pointer, posterior: decoder.inputPosterior.pointer,
          noise: decoder.inputNoise.pointer + t * u, noiseStride: steps * u, last: &last, to: &kl)
      }
      accumulator.add(decoder, t, rows: rows, trialOfRow: trialOfRow, channels: pass.extent.channels)
    }
    for (row, (trial, _)) in chunk.enumerated() {
      logWeights.add(
        trial: trial, logLikelihood: logLikelihood[row] + constants[trial], klInputs: kl[row],
        sampledKLInitialCondition: sampledInitialConditionKL(row, trial))
    }
  }

  /// g0 of every row and the noise of its inputs; zero noise where means are pushed through.
  private func draw(_ chunk: [(trial: Int, sample: Int)], firstTrial: Int) {
    let dim = hyper.ic_dim, inputCount = pass.extent.steps * hyper.co_dim
    for (row, (trial, sample)) in chunk.enumerated() {
      let epsilon = g0Noise.pointer + row * dim, noise = decoder.inputNoise.pointer + row * inputCount
      if job.request.samples == nil {
        epsilon.update(repeating: 0, count: dim)
        noise.update(repeating: 0, count: inputCount)
      } else {
        let major = UInt32(truncatingIfNeeded: job.request.firstTrial + firstTrial + trial), minor = UInt32(sample)
        Kernels.normals(
          epsilon, count: dim, key: job.request.seed,
          stream: DrawSite.posteriorInitialCondition.stream(major: major, minor: minor))
        Kernels.normals(
          noise, count: inputCount, key: job.request.seed,
          stream: DrawSite.posteriorInput.stream(major: major, minor: minor))
      }
      DiagonalGaussian.sample(
        mean: pass.initialCondition.mean(trial), logVariance: pass.initialCondition.logVariance(trial),
        noise: epsilon, count: dim, into: decoder.g0.pointer + row * dim)
    }
  }

  /// log p of step t of every row, less its constant.
  private func addLikelihood(_ t: Int, _ trialOfRow: [Int], trials: Int, to sums: inout [Double]) {
    let rows = trialOfRow.count, d = pass.extent.channels
    let data = pass.readIn.data.pointer, weigh = pass.observation.currentWeights
    for row in 0..<rows {
      let from = (t * trials + trialOfRow[row]) * d, to = row * d
      (observed.pointer + to).update(from: data + from, count: d)
      if let weigh {
        (weights.values.pointer + to).update(from: weigh.values + from, count: d)
        (weights.gradients.pointer + to).update(from: weigh.gradients + from, count: d)
      }
      rowLikelihood.pointer[row] = 0
    }
    pass.shape.likelihood.add(
      ObservedCells(
        decoder.outputRows(rows, session: pass.extent.session, parameters: parameters), observed: observed.pointer,
        weights: weigh == nil
          ? nil : ObservationWeights(values: weights.values.pointer, gradients: weights.gradients.pointer)),
      to: rowLikelihood.pointer, gradient: nil)
    for row in 0..<rows { sums[row] += Double(rowLikelihood.pointer[row]) }
  }

  /// log q(g0) − log p(g0) at the sample of a row, unweighted.
  private func sampledInitialConditionKL(_ row: Int, _ trial: Int) -> Double {
    let dim = hyper.ic_dim
    return initialConditionPrior.sampledDivergence(
      decoder.g0.pointer + row * dim, logVariance: pass.initialCondition.logVariance(trial),
      noise: g0Noise.pointer + row * dim)
  }
}

/// The likelihoods and divergences of every sample of a group of trials, without the costs' weights.
struct SampleWeights {
  private var logLikelihood: [[Double]]
  private var klInputs: [[Double]]
  private var logImportance: [[Double]]

  init(trials: Int) {
    logLikelihood = Array(repeating: [], count: trials)
    klInputs = logLikelihood
    logImportance = logLikelihood
  }

  mutating func add(
    trial: Int, logLikelihood p: Double, klInputs kl: Double, sampledKLInitialCondition: Double
  ) {
    logLikelihood[trial].append(p)
    klInputs[trial].append(kl)
    logImportance[trial].append(p - kl - sampledKLInitialCondition)
  }

  /// - Parameter hyper: has the weights, which the bounds of the reference take.
  func write(_ buffers: PosteriorBuffers, row: Int, trial: Int, klInitialCondition: Double, _ hyper: Hyperparameters) {
    let count = Double(logLikelihood[row].count)
    let bounds = zip(logLikelihood[row], klInputs[row]).map {
      $0 - $1 * hyper.kl_co_weight - klInitialCondition * hyper.kl_ic_weight
    }
    buffers.reconstruction.pointer[trial] = -logLikelihood[row].reduce(0, +) / count
    buffers.klInitialCondition.pointer[trial] = klInitialCondition
    buffers.klInputs.pointer[trial] = klInputs[row].reduce(0, +) / count
    buffers.bound.pointer[trial] = -bounds.reduce(0, +) / count
    buffers.bestBound.pointer[trial] = -(logSumExp(bounds) - count.logarithm)
    buffers.importanceBound.pointer[trial] = -(logSumExp(logImportance[row]) - count.logarithm)
  }
}
