/// One parameter tensor: where it stands in the flat buffer and all that is decided about it.
public struct ParameterEntry: Sendable, Equatable {
  /// Its place in the tree of parameters, e.g. `generator/gates_h_W`.
  public let path: String
  public let shape: [Int]
  /// First element in the flat buffer.
  public let offset: Int
  public let initialiser: ParameterInitialiser
  /// Which L2 penalty counts it, if any.
  public let l2Group: L2Group?
  public let isTrainable: Bool

  public var count: Int { shape.reduce(1, *) }
  public var range: Range<Int> { offset..<(offset + count) }
}

/// How a parameter starts.
public enum ParameterInitialiser: Sendable, Equatable {
  case constant(Float)
  /// Independent normal draws of this standard deviation.
  case normal(Float)
  /// These very numbers.
  case given([Float])
}

/// The recurrent variables an L2 penalty is taken over.
public enum L2Group: Sendable, Equatable { case generator, controller }

/// The ordered table of every parameter of a model; parameters, gradients and optimiser moments all lie over it.
public struct ParameterLayout: Sendable, Equatable {
  public let shape: ModelShape
  public let entries: [ParameterEntry]
  /// Elements of a flat buffer, padding between tensors included (each starts on a 64-byte boundary).
  public let count: Int
  private let indices: [String: Int]

  public init(_ shape: ModelShape) {
    var builder = ParameterLayoutBuilder(shape: shape)
    builder.addAll()
    self.shape = shape
    entries = builder.entries
    count = builder.next
    indices = Dictionary(uniqueKeysWithValues: builder.entries.enumerated().map { ($0.element.path, $0.offset) })
  }

  public subscript(path: String) -> ParameterEntry? { indices[path].map { entries[$0] } }

  /// Numbers in all parameters, without padding.
  public var parameterCount: Int { entries.reduce(0) { $0 + $1.count } }

  /// Elements that the L2 penalties count, in both groups together.
  public var l2Count: Int { entries.reduce(0) { $0 + ($1.l2Group == nil ? 0 : $1.count) } }

  public static func == (a: ParameterLayout, b: ParameterLayout) -> Bool { a.shape == b.shape }
}

/// Lists the parameters of a model in order.
struct ParameterLayoutBuilder {
  let shape: ModelShape
  var entries: [ParameterEntry] = []
  var next = 0

  init(shape: ModelShape) { self.shape = shape }

  private var hyper: Hyperparameters { shape.hyperparameters }

  mutating func addAll() {
    for session in shape.sessions.indices { addReadInAndOut(session) }
    if hyper.hasInitialConditionCode {
      addEncoder("ic_encoder/forward", units: hyper.ic_enc_dim, trainable: trainsEncoder)
      addEncoder("ic_encoder/backward", units: hyper.ic_enc_dim, trainable: trainsEncoder)
      addGaussianHead("g0_posterior", inputs: 2 * hyper.ic_enc_dim, outputs: hyper.ic_dim, trainable: trainsEncoder)
      addPrior("g0_prior", hyper.initialConditionPrior.parameters(hyper))
    }
    if hyper.hasController { addController() }
    addGenerator()
  }

  private var trainsRest: Bool { !hyper.do_train_io_only && !hyper.do_train_encoder_only }
  private var trainsEncoder: Bool { !hyper.do_train_io_only }
  private var trainsReadOut: Bool { !hyper.do_train_encoder_only }

  private mutating func add(
    _ path: String, _ shape: [Int], _ initialiser: ParameterInitialiser, trainable: Bool, l2: L2Group? = nil
  ) {
    entries.append(
      ParameterEntry(
        path: path, shape: shape, offset: next, initialiser: initialiser, l2Group: l2, isTrainable: trainable))
    next += (shape.reduce(1, *) + 15) / 16 * 16
  }

  /// A weight of `inputs` rows drawn N(0, (scale/√inputs)²).
  private mutating func addWeight(
    _ path: String, _ inputs: Int, _ outputs: Int, scale: Double = 1, trainable: Bool, l2: L2Group? = nil
  ) {
    let deviation = inputs > 0 ? Float(scale / Double(inputs).squareRoot()) : 0
    add(path, [inputs, outputs], .normal(deviation), trainable: trainable, l2: l2)
  }

  private mutating func addPrior(_ path: String, _ parameters: [PriorParameter]) {
    for parameter in parameters {
      add(
        "\(path)/\(parameter.name)", [1, parameter.width], .constant(parameter.start),
        trainable: trainsRest && parameter.isTrainable)
    }
  }

  private mutating func addReadInAndOut(_ session: Int) {
    let data = shape.sessions[session]
    let factors = hyper.factors_dim
    if shape.hasReadIn(session) {
      let trainable = hyper.do_train_readin && !hyper.do_train_encoder_only
      if let alignment = data.alignment {
        let matrix = Array(alignment.matrix.prefix(data.encodedChannels * factors))
        add("readin/\(data.name)/W", [data.encodedChannels, factors], .given(matrix), trainable: trainable)
        let bias = (0..<factors).map { f in
          (0..<data.encodedChannels).reduce(Float(0)) { $0 - alignment.bias[$1] * alignment.matrix[$1 * factors + f] }
        }
        add("readin/\(data.name)/b", [1, factors], .given(bias), trainable: trainable)
      } else {
        addWeight("readin/\(data.name)/W", data.encodedChannels, factors, trainable: trainable)
        add("readin/\(data.name)/b", [1, factors], .constant(0), trainable: trainable)
      }
    }
    addReadOut(data, hasMap: shape.hasReadOut(session))
  }

  /// One map of the factors for each number of the likelihood, where there are maps, and the likelihood's own
  /// parameters.
  private mutating func addReadOut(_ data: SessionShape, hasMap: Bool) {
    let path = "readout/\(data.name)", factors = hyper.factors_dim
    for (index, part) in shape.likelihood.parts.enumerated() where hasMap {
      let weight = "\(path)/\(part.name)_W"
      if let start = part.weight {
        add(weight, [factors, data.channels], .constant(start), trainable: trainsReadOut)
      } else if index == 0, let alignment = data.alignment {
        let transposed = (0..<factors).flatMap { f in
          (0..<data.channels).map { alignment.matrix[$0 * factors + f] }
        }
        add(weight, [factors, data.channels], .given(transposed), trainable: trainsReadOut)
      } else {
        addWeight(weight, factors, data.channels, trainable: trainsReadOut)
      }
      add(
        "\(path)/\(part.name)_b", [1, data.channels], index == 0 ? firstBias(data, part) : .constant(part.bias),
        trainable: trainsReadOut)
    }
    for parameter in shape.likelihood.parameters {
      add(
        "\(path)/\(parameter.name)", [parameter.rows, data.channels], .constant(parameter.start),
        trainable: trainsReadOut)
    }
  }

  private func firstBias(_ data: SessionShape, _ part: OutputPart) -> ParameterInitialiser {
    if hyper.initial_rates == .data, let means = data.channelMeans {
      return .given(means.map { shape.likelihood.firstBias(mean: $0) })
    }
    return data.alignment.map { .given($0.bias) } ?? .constant(part.bias)
  }

  /// A GRU over the concatenation [x, h] with a learned first state.
  private mutating func addEncoder(_ path: String, units n: Int, trainable: Bool) {
    let inputs = shape.encoderInputWidth
    add("\(path)/h0", [1, n], .constant(0), trainable: trainable)
    addWeight("\(path)/gates_W", inputs + n, 2 * n, scale: hyper.cell_weight_scale, trainable: trainable)
    add("\(path)/gates_b", [1, 2 * n], .constant(0), trainable: trainable)
    addWeight("\(path)/candidate_W", inputs + n, n, trainable: trainable)
    add("\(path)/candidate_b", [1, n], .constant(0), trainable: trainable)
  }

  /// Two affine maps: mean and log variance.
  private mutating func addGaussianHead(_ path: String, inputs: Int, outputs: Int, trainable: Bool) {
    for part in ["mean", "logvar"] {
      addWeight("\(path)/\(part)_W", inputs, outputs, trainable: trainable)
      add("\(path)/\(part)_b", [1, outputs], .constant(0), trainable: trainable)
    }
  }

  private mutating func addController() {
    addEncoder("ci_encoder/forward", units: hyper.ci_enc_dim, trainable: trainsRest)
    if !hyper.do_causal_controller { addEncoder("ci_encoder/backward", units: hyper.ci_enc_dim, trainable: trainsRest) }
    addPrior("u_prior", hyper.inputPrior.parameters(hyper))
    add("controller/c0", [1, hyper.con_dim], .constant(0), trainable: trainsRest)
    addSplitCell(
      "controller", units: hyper.con_dim, inputs: shape.controllerEncoderWidth + shape.feedbackWidth,
      inputScale: hyper.cell_weight_scale, recurrentScale: hyper.cell_weight_scale, l2: .controller)
    addGaussianHead("u_posterior", inputs: hyper.con_dim, outputs: hyper.co_dim, trainable: trainsRest)
  }

  private mutating func addGenerator() {
    if !hyper.hasInitialConditionCode {
      add("generator/g0", [1, hyper.gen_dim], .constant(0), trainable: trainsRest)
    } else if !hyper.initialConditionIsIdentity {
      addWeight("generator/from_g0_W", hyper.ic_dim, hyper.gen_dim, trainable: trainsRest)
      add("generator/from_g0_b", [1, hyper.gen_dim], .constant(0), trainable: trainsRest)
    }
    addSplitCell(
      "generator", units: hyper.gen_dim, inputs: hyper.co_dim + hyper.injectedInputs,
      inputScale: hyper.gen_cell_input_weight_scale, recurrentScale: hyper.gen_cell_rec_weight_scale, l2: .generator)
    addWeight("generator/to_factors_W", hyper.gen_dim, hyper.factors_dim, trainable: trainsRest)
  }

  /// A GRU with input and recurrent weights apart and its biases on the recurrent side.
  private mutating func addSplitCell(
    _ path: String, units n: Int, inputs: Int, inputScale: Double, recurrentScale: Double, l2: L2Group
  ) {
    if inputs > 0 { addWeight("\(path)/gates_x_W", inputs, 2 * n, scale: inputScale, trainable: trainsRest) }
    addWeight("\(path)/gates_h_W", n, 2 * n, scale: recurrentScale, trainable: trainsRest, l2: l2)
    add("\(path)/gates_h_b", [1, 2 * n], .constant(0), trainable: trainsRest, l2: l2)
    if inputs > 0 { addWeight("\(path)/candidate_x_W", inputs, n, scale: inputScale, trainable: trainsRest) }
    addWeight("\(path)/candidate_rh_W", n, n, scale: recurrentScale, trainable: trainsRest, l2: l2)
    add("\(path)/candidate_rh_b", [1, n], .constant(0), trainable: trainsRest, l2: l2)
  }
}
