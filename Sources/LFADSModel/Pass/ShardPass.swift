/// The forward and backward pass of one shard: a workspace allocated once, belonging to one thread at a time.
///
/// The forward pass is the list of stages in ``forward(_:rows:shard:noise:parameters:)``; the backward pass is the same
/// list read from the bottom. Each stage owns what it makes and the gradients of it, and keeps it until the next pass;
/// the gates and candidates of a `CellHistory` alone turn into their gradients on the way back.
final class ShardPass {
  let shape: ModelShape
  let hyper: Hyperparameters
  /// Trials it has room for.
  let capacity: Int
  private(set) var extent: PassExtent

  let noise: ShardNoise
  let readIn: ReadInStage
  let initialCondition: InitialConditionStage
  let controllerInput: ControllerInputStage
  let input: InferredInputStage
  let observation: ObservationStage
  let generation: GenerationStage

  init(_ model: PackedModel, rows capacity: Int) {
    shape = model.shape
    hyper = model.shape.hyperparameters
    self.capacity = capacity
    extent = PassExtent(model.shape, session: 0, rows: 0)
    noise = ShardNoise(model.shape, rows: capacity)
    readIn = ReadInStage(model, rows: capacity)
    initialCondition = InitialConditionStage(model, rows: capacity)
    controllerInput = ControllerInputStage(model, rows: capacity)
    input = InferredInputStage(model, rows: capacity)
    observation = ObservationStage(model, rows: capacity)
    generation = GenerationStage(model, observation, input, rows: capacity)
  }

  /// Runs trials `trials` of a part of a batch through the model.
  ///
  /// - Parameter number: the part's in the batch.
  func forward(
    _ part: BatchPart, number: Int = 0, rows trials: Range<Int>, shard: Int, noise source: NoiseSource,
    parameters: ParameterVector
  ) {
    let base = UnsafePointer(parameters.buffer.pointer)
    encode(part, number: number, rows: trials, shard: shard, noise: source, base)
    generation.start(extent, g0: initialCondition.g0.pointer, base)
    generation.begin(extent, readIn, controllerInput)
    generation.forward(extent, noise, base)
  }

  /// The encoding half alone, without noise: posteriors of g0, and what the controller and generator will see of
  /// encoders and external input, as static preactivations in their histories.
  func encode(_ part: BatchPart, rows trials: Range<Int>, parameters: ParameterVector) {
    encode(part, number: 0, rows: trials, shard: 0, noise: .none, UnsafePointer(parameters.buffer.pointer))
    generation.begin(extent, readIn, controllerInput)
  }

  private func encode(
    _ part: BatchPart, number: Int, rows trials: Range<Int>, shard: Int, noise source: NoiseSource,
    _ base: UnsafePointer<Float>
  ) {
    precondition(trials.count <= capacity, "\(trials.count) trials in a shard of \(capacity)")
    extent = PassExtent(shape, session: part.session, rows: trials.count)
    part.copy(trials, readIn.data.pointer, readIn.externalInput.pointer)
    observation.observe(part, trials, extent, readIn)
    noise.fill(source, shard: shard, part: number, rows: trials, session: part.session)
    readIn.forward(extent, noise)
    if hyper.hasInitialConditionCode { initialCondition.forward(extent, readIn, noise, base) }
    if hyper.hasController { controllerInput.forward(extent, readIn, noise, base) }
  }

  /// Adds the gradient of the costs to `gradient`, after the backward halves of likelihood and divergences.
  func backward(parameters: ParameterVector, gradient: UnsafeMutablePointer<Float>) {
    generation.backward(
      extent, noise, readIn, controllerInput, UnsafePointer(parameters.buffer.pointer), gradient)
    let dG0 = generation.startBackward(extent, g0: initialCondition.g0.pointer, gradient)
    readIn.beginBackward(extent)
    if hyper.hasController { controllerInput.backward(extent, readIn, noise, gradient) }
    if let dG0 { initialCondition.backward(extent, readIn, noise, dG0: dG0, gradient) }
    readIn.backward(extent, noise, gradient)
  }
}
