/// What a model must know of one session of data: its name, its channels, and how it starts.
public struct SessionShape: Sendable, Equatable {
  public let name: String
  /// Observed channels, D.
  public let channels: Int
  /// Alignment of the channels to the shared factors, where the data has it.
  public let alignment: Alignment?
  /// Mean of each channel over the training data (spikes per bin, or the data's own unit), for `initial_rates`.
  public let channelMeans: [Double]?

  public init(name: String, channels: Int, alignment: Alignment? = nil, channelMeans: [Double]? = nil) {
    self.name = name
    self.channels = channels
    self.alignment = alignment
    self.channelMeans = channelMeans
  }
}

/// `alignment_matrix_cxf` and `alignment_bias_c` of a session.
public struct Alignment: Sendable, Equatable {
  /// Row-major [channels, factors].
  public let matrix: [Float]
  /// [channels].
  public let bias: [Float]

  public init(matrix: [Float], bias: [Float]) {
    self.matrix = matrix
    self.bias = bias
  }
}

/// The sizes of a model on given data: its hyperparameters and what the data adds.
public struct ModelShape: Sendable, Equatable {
  public let hyperparameters: Hyperparameters
  /// Time steps of a trial, T.
  public let steps: Int
  public let sessions: [SessionShape]

  /// - Throws: ``HyperparameterError`` where hyperparameters exclude each other or the data.
  public init(
    hyperparameters: Hyperparameters, steps: Int, sessions: [SessionShape]
  ) throws(HyperparameterError) {
    precondition(steps > 0 && !sessions.isEmpty, "a model needs at least one time step and one session")
    try hyperparameters.validate(sessions: sessions.count)
    self.hyperparameters = hyperparameters
    self.steps = steps
    self.sessions = sessions
  }

  /// Steps that the initial-condition encoder reads.
  public var initialConditionSteps: Int { min(hyperparameters.num_steps_for_gen_ic, steps) }

  /// Whether a session's data passes through a read-in matrix; otherwise the encoders see the channels themselves.
  public func hasReadIn(_ session: Int) -> Bool {
    sessions.count > 1 || sessions[session].alignment != nil
  }

  /// Whether factors pass through a read-out matrix; otherwise they are the log rates themselves.
  public func hasReadOut(_ session: Int) -> Bool {
    !(sessions.count == 1 && hyperparameters.output_dist == .poisson
      && hyperparameters.factors_dim == sessions[session].channels)
  }

  /// Width of the data as the encoders see it: factors after a read-in, else channels. The same for all sessions.
  public var readInWidth: Int { hasReadIn(0) ? hyperparameters.factors_dim : sessions[0].channels }

  /// Width of what an encoder reads at a step: data after the read-in, then the encoded external input.
  public var encoderInputWidth: Int { readInWidth + hyperparameters.encodedInputs }

  /// Numbers per channel at the output: 1 log rate, or mean and log variance.
  public var outputsPerChannel: Int { hyperparameters.output_dist == .poisson ? 1 : 2 }

  /// Width of the controller's view of the encoders.
  public var controllerEncoderWidth: Int {
    guard hyperparameters.hasController else { return 0 }
    return hyperparameters.ci_enc_dim * (hyperparameters.do_causal_controller ? 1 : 2)
  }

  /// Width of the controller's view of the generator's last output.
  public var feedbackWidth: Int {
    hyperparameters.feedsRates
      ? sessions[0].channels : hyperparameters.feedsFactors ? hyperparameters.factors_dim : 0
  }

  /// The most channels any session has.
  public var maximumChannels: Int { sessions.map(\.channels).max() ?? 0 }

  /// Multiplications and additions of the matrix products of one training step on `trials` trials of a session:
  /// forward once, backward twice, but no gradient of the data itself.
  public func trainingFlops(trials: Int, session: Int) -> Double {
    let h = hyperparameters
    let cells = Double(trials * steps), icCells = Double(trials * initialConditionSteps)
    let input = encoderInputWidth, channels = sessions[session].channels
    let inputBackward = hasReadIn(session) ? 3.0 : 2.0
    func cell(_ width: Int, _ inputs: Int, _ inputFactor: Double) -> Double {
      Double(3 * width) * (3 * Double(width) + inputFactor * Double(inputs))
    }
    var total = 0.0
    if h.hasInitialConditionCode {
      total += 2 * icCells * 2 * cell(h.ic_enc_dim, input, inputBackward)
      total += 2 * Double(trials) * 3 * Double(2 * h.ic_enc_dim * 2 * h.ic_dim)
      if !h.initialConditionIsIdentity { total += 2 * Double(trials) * 3 * Double(h.ic_dim * h.gen_dim) }
    }
    if h.hasController {
      total += 2 * cells * (h.do_causal_controller ? 1 : 2) * cell(h.ci_enc_dim, input, inputBackward)
      total += 2 * cells * cell(h.con_dim, controllerEncoderWidth + feedbackWidth, 3)
      total += 2 * cells * 3 * Double(h.con_dim * 2 * h.co_dim)
    }
    total += 2 * cells * cell(h.gen_dim, h.co_dim + h.injectedInputs, 3)
    total += 2 * cells * 3 * Double(h.gen_dim * h.factors_dim)
    if hasReadOut(session) { total += 2 * cells * 3 * Double(h.factors_dim * channels * outputsPerChannel) }
    if hasReadIn(session) { total += 2 * cells * 2 * Double(channels * h.factors_dim) }
    return total
  }
}
