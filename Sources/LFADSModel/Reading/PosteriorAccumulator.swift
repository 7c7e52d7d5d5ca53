import Kernels

/// Sums over the samples of a group of trials, in double precision, in the order of the samples.
final class PosteriorAccumulator {
  let shape: ModelShape
  let capacity: Int
  private let keepsStates: Bool
  private let keepsControllerStates: Bool
  private let output: AlignedBuffer<Double>  // [N, T, quantities·D]
  private let factors: AlignedBuffer<Double>  // [N, T, F]
  private let states: AlignedBuffer<Double>  // [N, T, G]
  private let firstStates: AlignedBuffer<Double>  // [N, G]
  private let controllerStates: AlignedBuffer<Double>  // [N, T, con_dim]
  private let inputs: AlignedBuffer<Double>  // [N, T, U]
  private let squares: AlignedBuffer<Double>  // [N, T, U]
  private let inputPosterior: AlignedBuffer<Double>  // [N, T, 2U]

  init(_ shape: ModelShape, trials capacity: Int, _ request: PosteriorRequest) {
    let hyper = shape.hyperparameters, cells = capacity * shape.steps
    self.shape = shape
    self.capacity = capacity
    keepsStates = request.keepsGeneratorStates
    keepsControllerStates = request.keepsControllerStates && hyper.hasController
    output = AlignedBuffer(count: cells * shape.maximumChannels * shape.quantitiesPerChannel)
    factors = AlignedBuffer(count: cells * hyper.factors_dim)
    states = AlignedBuffer(count: keepsStates ? cells * hyper.gen_dim : 0)
    firstStates = AlignedBuffer(count: capacity * hyper.gen_dim)
    controllerStates = AlignedBuffer(count: keepsControllerStates ? cells * hyper.con_dim : 0)
    inputs = AlignedBuffer(count: cells * hyper.co_dim)
    squares = AlignedBuffer(count: cells * hyper.co_dim)
    inputPosterior = AlignedBuffer(count: cells * 2 * hyper.co_dim)
  }

  func clear() {
    for buffer in [output, factors, states, firstStates, controllerStates, inputs, squares, inputPosterior] {
      buffer.fill(0)
    }
  }

  /// Adds the first states of a chunk of rows.
  func addFirst(_ decoder: Decoder, rows: Int, trialOfRow: [Int]) {
    let gen = shape.hyperparameters.gen_dim
    for row in 0..<rows {
      add(decoder.state + row * gen, gen, to: firstStates.pointer + trialOfRow[row] * gen)
    }
  }

  /// Adds step t of a chunk of rows.
  func add(_ decoder: Decoder, _ t: Int, rows: Int, trialOfRow: [Int], channels: Int) {
    let hyper = shape.hyperparameters, steps = shape.steps, u = hyper.co_dim
    let width = channels * shape.quantitiesPerChannel
    for row in 0..<rows {
      let cell = trialOfRow[row] * steps + t
      add(decoder.distribution.pointer + row * width, width, to: output.pointer + cell * width)
      add(
        decoder.factors.pointer + row * hyper.factors_dim, hyper.factors_dim,
        to: factors.pointer + cell * hyper.factors_dim)
      if keepsStates {
        add(decoder.state + row * hyper.gen_dim, hyper.gen_dim, to: states.pointer + cell * hyper.gen_dim)
      }
      if keepsControllerStates {
        add(
          decoder.controllerState + row * hyper.con_dim, hyper.con_dim,
          to: controllerStates.pointer + cell * hyper.con_dim)
      }
      add(decoder.inputs.pointer + row * u, u, to: inputs.pointer + cell * u)
      add(decoder.inputPosterior.pointer + row * 2 * u, 2 * u, to: inputPosterior.pointer + cell * 2 * u)
      for i in 0..<u {
        let value = Double(decoder.inputs.pointer[row * u + i])
        squares.pointer[cell * u + i] += value * value
      }
    }
  }

  private func add(_ source: UnsafePointer<Float>, _ count: Int, to sums: UnsafeMutablePointer<Double>) {
    for i in 0..<count { sums[i] += Double(source[i]) }
  }

  /// Writes the means of `trials` trials into the result at trial `first`.
  func write(_ target: PosteriorBuffers, first: Int, trials: Int, samples: Int, channels: Int) {
    let hyper = shape.hyperparameters, steps = shape.steps, u = hyper.co_dim, scale = 1 / Double(samples)
    let width = channels * shape.quantitiesPerChannel
    func mean(_ sums: UnsafePointer<Double>, _ count: Int, _ target: UnsafeMutablePointer<Float>) {
      for i in 0..<count { target[i] = Float(sums[i] * scale) }
    }
    for trial in 0..<trials {
      for t in 0..<steps {
        let cell = trial * steps + t, to = (first + trial) * steps + t
        for (index, quantity) in target.outputs.enumerated() {
          mean(output.pointer + cell * width + index * channels, channels, quantity.pointer + to * channels)
        }
        mean(inputPosterior.pointer + cell * 2 * u, u, target.inputMeans.pointer + to * u)
        mean(inputPosterior.pointer + cell * 2 * u + u, u, target.inputLogVariances.pointer + to * u)
        for i in 0..<u {
          let average = inputs.pointer[cell * u + i] * scale
          let variance = max(squares.pointer[cell * u + i] * scale - average * average, 0)
          target.inputs.pointer[to * u + i] = Float(average)
          target.inputDeviations.pointer[to * u + i] =
            samples > 1 ? Float((variance * Double(samples) / Double(samples - 1)).squareRoot()) : 0
        }
      }
      let start = (first + trial) * steps
      mean(
        factors.pointer + trial * steps * hyper.factors_dim, steps * hyper.factors_dim,
        target.factors.pointer + start * hyper.factors_dim)
      if keepsStates {
        mean(
          states.pointer + trial * steps * hyper.gen_dim, steps * hyper.gen_dim,
          target.states.pointer + start * hyper.gen_dim)
      }
      if keepsControllerStates {
        mean(
          controllerStates.pointer + trial * steps * hyper.con_dim, steps * hyper.con_dim,
          target.controllerStates.pointer + start * hyper.con_dim)
      }
      mean(
        firstStates.pointer + trial * hyper.gen_dim, hyper.gen_dim,
        target.firstStates.pointer + (first + trial) * hyper.gen_dim)
    }
  }
}

/// The result of a reading while its groups of trials, each its own part, fill it in.
final class PosteriorBuffers: Sendable {
  let trials: Int
  /// One for each quantity of the likelihood, [N, T, D].
  let outputs: [AlignedBuffer<Float>]
  let factors, states, firstStates, controllerStates: AlignedBuffer<Float>
  let inputs, inputDeviations, inputMeans, inputLogVariances, g0Means, g0LogVariances: AlignedBuffer<Float>
  let reconstruction, klInitialCondition, klInputs, bound, bestBound, importanceBound: AlignedBuffer<Double>

  init(_ shape: ModelShape, trials: Int, channels: Int, _ request: PosteriorRequest) {
    let hyper = shape.hyperparameters, cells = trials * shape.steps
    self.trials = trials
    outputs = shape.likelihood.quantities.map { _ in AlignedBuffer(count: cells * channels) }
    factors = AlignedBuffer(count: cells * hyper.factors_dim)
    states = AlignedBuffer(count: request.keepsGeneratorStates ? cells * hyper.gen_dim : 0)
    firstStates = AlignedBuffer(count: trials * hyper.gen_dim)
    controllerStates = AlignedBuffer(
      count: request.keepsControllerStates && hyper.hasController ? cells * hyper.con_dim : 0)
    inputs = AlignedBuffer(count: cells * hyper.co_dim)
    inputDeviations = AlignedBuffer(count: cells * hyper.co_dim)
    inputMeans = AlignedBuffer(count: cells * hyper.co_dim)
    inputLogVariances = AlignedBuffer(count: cells * hyper.co_dim)
    g0Means = AlignedBuffer(count: trials * hyper.ic_dim)
    g0LogVariances = AlignedBuffer(count: trials * hyper.ic_dim)
    reconstruction = AlignedBuffer(count: trials)
    klInitialCondition = AlignedBuffer(count: trials)
    klInputs = AlignedBuffer(count: trials)
    bound = AlignedBuffer(count: trials)
    bestBound = AlignedBuffer(count: trials)
    importanceBound = AlignedBuffer(count: trials)
  }
}
