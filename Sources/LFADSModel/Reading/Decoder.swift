import Kernels

/// The generative half of the model on many rows at once, keeping one time step only: a row is one sample of one trial.
///
/// What all samples of a trial share (the encoders' and external input's part of every preactivation) is taken from the
/// pass that encoded the trial, so a trial is encoded once however many samples are decoded.
final class Decoder {
  let model: PackedModel
  let shape: ModelShape
  let h: Hyperparameters
  let capacity: Int

  private(set) var state: UnsafeMutablePointer<Float>  // generator's state [R, G]
  private var stateAfter: UnsafeMutablePointer<Float>
  private(set) var controllerState: UnsafeMutablePointer<Float>  // [R, con_dim]
  private var controllerAfter: UnsafeMutablePointer<Float>
  private let generatorStates: (AlignedBuffer<Float>, AlignedBuffer<Float>)
  private let controllerStates: (AlignedBuffer<Float>, AlignedBuffer<Float>)
  private let gates: AlignedBuffer<Float>  // [R, 2·widest]
  private let candidate: AlignedBuffer<Float>  // [R, widest]
  private let resetState: AlignedBuffer<Float>  // [R, widest]
  private let feedback: AlignedBuffer<Float>  // [R, feedback width]
  let g0: AlignedBuffer<Float>  // [R, ic_dim]
  let inputPosterior: AlignedBuffer<Float>  // [R, 2U]
  let inputs: AlignedBuffer<Float>  // [R, U]
  let inputNoise: AlignedBuffer<Float>  // [R, T, U]
  let factors: AlignedBuffer<Float>  // [R, F]
  let output: AlignedBuffer<Float>  // [R, outputs]: log rates, or means and log variances
  let distribution: AlignedBuffer<Float>  // [R, outputs]: rates, or means and variances

  init(_ model: PackedModel, rows capacity: Int) {
    let shape = model.shape, h = shape.hyperparameters
    self.model = model
    self.shape = shape
    self.h = h
    self.capacity = capacity
    func buffer(_ width: Int) -> AlignedBuffer<Float> { AlignedBuffer(count: capacity * width) }
    let widest = max(h.gen_dim, h.con_dim)
    generatorStates = (buffer(h.gen_dim), buffer(h.gen_dim))
    controllerStates = (buffer(h.con_dim), buffer(h.con_dim))
    state = generatorStates.0.pointer
    stateAfter = generatorStates.1.pointer
    controllerState = controllerStates.0.pointer
    controllerAfter = controllerStates.1.pointer
    gates = buffer(2 * widest)
    candidate = buffer(widest)
    resetState = buffer(widest)
    feedback = buffer(shape.feedbackWidth)
    g0 = buffer(h.ic_dim)
    inputPosterior = buffer(2 * h.co_dim)
    inputs = buffer(h.co_dim)
    inputNoise = buffer(shape.steps * h.co_dim)
    factors = buffer(h.factors_dim)
    output = buffer(shape.maximumChannels * shape.outputsPerChannel)
    distribution = buffer(shape.maximumChannels * shape.outputsPerChannel)
  }

  /// Where u_t comes from.
  enum InputSource {
    /// The controller's posterior, sampled with `inputNoise`. The history holds the trials' static preactivations.
    case controller(CellHistory)
    /// `inputs` is filled by the caller before every step.
    case given
  }

  /// The first states of `rows` rows from `g0`, and the factors of the generator's, which the controller sees first.
  func start(rows: Int, session: Int, parameters: UnsafePointer<Float>, inputs source: InputSource) {
    if let map = model.g0ToGenerator {
      map.forward(g0.pointer, leadingDimension: h.ic_dim, rows: rows, into: state, leadingDimension: h.gen_dim)
    } else if h.hasInitialConditionCode {
      state.update(from: g0.pointer, count: rows * h.gen_dim)
    } else {
      Kernels.fillRows(
        state, leadingDimension: h.gen_dim, rows: rows, n: h.gen_dim, row: parameters + model.generatorFirstState)
    }
    guard case .controller = source else { return }
    Kernels.fillRows(
      controllerState, leadingDimension: h.con_dim, rows: rows, n: h.con_dim,
      row: parameters + model.controllerFirstState)
    if shape.feedbackWidth > 0 { readOut(rows: rows, session: session) }
  }

  /// One time step.
  ///
  /// - Parameters:
  ///   - trialOfRow: which of `trials` encoded trials a row belongs to.
  ///   - generatorHistory: static preactivations of the generator, [T, trials, 3G] in two arrays.
  func step(
    _ t: Int, rows: Int, session: Int, trialOfRow: UnsafePointer<Int>, trials: Int, inputs source: InputSource,
    generatorHistory: CellHistory
  ) {
    if case .controller(let history) = source, let controller = model.controller, let head = model.inputPosterior {
      if shape.feedbackWidth > 0 { feedBack(rows: rows, session: session) }
      if controller.hasStaticInputs {
        copyStatic(history, t, rows: rows, trialOfRow: trialOfRow, trials: trials)
      }
      controller.step(
        dynamic: feedback.pointer, h: controllerState, rows: rows, gates: gates.pointer, candidate: candidate.pointer,
        resetState: resetState.pointer, next: controllerAfter)
      swap(&controllerState, &controllerAfter)
      head.forward(
        controllerState, leadingDimension: h.con_dim, rows: rows, into: inputPosterior.pointer,
        leadingDimension: 2 * h.co_dim)
      sampleInput(t, rows: rows)
    }
    if model.generator.hasStaticInputs {
      copyStatic(generatorHistory, t, rows: rows, trialOfRow: trialOfRow, trials: trials)
    }
    model.generator.step(
      dynamic: inputs.pointer, h: state, rows: rows, gates: gates.pointer, candidate: candidate.pointer,
      resetState: resetState.pointer, next: stateAfter)
    swap(&state, &stateAfter)
    readOut(rows: rows, session: session)
    exponentiate(rows: rows, channels: shape.sessions[session].channels)
  }

  /// The distribution's parameters from the outputs: rates from log rates, variances from log variances.
  private func exponentiate(rows: Int, channels: Int) {
    let width = channels * shape.outputsPerChannel
    guard width > channels else {
      Kernels.exp(output.pointer, count: rows * width, into: distribution.pointer)
      return
    }
    for row in 0..<rows {
      let source = output.pointer + row * width, target = distribution.pointer + row * width
      target.update(from: source, count: channels)
      Kernels.exp(source + channels, count: width - channels, into: target + channels)
    }
  }

  private func readOut(rows: Int, session: Int) {
    model.factors.forward(state, rows: rows, into: factors.pointer)
    let width = shape.sessions[session].channels * shape.outputsPerChannel
    if let map = model.readOuts[session] {
      map.forward(
        factors.pointer, leadingDimension: h.factors_dim, rows: rows, into: output.pointer, leadingDimension: width)
    } else {
      output.pointer.update(from: factors.pointer, count: rows * width)
    }
  }

  private func feedBack(rows: Int, session: Int) {
    let width = shape.feedbackWidth
    guard h.feedsRates else {
      feedback.pointer.update(from: factors.pointer, count: rows * width)
      return
    }
    let outputWidth = shape.sessions[session].channels * shape.outputsPerChannel
    for row in 0..<rows {
      (feedback.pointer + row * width).update(from: output.pointer + row * outputWidth, count: width)
    }
    if h.output_dist == .poisson { Kernels.exp(feedback.pointer, count: rows * width, into: feedback.pointer) }
  }

  private func sampleInput(_ t: Int, rows: Int) {
    let count = h.co_dim, steps = shape.steps
    for row in 0..<rows {
      for i in 0..<count {
        let mean = inputPosterior.pointer[row * 2 * count + i]
        let logvar = inputPosterior.pointer[row * 2 * count + count + i]
        let epsilon = inputNoise.pointer[(row * steps + t) * count + i]
        inputs.pointer[row * count + i] = mean + (logvar / 2).exponential * epsilon
      }
    }
  }

  private func copyStatic(
    _ history: CellHistory, _ t: Int, rows: Int, trialOfRow: UnsafePointer<Int>, trials: Int
  ) {
    let n = history.units
    let sourceGates = history.gates(t, rows: trials), sourceCandidate = history.candidate(t, rows: trials)
    for row in 0..<rows {
      (gates.pointer + row * 2 * n).update(from: sourceGates + trialOfRow[row] * 2 * n, count: 2 * n)
      (candidate.pointer + row * n).update(from: sourceCandidate + trialOfRow[row] * n, count: n)
    }
  }
}
