/// Every layer of a model with its weights packed for one training step, shared by all shards.
final class PackedModel: Sendable {
  let layout: ParameterLayout
  let shape: ModelShape
  let readIns: [PackedAffine?]
  let readOuts: [PackedAffine?]
  /// Initial-condition encoders, forward and backward in time; nil without a code.
  let icEncoders: [PackedCell]
  let icFirstStates: [Int]
  let g0Posterior: PackedAffine?
  let g0ToGenerator: PackedAffine?
  /// Controller-input encoders: forward, and backward unless the controller is causal; empty without a controller.
  let ciEncoders: [PackedCell]
  let ciFirstStates: [Int]
  let controller: PackedCell?
  let inputPosterior: PackedAffine?
  let generator: PackedCell
  // Where the other parameters stand in the flat buffer; 0 where the model has none.
  let generatorFirstState, controllerFirstState: Int
  /// One for each parameter of the prior; empty where the model has none.
  let initialConditionPriorParameters, inputPriorParameters: [Int]
  /// Of every session, one for each parameter of the likelihood's own.
  let likelihoodParameters: [[Int]]
  let factors: PackedFactors

  init(_ layout: ParameterLayout) {
    let shape = layout.shape, h = shape.hyperparameters, clip = Float(h.cell_clip_value)
    self.layout = layout
    self.shape = shape
    func offset(_ path: String) -> Int {
      guard let entry = layout[path] else { preconditionFailure("no parameter \(path)") }
      return entry.offset
    }
    readIns = shape.sessions.indices.map { session in
      guard shape.hasReadIn(session) else { return nil }
      let path = "readin/\(shape.sessions[session].name)"
      return PackedAffine(layout, [("\(path)/W", "\(path)/b")])
    }
    readOuts = shape.sessions.indices.map { session in
      guard shape.hasReadOut(session) else { return nil }
      let path = "readout/\(shape.sessions[session].name)"
      return PackedAffine(
        layout, shape.likelihood.parts.map { ("\(path)/\($0.name)_W", "\(path)/\($0.name)_b") })
    }
    func encoders(_ path: String, _ directions: [String]) -> ([PackedCell], [Int]) {
      (
        directions.map { PackedCell(.encoder(layout, "\(path)/\($0)"), clip: clip) },
        directions.map { offset("\(path)/\($0)/h0") }
      )
    }
    func head(_ path: String) -> PackedAffine {
      PackedAffine(layout, ["mean", "logvar"].map { ("\(path)/\($0)_W", "\(path)/\($0)_b") })
    }
    (icEncoders, icFirstStates) =
      h.hasInitialConditionCode ? encoders("ic_encoder", ["forward", "backward"]) : ([], [])
    g0Posterior = h.hasInitialConditionCode ? head("g0_posterior") : nil
    g0ToGenerator =
      h.hasInitialConditionCode && !h.initialConditionIsIdentity
      ? PackedAffine(layout, [("generator/from_g0_W", "generator/from_g0_b")]) : nil
    (ciEncoders, ciFirstStates) =
      h.hasController
      ? encoders("ci_encoder", h.do_causal_controller ? ["forward"] : ["forward", "backward"]) : ([], [])
    controller =
      h.hasController
      ? PackedCell(
        .split(
          layout, "controller", staticInputs: shape.controllerEncoderWidth, dynamicInputs: shape.feedbackWidth,
          staticFirst: true), clip: clip) : nil
    inputPosterior = h.hasController ? head("u_posterior") : nil
    generator = PackedCell(
      .split(
        layout, "generator", staticInputs: h.injectedInputs, dynamicInputs: h.co_dim, staticFirst: false), clip: clip)
    factors = PackedFactors(layout)
    func optionalOffset(_ path: String) -> Int { layout[path]?.offset ?? 0 }
    generatorFirstState = optionalOffset("generator/g0")
    controllerFirstState = optionalOffset("controller/c0")
    initialConditionPriorParameters =
      h.hasInitialConditionCode ? h.initialConditionPrior.parameters(h).map { offset("g0_prior/\($0.name)") } : []
    inputPriorParameters = h.hasController ? h.inputPrior.parameters(h).map { offset("u_prior/\($0.name)") } : []
    likelihoodParameters = shape.sessions.map { session in
      shape.likelihood.parameters.map { offset("readout/\(session.name)/\($0.name)") }
    }
  }

  /// Packs `parameters`; `sessions` are those the coming passes read.
  func prepare(_ parameters: ParameterVector, sessions: [Int], backward: Bool) {
    let base = UnsafePointer(parameters.buffer.pointer)
    for session in Set(sessions) {
      readIns[session]?.prepare(base, backward: false)
      readOuts[session]?.prepare(base, backward: backward)
    }
    // Encoders need their input's gradient only to pass it on to a read-in.
    let readInBackward = sessions.contains { readIns[$0] != nil }
    for cell in icEncoders + ciEncoders { cell.prepare(base, backward: backward, inputBackward: readInBackward) }
    g0Posterior?.prepare(base, backward: backward)
    g0ToGenerator?.prepare(base, backward: backward)
    controller?.prepare(base, backward: backward, inputBackward: true)
    inputPosterior?.prepare(base, backward: backward)
    generator.prepare(base, backward: backward, inputBackward: shape.hyperparameters.hasController)
    factors.prepare(base, backward: backward)
  }
}
