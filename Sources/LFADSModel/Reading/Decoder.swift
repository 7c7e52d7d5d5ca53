import Kernels

/// The generative half of the model on many rows at once, keeping one time step only: a row is one sample of one trial.
///
/// What all samples of a trial share (the encoders' and external input's part of every preactivation) is taken from the
/// pass that encoded the trial, so a trial is encoded once however many samples are decoded.
final class Decoder {
  let shape: ModelShape
  let hyper: Hyperparameters
  let capacity: Int
  private let model: PackedModel
  private let generative: GenerativeStep

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
  let output: AlignedBuffer<Float>  // [R, parts·D]
  let distribution: AlignedBuffer<Float>  // [R, quantities·D]: rates first

  init(_ model: PackedModel, rows capacity: Int) {
    let shape = model.shape, hyper = shape.hyperparameters
    self.model = model
    self.shape = shape
    self.hyper = hyper
    self.capacity = capacity
    generative = GenerativeStep(model: model)
    func buffer(_ width: Int) -> AlignedBuffer<Float> { AlignedBuffer(count: capacity * width) }
    let widest = max(hyper.gen_dim, hyper.con_dim)
    generatorStates = (buffer(hyper.gen_dim), buffer(hyper.gen_dim))
    controllerStates = (buffer(hyper.con_dim), buffer(hyper.con_dim))
    state = generatorStates.0.pointer
    stateAfter = generatorStates.1.pointer
    controllerState = controllerStates.0.pointer
    controllerAfter = controllerStates.1.pointer
    gates = buffer(2 * widest)
    candidate = buffer(widest)
    resetState = buffer(widest)
    feedback = buffer(shape.feedbackWidth)
    g0 = buffer(hyper.ic_dim)
    inputPosterior = buffer(2 * hyper.co_dim)
    inputs = buffer(hyper.co_dim)
    inputNoise = buffer(shape.steps * hyper.co_dim)
    factors = buffer(hyper.factors_dim)
    output = buffer(shape.maximumOutputWidth)
    distribution = buffer(shape.maximumChannels * shape.quantitiesPerChannel)
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
    generative.firstState(of: g0.pointer, rows: rows, parameters: parameters, into: state)
    guard case .controller = source else { return }
    generative.firstControllerState(rows: rows, parameters: parameters, into: controllerState)
    guard shape.feedbackWidth > 0 else { return }
    model.factors.forward(state, rows: rows, into: factors.pointer)
    if hyper.feedsRates { readOut(rows: rows, session: session, parameters: parameters) }
  }

  /// One time step.
  ///
  /// - Parameters:
  ///   - trialOfRow: which of `trials` encoded trials a row belongs to.
  ///   - generatorHistory: static preactivations of the generator, [T, trials, 3G] in two arrays.
  func step(
    _ t: Int, rows: Int, session: Int, parameters: UnsafePointer<Float>, trialOfRow: UnsafePointer<Int>, trials: Int,
    inputs source: InputSource, generatorHistory: CellHistory
  ) {
    if case .controller(let history) = source, let controller = model.controller {
      if shape.feedbackWidth > 0 {
        generative.feedBack(
          factors: factors.pointer, distribution: distribution.pointer, rows: rows, mask: nil,
          into: feedback.pointer)
      }
      if controller.hasStaticInputs {
        copyStatic(history, t, rows: rows, trialOfRow: trialOfRow, trials: trials)
      }
      generative.inferInput(
        feedback.pointer, places(before: controllerState, after: controllerAfter),
        InputPlaces(
          posterior: inputPosterior.pointer, noise: inputNoise.pointer + t * hyper.co_dim,
          noiseStride: shape.steps * hyper.co_dim, inputs: inputs.pointer), rows: rows)
      swap(&controllerState, &controllerAfter)
    }
    if model.generator.hasStaticInputs {
      copyStatic(generatorHistory, t, rows: rows, trialOfRow: trialOfRow, trials: trials)
    }
    generative.generate(
      inputs: inputs.pointer, places(before: state, after: stateAfter), rows: rows, dropped: nil,
      into: factors.pointer)
    swap(&state, &stateAfter)
    readOut(rows: rows, session: session, parameters: parameters)
  }

  private func places(
    before: UnsafePointer<Float>, after: UnsafeMutablePointer<Float>
  ) -> CellPlaces {
    CellPlaces(
      before: before, gates: gates.pointer, candidate: candidate.pointer, resetState: resetState.pointer, after: after)
  }

  /// The output of the factors and the distribution that it stands for.
  private func readOut(rows: Int, session: Int, parameters: UnsafePointer<Float>) {
    generative.readOut(factors.pointer, rows: rows, session: session, into: output.pointer)
    shape.likelihood.distribution(
      outputRows(rows, session: session, parameters: parameters), into: distribution.pointer)
  }

  /// The output of the last step, for the likelihood.
  func outputRows(_ rows: Int, session: Int, parameters: UnsafePointer<Float>) -> OutputRows {
    OutputRows(
      count: rows, channels: shape.sessions[session].channels, output: output.pointer,
      parameters: model.likelihoodParameters[session].map { parameters + $0 })
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
