/// What a model must know of one session of data: its name, its channels, and how it starts.
public struct SessionShape: Sendable, Equatable {
  public let name: String
  /// Observed channels, D: all are reconstructed.
  public let channels: Int
  /// Channels that the encoders see, De ≤ D: the first of them.
  public let encodedChannels: Int
  /// Alignment of the channels to the shared factors, where the data has it.
  public let alignment: Alignment?
  /// Mean of each channel over the training data (spikes per bin, or the data's own unit), for `initial_rates`.
  public let channelMeans: [Double]?

  /// - Parameter encodedChannels: all of them unless it says otherwise.
  public init(
    name: String, channels: Int, encodedChannels: Int? = nil, alignment: Alignment? = nil,
    channelMeans: [Double]? = nil
  ) {
    precondition((1...channels).contains(encodedChannels ?? channels), "encoded channels are some of all")
    self.name = name
    self.channels = channels
    self.encodedChannels = encodedChannels ?? channels
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
  /// Time steps of a trial, T: all are reconstructed.
  public let steps: Int
  /// Time steps that the encoders see, Te ≤ T: the first of them.
  public let encodedSteps: Int
  public let sessions: [SessionShape]
  /// How observations are drawn.
  public let likelihood: any Likelihood

  /// - Parameter encodedSteps: all of them unless it says otherwise.
  /// - Throws: ``HyperparameterError`` where hyperparameters exclude each other or the data.
  public init(
    hyperparameters: Hyperparameters, steps: Int, encodedSteps: Int? = nil, sessions: [SessionShape]
  ) throws(HyperparameterError) {
    precondition((1...steps).contains(encodedSteps ?? steps), "encoded steps are some of all")
    precondition(steps > 0 && !sessions.isEmpty, "a model needs at least one time step and one session")
    try hyperparameters.validate(sessions: sessions.count)
    self.hyperparameters = hyperparameters
    self.steps = steps
    self.encodedSteps = encodedSteps ?? steps
    self.sessions = sessions
    likelihood = hyperparameters.likelihood
  }

  public static func == (a: ModelShape, b: ModelShape) -> Bool {
    a.hyperparameters == b.hyperparameters && a.steps == b.steps && a.encodedSteps == b.encodedSteps
      && a.sessions == b.sessions
  }

  /// Steps that the initial-condition encoder reads.
  public var initialConditionSteps: Int { min(hyperparameters.num_steps_for_gen_ic, encodedSteps) }

  /// Whether a session's data passes through a read-in matrix; otherwise the encoders see the channels themselves.
  public func hasReadIn(_ session: Int) -> Bool {
    sessions.count > 1 || sessions[session].alignment != nil
  }

  /// Whether factors pass through a read-out matrix; otherwise they are the output themselves.
  public func hasReadOut(_ session: Int) -> Bool {
    !(sessions.count == 1 && hyperparameters.factors_dim == outputWidth(session))
  }

  /// Width of the data as the encoders see it: factors after a read-in, else encoded channels. The same for all
  /// sessions.
  public var readInWidth: Int { hasReadIn(0) ? hyperparameters.factors_dim : sessions[0].encodedChannels }

  /// Width of what an encoder reads at a step: data after the read-in, then the encoded external input.
  public var encoderInputWidth: Int { readInWidth + hyperparameters.encodedInputs }

  /// Numbers of the read-out for each channel: 1 log rate, or mean and log variance, ….
  public var outputsPerChannel: Int { likelihood.parts.count }

  /// Numbers that describe the distribution of each channel: 1 rate, or mean and variance, ….
  public var quantitiesPerChannel: Int { likelihood.quantities.count }

  /// Width of the read-out of a session.
  public func outputWidth(_ session: Int) -> Int { sessions[session].channels * outputsPerChannel }

  /// The most it has.
  public var maximumOutputWidth: Int { maximumChannels * outputsPerChannel }

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

  /// The most channels the encoders see of any session.
  public var maximumEncodedChannels: Int { sessions.map(\.encodedChannels).max() ?? 0 }

  /// Whether some channels of a session are reconstructed without being seen.
  public var holdsOutChannels: Bool { sessions.contains { $0.encodedChannels < $0.channels } }

  /// Multiplications and additions of the matrix products of one training step on `trials` trials of a session:
  /// forward once, backward twice, but no gradient of the data itself.
  public func trainingFlops(trials: Int, session: Int) -> Double {
    let hyper = hyperparameters
    let cells = Double(trials * steps), icCells = Double(trials * initialConditionSteps)
    let encodedCells = Double(trials * encodedSteps)
    let input = encoderInputWidth, channels = sessions[session].channels
    let inputBackward = hasReadIn(session) ? 3.0 : 2.0
    func cell(_ width: Int, _ inputs: Int, _ inputFactor: Double) -> Double {
      Double(3 * width) * (3 * Double(width) + inputFactor * Double(inputs))
    }
    var total = 0.0
    if hyper.hasInitialConditionCode {
      total += 2 * icCells * 2 * cell(hyper.ic_enc_dim, input, inputBackward)
      total += 2 * Double(trials) * 3 * Double(2 * hyper.ic_enc_dim * 2 * hyper.ic_dim)
      if !hyper.initialConditionIsIdentity { total += 2 * Double(trials) * 3 * Double(hyper.ic_dim * hyper.gen_dim) }
    }
    if hyper.hasController {
      total += 2 * encodedCells * (hyper.do_causal_controller ? 1 : 2) * cell(hyper.ci_enc_dim, input, inputBackward)
      total += 2 * cells * cell(hyper.con_dim, controllerEncoderWidth + feedbackWidth, 3)
      total += 2 * cells * 3 * Double(hyper.con_dim * 2 * hyper.co_dim)
    }
    total += 2 * cells * cell(hyper.gen_dim, hyper.co_dim + hyper.injectedInputs, 3)
    total += 2 * cells * 3 * Double(hyper.gen_dim * hyper.factors_dim)
    if hasReadOut(session) { total += 2 * cells * 3 * Double(hyper.factors_dim * channels * outputsPerChannel) }
    if hasReadIn(session) {
      total += 2 * encodedCells * 2 * Double(sessions[session].encodedChannels * hyper.factors_dim)
    }
    return total
  }
}
