import Kernels

/// The forward and backward pass of one shard: a workspace allocated once, belonging to one thread at a time.
///
/// The forward pass is the list of stages in ``forward(_:rows:shard:noise:)``; the backward pass is the same list read
/// from the bottom. Everything is time-major: R trials in use, T steps. Buffers keep their meaning through a pass
/// except those of ``CellHistory``.
final class ShardPass {
  let model: PackedModel
  let shape: ModelShape
  let h: Hyperparameters
  let noise: ShardNoise
  /// Trials it has room for.
  let capacity: Int

  // Of the pass under way.
  var rows = 0
  var session = 0
  var channels: Int { shape.sessions[session].channels }
  var outputWidth: Int { channels * shape.outputsPerChannel }
  var steps: Int { shape.steps }
  var cells: Int { steps * rows }

  // Data and read-in.
  let data: AlignedBuffer<Float>  // [T, R, D]
  let maskedData: AlignedBuffer<Float>  // [T, R, D]; with a read-in only
  let externalInput: AlignedBuffer<Float>  // [T, R, I]; dropped in place
  let encoderInput: AlignedBuffer<Float>  // [T, R, E]

  // Initial condition.
  let icHistories: [CellHistory]
  let icCode: AlignedBuffer<Float>  // [R, 2·ic_enc_dim], dropped
  let g0Posterior: AlignedBuffer<Float>  // [R, 2·ic_dim]: mean, floored log variance
  let g0: AlignedBuffer<Float>  // [R, ic_dim]

  // Controller.
  let ciHistories: [CellHistory]
  let controllerEncoderInput: AlignedBuffer<Float>  // [T, R, encoder width], lagged and dropped
  let feedback: AlignedBuffer<Float>  // [T, R, feedback width], dropped
  let controllerHistory: CellHistory?
  let inputPosterior: AlignedBuffer<Float>  // [T, R, 2U]: mean, log variance
  let inputs: AlignedBuffer<Float>  // [T, R, U]

  // Generator and output.
  let generatorHistory: CellHistory
  let droppedStates: AlignedBuffer<Float>  // [T, R, G]; with dropout only
  let firstFactors: AlignedBuffer<Float>  // [R, F]: of the generator's first state
  let firstOutput: AlignedBuffer<Float>  // [R, outputs]: of the first factors; with rates feedback only
  let factors: AlignedBuffer<Float>  // [T, R, F]
  let output: AlignedBuffer<Float>  // [T, R, outputs]: log rates, or means and log variances
  let rowLogLikelihood: AlignedBuffer<Float>  // [T, R]

  // Gradients.
  let dOutput: AlignedBuffer<Float>  // [T, R, outputs]
  let dFactors: AlignedBuffer<Float>  // [T, R, F]
  let dFirstFactors: AlignedBuffer<Float>  // [R, F]
  let dFirstOutput: AlignedBuffer<Float>  // [R, outputs]
  let dInputs: AlignedBuffer<Float>  // [T, R, U]: of the KL alone
  let dInputMeans: AlignedBuffer<Float>  // [T, R, U]: of the correlation cost alone
  /// The gradient of every log variance of the inputs through log q alone.
  var dLogQ: Float = 0
  let dInputPosterior: AlignedBuffer<Float>  // [T, R, 2U]
  let dControllerEncoderInput: AlignedBuffer<Float>  // [T, R, encoder width]
  let dEncoderInput: AlignedBuffer<Float>  // [T, R, E]; with a read-in only
  let dG0: AlignedBuffer<Float>  // [R, ic_dim]
  let dG0Posterior: AlignedBuffer<Float>  // [R, 2·ic_dim]
  let dIcCode: AlignedBuffer<Float>  // [R, 2·ic_enc_dim]
  let dFeedback: AlignedBuffer<Float>  // [R, feedback width]
  let dInput: AlignedBuffer<Float>  // [R, U]
  let scratch: AlignedBuffer<Float>  // [R, widest cell]
  let dGenerator: (AlignedBuffer<Float>, AlignedBuffer<Float>)  // [R, G] twice
  let dController: (AlignedBuffer<Float>, AlignedBuffer<Float>)  // [R, con_dim] twice
  let dEncoder: (AlignedBuffer<Float>, AlignedBuffer<Float>)  // [R, widest encoder] twice

  init(_ model: PackedModel, rows capacity: Int) {
    let shape = model.shape, h = shape.hyperparameters, steps = shape.steps, cells = steps * capacity
    self.model = model
    self.shape = shape
    self.h = h
    self.capacity = capacity
    noise = ShardNoise(shape, rows: capacity)
    func buffer(_ count: Int) -> AlignedBuffer<Float> { AlignedBuffer(count: count) }
    let channels = shape.maximumChannels, outputs = channels * shape.outputsPerChannel
    let hasReadIn = shape.hasReadIn(0)

    data = buffer(cells * channels)
    maskedData = buffer(hasReadIn ? cells * channels : 0)
    externalInput = buffer(cells * h.ext_input_dim)
    encoderInput = buffer(cells * shape.encoderInputWidth)

    let icSteps = shape.initialConditionSteps
    icHistories = model.icEncoders.indices.map {
      CellHistory(units: h.ic_enc_dim, rows: capacity, steps: icSteps, runsBackward: $0 == 1)
    }
    icCode = buffer(capacity * 2 * h.ic_enc_dim)
    g0Posterior = buffer(capacity * 2 * h.ic_dim)
    g0 = buffer(capacity * h.ic_dim)

    ciHistories = model.ciEncoders.indices.map {
      CellHistory(units: h.ci_enc_dim, rows: capacity, steps: steps, runsBackward: $0 == 1)
    }
    controllerEncoderInput = buffer(cells * shape.controllerEncoderWidth)
    feedback = buffer(cells * shape.feedbackWidth)
    controllerHistory =
      h.hasController ? CellHistory(units: h.con_dim, rows: capacity, steps: steps) : nil
    inputPosterior = buffer(cells * 2 * h.co_dim)
    inputs = buffer(cells * h.co_dim)

    generatorHistory = CellHistory(units: h.gen_dim, rows: capacity, steps: steps)
    droppedStates = buffer(h.keep_prob < 1 ? cells * h.gen_dim : 0)
    firstFactors = buffer(capacity * h.factors_dim)
    firstOutput = buffer(h.feedsRates ? capacity * outputs : 0)
    factors = buffer(cells * h.factors_dim)
    output = buffer(cells * outputs)
    rowLogLikelihood = buffer(cells)

    dOutput = buffer(cells * outputs)
    dFactors = buffer(cells * h.factors_dim)
    dFirstFactors = buffer(capacity * h.factors_dim)
    dFirstOutput = buffer(h.feedsRates ? capacity * outputs : 0)
    dInputs = buffer(cells * h.co_dim)
    dInputMeans = buffer(cells * h.co_dim)
    dInputPosterior = buffer(cells * 2 * h.co_dim)
    dControllerEncoderInput = buffer(cells * shape.controllerEncoderWidth)
    dEncoderInput = buffer(hasReadIn ? cells * shape.encoderInputWidth : 0)
    dG0 = buffer(capacity * h.ic_dim)
    dG0Posterior = buffer(capacity * 2 * h.ic_dim)
    dIcCode = buffer(capacity * 2 * h.ic_enc_dim)
    dFeedback = buffer(capacity * shape.feedbackWidth)
    dInput = buffer(capacity * h.co_dim)
    let widest = max(h.gen_dim, h.con_dim, h.ic_enc_dim, h.ci_enc_dim)
    scratch = buffer(capacity * widest)
    dGenerator = (buffer(capacity * h.gen_dim), buffer(capacity * h.gen_dim))
    dController = (buffer(capacity * h.con_dim), buffer(capacity * h.con_dim))
    let encoder = max(h.ic_enc_dim, h.ci_enc_dim)
    dEncoder = (buffer(capacity * encoder), buffer(capacity * encoder))
  }

  /// Runs trials `rows` of a batch through the model.
  func forward(
    _ batch: ModelBatch, rows trials: Range<Int>, shard: Int, noise source: NoiseSource, parameters: ParameterVector
  ) {
    precondition(trials.count <= capacity, "\(trials.count) trials in a shard of \(capacity)")
    rows = trials.count
    session = batch.session
    batch.copy(trials, data.pointer, externalInput.pointer)
    noise.fill(source, shard: shard, rows: trials, session: session)
    let base = UnsafePointer(parameters.buffer.pointer)
    readIn()
    if h.hasInitialConditionCode { encodeInitialCondition(base) }
    if h.hasController { encodeControllerInput(base) }
    startGenerator(parameters)
    generate()
    readOut()
  }

  /// The encoding half alone, without noise: posteriors of g0, and what the controller and generator will see of
  /// encoders and external input, as static preactivations in their histories.
  func encode(_ batch: ModelBatch, rows trials: Range<Int>, parameters: ParameterVector) {
    rows = trials.count
    session = batch.session
    batch.copy(trials, data.pointer, externalInput.pointer)
    noise.fill(.none, shard: 0, rows: trials, session: session)
    let base = UnsafePointer(parameters.buffer.pointer)
    readIn()
    if h.hasInitialConditionCode { encodeInitialCondition(base) }
    if h.hasController { encodeControllerInput(base) }
    beginGenerate()
  }

  /// Adds the gradient of `costs`, whose reconstruction part ``likelihood`` left behind, to `gradient`.
  func backward(gradient: UnsafeMutablePointer<Float>) {
    readOutBackward(gradient)
    generateBackward(gradient)
    startGeneratorBackward(gradient)
    if h.hasController { encodeControllerInputBackward(gradient) }
    if h.hasInitialConditionCode { encodeInitialConditionBackward(gradient) }
    readInBackward(gradient)
  }
}
