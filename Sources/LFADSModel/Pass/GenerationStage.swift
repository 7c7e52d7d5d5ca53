import Kernels

/// The recurrence: controller, inferred inputs, generator and factors, step by step. With rates feedback the read-out
/// takes part in it; otherwise it follows for all steps at once.
final class GenerationStage {
  let model: PackedModel
  let shape: ModelShape
  let hyper: Hyperparameters
  let step: GenerativeStep
  let observation: ObservationStage
  let input: InferredInputStage

  let generator: CellHistory
  let controller: CellHistory?
  let feedback: AlignedBuffer<Float>  // [T, R, feedback width], dropped
  let factors: AlignedBuffer<Float>  // [T, R, F]
  private let droppedStates: AlignedBuffer<Float>  // [T, R, G]; with dropout only
  let firstFactors: AlignedBuffer<Float>  // [R, F]: of the generator's first state
  let firstOutput: AlignedBuffer<Float>  // [R, parts·D]: of the first factors; with rates feedback only
  private let distribution: AlignedBuffer<Float>  // [R, quantities·D]: of the last output; with rates feedback only

  // Of the backward pass.
  let dFactors: AlignedBuffer<Float>  // [T, R, F]
  let dFirstFactors: AlignedBuffer<Float>  // [R, F]
  let dFirstOutput: AlignedBuffer<Float>  // [R, parts·D]
  let dFeedback: AlignedBuffer<Float>  // [R, feedback width]
  let dInputs: AlignedBuffer<Float>  // [R, U]
  let dG0: AlignedBuffer<Float>  // [R, ic_dim]
  let dStates: (AlignedBuffer<Float>, AlignedBuffer<Float>)  // [R, G] twice
  let dControllerStates: (AlignedBuffer<Float>, AlignedBuffer<Float>)  // [R, con_dim] twice
  let dFromFactors: AlignedBuffer<Float>  // [R, G]: what the factors pass on to the state
  let scratch: AlignedBuffer<Float>  // [R, widest cell]

  init(_ model: PackedModel, _ observation: ObservationStage, _ input: InferredInputStage, rows capacity: Int) {
    let shape = model.shape, hyper = shape.hyperparameters, steps = shape.steps, cells = steps * capacity
    self.model = model
    self.shape = shape
    self.hyper = hyper
    self.observation = observation
    self.input = input
    step = GenerativeStep(model: model)
    func buffer(_ count: Int) -> AlignedBuffer<Float> { AlignedBuffer(count: count) }
    generator = CellHistory(units: hyper.gen_dim, rows: capacity, steps: steps)
    controller = hyper.hasController ? CellHistory(units: hyper.con_dim, rows: capacity, steps: steps) : nil
    feedback = buffer(cells * shape.feedbackWidth)
    factors = buffer(cells * hyper.factors_dim)
    droppedStates = buffer(hyper.keep_prob < 1 ? cells * hyper.gen_dim : 0)
    firstFactors = buffer(capacity * hyper.factors_dim)
    let fedRows = hyper.feedsRates ? capacity : 0
    firstOutput = buffer(fedRows * shape.maximumOutputWidth)
    distribution = buffer(fedRows * shape.maximumChannels * shape.quantitiesPerChannel)
    dFactors = buffer(cells * hyper.factors_dim)
    dFirstFactors = buffer(capacity * hyper.factors_dim)
    dFirstOutput = buffer(fedRows * shape.maximumOutputWidth)
    dFeedback = buffer(capacity * shape.feedbackWidth)
    dInputs = buffer(capacity * hyper.co_dim)
    dG0 = buffer(capacity * hyper.ic_dim)
    dStates = (buffer(capacity * hyper.gen_dim), buffer(capacity * hyper.gen_dim))
    dControllerStates = (buffer(capacity * hyper.con_dim), buffer(capacity * hyper.con_dim))
    dFromFactors = buffer(capacity * hyper.gen_dim)
    scratch = buffer(capacity * max(hyper.gen_dim, hyper.con_dim))
  }

  /// First states of generator and controller; the factors (and output) of the generator's, which the controller sees at
  /// t = 0.
  func start(_ extent: PassExtent, g0: UnsafePointer<Float>, _ parameters: UnsafePointer<Float>) {
    let rows = extent.rows, first = generator.first(rows: rows, steps: extent.steps)
    step.firstState(of: g0, rows: rows, parameters: parameters, into: first)
    guard let controller else { return }
    step.firstControllerState(
      rows: rows, parameters: parameters, into: controller.first(rows: rows, steps: extent.steps))
    guard shape.feedbackWidth > 0 else { return }
    model.factors.forward(first, rows: rows, into: firstFactors.pointer)
    if hyper.feedsRates {
      step.readOut(firstFactors.pointer, rows: rows, session: extent.session, into: firstOutput.pointer)
    }
  }

  /// The parts of all preactivations that do not depend on the recurrence.
  func begin(_ extent: PassExtent, _ readIn: ReadInStage, _ controllerInput: ControllerInputStage) {
    model.generator.beginForward(
      readIn.externalInput.pointer, rows: extent.cells, gates: generator.gates.pointer,
      candidates: generator.candidates.pointer)
    if let cell = model.controller, let controller {
      cell.beginForward(
        controllerInput.seen.pointer, rows: extent.cells, gates: controller.gates.pointer,
        candidates: controller.candidates.pointer)
    }
  }

  /// All steps, after ``start(_:g0:_:)`` and ``begin(_:_:_:)``.
  func forward(_ extent: PassExtent, _ noise: ShardNoise, _ parameters: UnsafePointer<Float>) {
    let rows = extent.rows, count = hyper.factors_dim, width = shape.outputWidth(extent.session)
    for t in 0..<extent.steps {
      let places = input.places(t, extent, noise)
      if let controller {
        let seen = feedback.pointer + t * rows * shape.feedbackWidth
        if shape.feedbackWidth > 0 { feedBack(t, extent, noise, parameters, into: seen) }
        step.inferInput(seen, controller.places(t, rows: rows), places, rows: rows)
      }
      step.generate(
        inputs: places.inputs, generator.places(t, rows: rows), rows: rows, dropped: dropped(t, rows, noise),
        into: factors.pointer + t * rows * count)
      if hyper.feedsRates {
        step.readOut(
          factors.pointer + t * rows * count, rows: rows, session: extent.session,
          into: observation.output.pointer + t * rows * width)
      }
    }
    if !hyper.feedsRates {
      step.readOut(
        factors.pointer, rows: extent.cells, session: extent.session, into: observation.output.pointer)
    }
  }

  private func dropped(
    _ t: Int, _ rows: Int, _ noise: ShardNoise
  ) -> (mask: DropoutMask, state: UnsafeMutablePointer<Float>)? {
    guard noise.hasMasks else { return nil }
    let first = t * rows * hyper.gen_dim
    return (
      DropoutMask(kept: noise.generatorMask.pointer + first, scale: noise.maskScale), droppedStates.pointer + first
    )
  }

  /// The generator's states of steps t, t + 1, … as the factors see them.
  func seenStates(from t: Int, _ extent: PassExtent, _ noise: ShardNoise) -> UnsafePointer<Float> {
    noise.hasMasks
      ? UnsafePointer(droppedStates.pointer + t * extent.rows * hyper.gen_dim)
      : UnsafePointer(generator.after(t, rows: extent.rows))
  }

  /// The last output before step t.
  func outputBefore(_ t: Int, _ extent: PassExtent) -> UnsafePointer<Float> {
    UnsafePointer(
      t == 0
        ? firstOutput.pointer
        : observation.output.pointer + (t - 1) * extent.rows * shape.outputWidth(extent.session))
  }

  private func feedBack(
    _ t: Int, _ extent: PassExtent, _ noise: ShardNoise, _ parameters: UnsafePointer<Float>,
    into seen: UnsafeMutablePointer<Float>
  ) {
    let rows = extent.rows, width = shape.feedbackWidth
    if hyper.feedsRates {
      shape.likelihood.distribution(
        observation.rows(outputBefore(t, extent), count: rows, extent, parameters), into: distribution.pointer)
    }
    let mask =
      noise.hasMasks
      ? DropoutMask(kept: noise.feedbackMask.pointer + t * rows * width, scale: noise.maskScale) : nil
    step.feedBack(
      factors: t == 0 ? firstFactors.pointer : factors.pointer + (t - 1) * rows * hyper.factors_dim,
      distribution: distribution.pointer, rows: rows, mask: mask, into: seen)
  }
}

extension CellHistory {
  /// Where step t reads and writes.
  func places(_ t: Int, rows: Int) -> CellPlaces {
    CellPlaces(
      before: before(t, rows: rows), gates: gates(t, rows: rows), candidate: candidate(t, rows: rows),
      resetState: resetState(t, rows: rows), after: after(t, rows: rows))
  }
}
