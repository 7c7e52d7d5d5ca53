import Kernels

/// One thread's part of reading a posterior: encodes a group of trials, decodes their samples in chunks of rows.
final class PosteriorWorker {
  private let job: PosteriorJob
  private let pass: ShardPass
  private let decoder: Decoder
  private let accumulator: PosteriorAccumulator
  private let g0Noise: AlignedBuffer<Float>  // [rows, ic_dim]
  private let rowLikelihood: AlignedBuffer<Float>  // [rows]
  private let counts: AlignedBuffer<Float>  // [rows, D]
  private let initialConditionPrior: InitialConditionPrior
  private let inputPrior: InputPrior

  init(_ job: PosteriorJob) {
    self.job = job
    let shape = job.model.shape, rows = PosteriorReader.decodedRows
    pass = ShardPass(job.model, rows: PosteriorReader.groupTrials)
    decoder = Decoder(job.model, rows: rows)
    accumulator = PosteriorAccumulator(shape, trials: PosteriorReader.groupTrials, job.request)
    g0Noise = AlignedBuffer(count: rows * shape.hyperparameters.ic_dim)
    rowLikelihood = AlignedBuffer(count: rows)
    counts = AlignedBuffer(count: rows * shape.maximumChannels)
    initialConditionPrior = InitialConditionPrior(job.parameters)
    inputPrior = InputPrior(job.parameters)
  }

  private var h: Hyperparameters { pass.h }

  /// Reads trials `trials` of the batch into the job's buffers.
  ///
  /// - Returns: false when it was asked to stop on the way; the buffers then hold nothing of these trials.
  func read(_ trials: Range<Int>, isCancelled: () -> Bool) -> Bool {
    let samples = job.request.samples ?? 1, total = trials.count * samples
    pass.encode(job.batch, rows: trials, parameters: job.parameters)
    accumulator.clear()
    var logWeights = SampleWeights(trials: trials.count)
    for first in stride(from: 0, to: total, by: PosteriorReader.decodedRows) {
      if isCancelled() { return false }
      let rows = min(PosteriorReader.decodedRows, total - first)
      let chunk = (first..<(first + rows)).map { (trial: $0 / samples, sample: $0 % samples) }
      decode(chunk, firstTrial: trials.lowerBound, trials: trials.count, &logWeights)
    }
    let buffers = job.buffers, dim = h.ic_dim
    accumulator.write(
      buffers, first: trials.lowerBound, trials: trials.count, samples: samples, channels: pass.channels)
    for (row, trial) in trials.enumerated() {
      let posterior = pass.g0Posterior.pointer + row * 2 * dim
      (buffers.g0Means.pointer + trial * dim).update(from: posterior, count: dim)
      (buffers.g0LogVariances.pointer + trial * dim).update(from: posterior + dim, count: dim)
      let klG0 = h.hasInitialConditionCode ? pass.initialDivergence(row, initialConditionPrior) : 0
      logWeights.write(buffers, row: row, trial: trial, klInitialCondition: klG0, h)
    }
    return true
  }

  private func decode(
    _ chunk: [(trial: Int, sample: Int)], firstTrial: Int, trials: Int, _ logWeights: inout SampleWeights
  ) {
    let rows = chunk.count, steps = pass.steps, u = h.co_dim
    let width = pass.outputWidth, session = pass.session
    let trialOfRow = chunk.map(\.trial)
    draw(chunk, firstTrial: firstTrial)
    let source = pass.controllerHistory.map(Decoder.InputSource.controller) ?? .given
    decoder.start(
      rows: rows, session: session, parameters: job.parameters.buffer.pointer, inputs: source)
    accumulator.addFirst(decoder, rows: rows, trialOfRow: trialOfRow)
    var logLikelihood = Array(repeating: 0.0, count: rows), kl = logLikelihood
    var last = Array(repeating: 0.0, count: rows * u)
    for t in 0..<steps {
      decoder.step(
        t, rows: rows, session: session, trialOfRow: trialOfRow, trials: trials, inputs: source,
        generatorHistory: pass.generatorHistory)
      addLikelihood(t, trialOfRow, trials: trials, to: &logLikelihood)
      if u > 0 { addInputKL(t, rows: rows, last: &last, to: &kl) }
      accumulator.add(decoder, t, rows: rows, trialOfRow: trialOfRow, width: width)
    }
    for (row, (trial, _)) in chunk.enumerated() {
      let data = logFactorials(trial, trials: trials)
      logWeights.add(
        trial: trial, logLikelihood: logLikelihood[row] - data, klInputs: kl[row],
        sampledKLInitialCondition: sampledInitialConditionKL(row, trial))
    }
  }

  /// g0 of every row and the noise of its inputs; zero noise where means are pushed through.
  private func draw(_ chunk: [(trial: Int, sample: Int)], firstTrial: Int) {
    let dim = h.ic_dim, inputCount = pass.steps * h.co_dim
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
      let mean = pass.g0Posterior.pointer + trial * 2 * dim, logvar = mean + dim
      for i in 0..<dim {
        decoder.g0.pointer[row * dim + i] = mean[i] + (logvar[i] / 2).exponential * epsilon[i]
      }
    }
  }

  private func addLikelihood(_ t: Int, _ trialOfRow: [Int], trials: Int, to sums: inout [Double]) {
    let rows = trialOfRow.count, d = pass.channels, width = pass.outputWidth
    for row in 0..<rows {
      (counts.pointer + row * d).update(from: pass.data.pointer + (t * trials + trialOfRow[row]) * d, count: d)
      rowLikelihood.pointer[row] = 0
    }
    let output = decoder.output.pointer
    switch h.output_dist {
    case .poisson:
      Kernels.poisson(
        rows: rows, n: d, logRates: output, leadingDimension: width, counts: counts.pointer,
        countsLeadingDimension: d, logLikelihood: rowLikelihood.pointer)
    case .gaussian:
      Kernels.gaussian(
        rows: rows, n: d, mean: output, logVariance: output + d, leadingDimension: width, x: counts.pointer,
        xLeadingDimension: d, logLikelihood: rowLikelihood.pointer)
    }
    for row in 0..<rows { sums[row] += Double(rowLikelihood.pointer[row]) }
  }

  /// log q(u_t) − log p(u_t | u_{t−1}) of every row, unweighted.
  private func addInputKL(_ t: Int, rows: Int, last: inout [Double], to kl: inout [Double]) {
    let u = h.co_dim, steps = pass.steps
    for row in 0..<rows {
      for i in 0..<u {
        let sample = Double(decoder.inputs.pointer[row * u + i])
        let logvar = Double(decoder.inputPosterior.pointer[row * 2 * u + u + i])
        let epsilon = Double(decoder.inputNoise.pointer[(row * steps + t) * u + i])
        let logPrior = t == 0 ? inputPrior.logStationaryVariance(i) : inputPrior.logInnovationVariance[i]
        let residual = t == 0 ? sample : sample - inputPrior.coefficient[i] * last[row * u + i]
        kl[row] += 0.5 * (logPrior + residual * residual * (-logPrior).exponential - logvar - epsilon * epsilon)
        last[row * u + i] = sample
      }
    }
  }

  /// log q(g0) − log p(g0) at the sample of a row, unweighted.
  private func sampledInitialConditionKL(_ row: Int, _ trial: Int) -> Double {
    let dim = h.ic_dim, logvar = pass.g0Posterior.pointer + trial * 2 * dim + dim
    var sum = 0.0
    for i in 0..<dim {
      let epsilon = Double(g0Noise.pointer[row * dim + i])
      let residual = Double(decoder.g0.pointer[row * dim + i] - initialConditionPrior.mean[i])
      let logPrior = Double(initialConditionPrior.logVariance[i])
      sum += 0.5 * (logPrior + residual * residual * (-logPrior).exponential - Double(logvar[i]) - epsilon * epsilon)
    }
    return sum
  }

  /// Σ log k! of a trial; 0 for Gaussian data.
  private func logFactorials(_ trial: Int, trials: Int) -> Double {
    guard h.output_dist == .poisson else { return 0 }
    let d = pass.channels
    return (0..<pass.steps).reduce(0) { sum, t in
      sum + LogFactorials.bytes.sum(pass.data.pointer + (t * trials + trial) * d, count: d)
    }
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

  /// - Parameter h: has the weights, which the bounds of the reference take.
  func write(_ buffers: PosteriorBuffers, row: Int, trial: Int, klInitialCondition: Double, _ h: Hyperparameters) {
    let count = Double(logLikelihood[row].count)
    let bounds = zip(logLikelihood[row], klInputs[row]).map {
      $0 - $1 * h.kl_co_weight - klInitialCondition * h.kl_ic_weight
    }
    buffers.reconstruction.pointer[trial] = -logLikelihood[row].reduce(0, +) / count
    buffers.klInitialCondition.pointer[trial] = klInitialCondition
    buffers.klInputs.pointer[trial] = klInputs[row].reduce(0, +) / count
    buffers.bound.pointer[trial] = -bounds.reduce(0, +) / count
    buffers.bestBound.pointer[trial] = -(logSumExp(bounds) - count.logarithm)
    buffers.importanceBound.pointer[trial] = -(logSumExp(logImportance[row]) - count.logarithm)
  }
}
