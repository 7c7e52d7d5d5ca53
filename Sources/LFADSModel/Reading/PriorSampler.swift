import Kernels
import Tensors

/// Samples of a model's prior, all Float. N samples, T steps.
public struct PriorArrays: Sendable {
  /// [N, T, D] each: what the likelihood describes every observation by, `rates` first.
  public let outputs: [NamedOutput]
  /// [N, T, F].
  public let factors: Tensor
  /// [N, T, G].
  public let generatorStates: Tensor
  /// [N, G].
  public let generatorInitialStates: Tensor
  /// [N, T, U]: inputs drawn from their prior; nil without a controller.
  public let inputs: Tensor?
  /// [N, ic_dim]: draws of g0; nil without a code.
  public let g0: Tensor?
  /// [ic_dim]: the prior of g0 in force; nil without a code.
  public let g0PriorMean: Tensor?
  public let g0PriorLogVariance: Tensor?

  /// [N, T, D]: the expected observation, per bin.
  public var rates: Tensor { outputs.rates }
}

/// Generates from the prior: g0 and inputs each from their own, in place of the encoders and the controller, which are
/// not run.
public final class PriorSampler {
  private let model: PackedModel
  private var shape: ModelShape { model.shape }
  private static let chunkRows = 64

  public init(_ layout: ParameterLayout) {
    BLAS.useOneThread()
    model = PackedModel(layout)
  }

  /// How many numbers one sample for a session holds.
  public static func size(_ shape: ModelShape, session: Int) -> Double {
    let hyper = shape.hyperparameters
    let outputs = shape.sessions[session].channels * shape.quantitiesPerChannel
    return Double(shape.steps) * Double(outputs + hyper.factors_dim + hyper.gen_dim + hyper.co_dim)
      + Double(hyper.gen_dim + hyper.ic_dim)
  }

  /// Draws `samples` samples for a session.
  ///
  /// - Parameters:
  ///   - noise: drawn by sample, so a sample does not depend on how many are asked for; or recorded.
  ///   - externalInput: [samples, T, I], row-major, where such inputs are injected into the generator.
  ///   - isCancelled: polled between chunks; the result is nil once it says so.
  public func sample(
    _ parameters: ParameterVector, session: Int, samples: Int, noise: PriorNoise, externalInput: [Float] = [],
    isCancelled: () -> Bool = { false }
  ) -> PriorArrays? {
    let hyper = shape.hyperparameters, steps = shape.steps, channels = shape.sessions[session].channels
    let u = hyper.co_dim
    precondition(
      externalInput.count == samples * steps * hyper.injectedInputs, "external input for \(samples) samples")
    model.prepare(parameters, sessions: [session], backward: false)
    let prior = hyper.initialConditionPrior.init(parameters), inputPrior = hyper.inputPrior.init(parameters)
    let decoder = Decoder(model, rows: Self.chunkRows)
    let history = CellHistory(units: hyper.gen_dim, rows: Self.chunkRows, steps: steps)
    var store = PriorStore(samples: samples, shape, channels: channels)
    for first in stride(from: 0, to: samples, by: Self.chunkRows) {
      if isCancelled() { return nil }
      let rows = min(Self.chunkRows, samples - first)
      let draws = noise.draw(first: first, rows: rows, steps: steps, hyper: hyper)
      if hyper.hasInitialConditionCode {
        for row in 0..<rows {
          draws.initialCondition.withUnsafeBufferPointer { noise in
            guard let noise = noise.baseAddress else { return }
            prior.draw(noise + row * hyper.ic_dim, into: decoder.g0.pointer + row * hyper.ic_dim)
          }
        }
      }
      model.beginGenerator(history, rows: rows, steps: steps) { row, t, i in
        externalInput[((first + row) * steps + t) * hyper.injectedInputs + i]
      }
      decoder.start(rows: rows, session: session, parameters: parameters.buffer.pointer, inputs: .given)
      store.putFirst(decoder, first: first, rows: rows)
      let rowNumbers = Array(0..<rows)
      for t in 0..<steps {
        if u > 0 {
          inputPrior.draw(t, rows: rows, inputs: decoder.inputs.pointer) { row, i in
            Double(draws.inputs[(row * steps + t) * u + i])
          }
        }
        decoder.step(
          t, rows: rows, session: session, parameters: parameters.buffer.pointer, trialOfRow: rowNumbers, trials: rows,
          inputs: .given, generatorHistory: history)
        store.put(decoder, t, first: first, rows: rows)
      }
    }
    return store.arrays(prior: prior)
  }
}

/// The standard normal numbers behind prior samples.
public enum PriorNoise: Sendable {
  case drawn(seed: UInt64)
  /// g0 [N, ic_dim] and u [N, T, U].
  case recorded(initialCondition: [Float], inputs: [Float])

  func draw(
    first: Int, rows: Int, steps: Int, hyper: Hyperparameters
  ) -> (initialCondition: [Float], inputs: [Float]) {
    let dim = hyper.ic_dim, inputCount = steps * hyper.co_dim
    switch self {
    case .recorded(let g0, let u):
      return (
        Array(g0[(first * dim)..<((first + rows) * dim)]),
        Array(u[(first * inputCount)..<((first + rows) * inputCount)])
      )
    case .drawn(let seed):
      let g0 = AlignedBuffer<Float>(count: rows * dim), u = AlignedBuffer<Float>(count: rows * inputCount)
      for row in 0..<rows {
        let major = UInt32(truncatingIfNeeded: first + row)
        Kernels.normals(
          g0.pointer + row * dim, count: dim, key: seed, stream: DrawSite.prior.stream(major: major, minor: 0))
        Kernels.normals(
          u.pointer + row * inputCount, count: inputCount, key: seed,
          stream: DrawSite.priorInput.stream(major: major, minor: 0))
      }
      return (g0.array, u.array)
    }
  }
}

/// Prior samples while they are made.
private struct PriorStore {
  let samples: Int
  let steps: Int
  let hyper: Hyperparameters
  let channels: Int
  let quantities: [String]
  var output, factors, states, firstStates, inputs, g0: [Float]

  private var width: Int { channels * quantities.count }

  init(samples: Int, _ shape: ModelShape, channels: Int) {
    self.samples = samples
    self.channels = channels
    steps = shape.steps
    hyper = shape.hyperparameters
    quantities = shape.likelihood.quantities
    let cells = samples * steps
    output = Array(repeating: 0, count: cells * channels * quantities.count)
    factors = Array(repeating: 0, count: cells * hyper.factors_dim)
    states = Array(repeating: 0, count: cells * hyper.gen_dim)
    firstStates = Array(repeating: 0, count: samples * hyper.gen_dim)
    inputs = Array(repeating: 0, count: cells * hyper.co_dim)
    g0 = Array(repeating: 0, count: samples * hyper.ic_dim)
  }

  mutating func putFirst(_ decoder: Decoder, first: Int, rows: Int) {
    for i in 0..<(rows * hyper.gen_dim) { firstStates[first * hyper.gen_dim + i] = decoder.state[i] }
    for i in 0..<(rows * hyper.ic_dim) { g0[first * hyper.ic_dim + i] = decoder.g0.pointer[i] }
  }

  mutating func put(_ decoder: Decoder, _ t: Int, first: Int, rows: Int) {
    func copy(_ source: UnsafePointer<Float>, _ width: Int, _ target: inout [Float]) {
      for row in 0..<rows {
        let to = ((first + row) * steps + t) * width
        for i in 0..<width { target[to + i] = source[row * width + i] }
      }
    }
    copy(decoder.distribution.pointer, width, &output)
    copy(decoder.factors.pointer, hyper.factors_dim, &factors)
    copy(decoder.state, hyper.gen_dim, &states)
    copy(decoder.inputs.pointer, hyper.co_dim, &inputs)
  }

  func arrays(prior: any InitialConditionPrior) -> PriorArrays {
    func cube(_ values: [Float], _ width: Int, _ name: String) -> Tensor {
      Tensor(values, shape: [samples, steps, width], axes: ["trial", "time", name])
    }
    func quantity(_ index: Int) -> [Float] {
      let offset = index * channels
      return (0..<(samples * steps)).flatMap { output[($0 * width + offset)..<($0 * width + offset + channels)] }
    }
    let coded = hyper.hasInitialConditionCode
    return PriorArrays(
      outputs: quantities.enumerated().map {
        NamedOutput($1, cube(quantities.count == 1 ? output : quantity($0), channels, "neuron"))
      },
      factors: cube(factors, hyper.factors_dim, "factor"), generatorStates: cube(states, hyper.gen_dim, "unit"),
      generatorInitialStates: Tensor(firstStates, shape: [samples, hyper.gen_dim], axes: ["trial", "unit"]),
      inputs: hyper.hasController ? cube(inputs, hyper.co_dim, "input") : nil,
      g0: coded ? Tensor(g0, shape: [samples, hyper.ic_dim], axes: ["trial", nil]) : nil,
      g0PriorMean: coded ? Tensor(prior.mean, shape: [hyper.ic_dim]) : nil,
      g0PriorLogVariance: coded ? Tensor(prior.logVariance, shape: [hyper.ic_dim]) : nil)
  }
}
