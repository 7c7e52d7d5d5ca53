import Kernels
import Tensors

/// A push to a run of the generator, the same in all trials.
public struct Kick: Sendable, Equatable {
  /// The step it comes before, from 0.
  public let step: Int
  /// Added to the state that the step starts from, [G]; empty for none.
  public let state: [Float]
  /// Added to the input of the step, [U + injected inputs]; empty for none.
  public let input: [Float]

  public init(step: Int, state: [Float] = [], input: [Float] = []) {
    self.step = step
    self.state = state
    self.input = input
  }
}

/// What a run of the generator gives, row-major: N trials, S steps.
public struct GeneratorRun: Sendable {
  /// [N, S, G].
  public fileprivate(set) var states: [Float]
  /// [N, S, F].
  public fileprivate(set) var factors: [Float]
  /// [N, S, D] each: what the likelihood describes an observation by, `rates` first.
  public fileprivate(set) var outputs: [(name: String, values: [Float])]
}

/// The generator by itself: from given first states with given inputs, without controller, noise and dropout.
public final class GeneratorRunner {
  private let model: PackedModel
  private var shape: ModelShape { model.shape }
  private static let chunkRows = 64

  public init(_ layout: ParameterLayout) {
    BLAS.useOneThread()
    model = PackedModel(layout)
  }

  /// The generator's first states [N, G] of codes g0 [N, ic_dim]; without a code the learned first state of each.
  public func firstStates(_ parameters: ParameterVector, codes: [Float], trials: Int) -> [Float] {
    let hyper = shape.hyperparameters
    precondition(codes.count == trials * hyper.ic_dim, "\(codes.count) numbers for \(trials) codes")
    model.prepare(parameters, sessions: [0], backward: false)
    var states: [Float] = []
    let decoder = Decoder(model, rows: Self.chunkRows)
    for first in stride(from: 0, to: trials, by: Self.chunkRows) {
      let rows = min(Self.chunkRows, trials - first)
      for i in 0..<(rows * hyper.ic_dim) { decoder.g0.pointer[i] = codes[first * hyper.ic_dim + i] }
      decoder.start(rows: rows, session: 0, parameters: parameters.buffer.pointer, inputs: .given)
      states += UnsafeBufferPointer(start: decoder.state, count: rows * hyper.gen_dim)
    }
    return states
  }

  /// Runs `trials` trials for `steps` steps.
  ///
  /// - Parameters:
  ///   - session: whose read-out to use.
  ///   - first: the states that step 0 starts from, [N, G].
  ///   - inputs: [N, S, U + injected external inputs], in that order.
  ///   - isCancelled: polled between chunks of trials; the result is nil once it says so.
  public func run(
    _ parameters: ParameterVector, session: Int, trials: Int, steps: Int, from first: [Float], inputs: [Float],
    kicks: [Kick] = [], isCancelled: () -> Bool = { false }
  ) -> GeneratorRun? {
    let hyper = shape.hyperparameters, gen = hyper.gen_dim, width = hyper.co_dim + hyper.injectedInputs
    precondition(first.count == trials * gen && inputs.count == trials * steps * width, "states and inputs do not fit")
    model.prepare(parameters, sessions: [session], backward: false)
    let decoder = Decoder(model, rows: Self.chunkRows)
    let history = CellHistory(units: gen, rows: Self.chunkRows, steps: steps)
    var store = RunStore(shape, session: session, trials: trials, steps: steps)
    let pushed = Dictionary(grouping: kicks, by: \.step)
    for start in stride(from: 0, to: trials, by: Self.chunkRows) {
      if isCancelled() { return nil }
      let rows = min(Self.chunkRows, trials - start), rowNumbers = Array(0..<rows)
      var moved = Array(inputs[(start * steps * width)..<((start + rows) * steps * width)])
      for kick in kicks where !kick.input.isEmpty {
        for row in 0..<rows {
          for i in 0..<width { moved[(row * steps + kick.step) * width + i] += kick.input[i] }
        }
      }
      model.beginGenerator(history, rows: rows, steps: steps) { row, t, i in
        moved[(row * steps + t) * width + hyper.co_dim + i]
      }
      for i in 0..<(rows * gen) { decoder.state[i] = first[start * gen + i] }
      for t in 0..<steps {
        for row in 0..<rows {
          for i in 0..<hyper.co_dim {
            decoder.inputs.pointer[row * hyper.co_dim + i] = moved[(row * steps + t) * width + i]
          }
          for kick in pushed[t] ?? [] where !kick.state.isEmpty {
            for i in 0..<gen { decoder.state[row * gen + i] += kick.state[i] }
          }
        }
        decoder.step(
          t, rows: rows, session: session, parameters: parameters.buffer.pointer, trialOfRow: rowNumbers, trials: rows,
          inputs: .given, generatorHistory: history)
        store.put(decoder, t, first: start, rows: rows)
      }
    }
    return store.run
  }
}

extension PackedModel {
  /// Biases and injected external input of every step and trial in the generator's preactivations, where it has such
  /// input.
  func beginGenerator(
    _ history: CellHistory, rows: Int, steps: Int, externalInput: (_ row: Int, _ step: Int, _ input: Int) -> Float
  ) {
    guard generator.hasStaticInputs else { return }
    let width = shape.hyperparameters.injectedInputs
    let byTime = AlignedBuffer<Float>(count: steps * rows * width)
    for t in 0..<steps {
      for row in 0..<rows {
        for i in 0..<width { byTime.pointer[(t * rows + row) * width + i] = externalInput(row, t, i) }
      }
    }
    generator.beginForward(
      byTime.pointer, rows: steps * rows, gates: history.gates.pointer, candidates: history.candidates.pointer)
  }
}

/// A run while it is made.
private struct RunStore {
  private let hyper: Hyperparameters
  private let channels: Int
  private let steps: Int
  var run: GeneratorRun

  init(_ shape: ModelShape, session: Int, trials: Int, steps: Int) {
    hyper = shape.hyperparameters
    let channels = shape.sessions[session].channels
    self.channels = channels
    self.steps = steps
    let cells = trials * steps
    func zeros(_ width: Int) -> [Float] { Array(repeating: 0, count: cells * width) }
    run = GeneratorRun(
      states: zeros(hyper.gen_dim), factors: zeros(hyper.factors_dim),
      outputs: shape.likelihood.quantities.map { ($0, zeros(channels)) })
  }

  mutating func put(_ decoder: Decoder, _ t: Int, first: Int, rows: Int) {
    func copy(_ source: UnsafePointer<Float>, _ width: Int, leadingDimension: Int, _ target: inout [Float]) {
      for row in 0..<rows {
        let to = ((first + row) * steps + t) * width
        for i in 0..<width { target[to + i] = source[row * leadingDimension + i] }
      }
    }
    copy(decoder.state, hyper.gen_dim, leadingDimension: hyper.gen_dim, &run.states)
    copy(decoder.factors.pointer, hyper.factors_dim, leadingDimension: hyper.factors_dim, &run.factors)
    let width = channels * run.outputs.count
    for index in run.outputs.indices {
      copy(
        decoder.distribution.pointer + index * channels, channels, leadingDimension: width,
        &run.outputs[index].values)
    }
  }
}
