import Tensors

/// Makes a synthetic data set by the rules of the reference, draw by draw.
public struct Synthetic: Sendable {
  public let name: SyntheticName
  public let parameters: SyntheticParameters
  /// The weights of the network that `itb_rnn` records from.
  let integrator: IntegratorWeights?
  /// Asked between blocks of trials; true ends the work with `cancelled`.
  let isCancelled: @Sendable () -> Bool

  /// - Parameters:
  ///   - parameters: the reference's unless given.
  ///   - integratorPath: the file with the trained network's weights, needed by `itb_rnn` alone.
  /// - Throws: `parameter` where one is out of range; what keeps the weights from being read.
  public init(
    _ name: SyntheticName, parameters: SyntheticParameters? = nil, integratorPath: String? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(DatasetError) {
    self.name = name
    self.parameters = parameters ?? SyntheticParameters(name)
    self.isCancelled = isCancelled
    // Small products on several threads spend their time waiting for each other.
    BLAS.useOneThread()
    try self.parameters.check(name)
    integrator = name == .itb_rnn ? try IntegratorWeights(reading: integratorPath) : nil
  }

  /// Generates everything but the truth, which is made when it is asked for.
  public func generate() throws(DatasetError) -> Dataset {
    var random = LegacyRandom(seed: parameters.seed)
    var sessions: [Session] = []
    for (number, source) in sources(&random).enumerated() {
      sessions.append(session(number, source, data: try observe(source, &random)))
    }
    if name == .chaotic_rnn_multisession {
      let matrices = try SessionAlignment(sessions).matrices()
      for (number, matrix) in matrices.enumerated() { sessions[number].alignment = matrix }
    }
    return try Dataset(name: name.rawValue, sessions: sessions)
  }

  /// What a session says of its layout.
  static let layout = "synthetic"

  /// The same truth for data that were generated before and kept in a file.
  func withTruth(_ sessions: [Session]) -> [Session] {
    var random = LegacyRandom(seed: parameters.seed)
    return zip(sessions, sources(&random)).map { session, source in
      var session = session
      session.layout = Self.layout
      session.train.arrays["truth"] = truth(.train, source)
      session.valid?.arrays["truth"] = truth(.valid, source)
      return session
    }
  }

  /// The reference's name of a session, which is what its file is called after the stem.
  func sessionName(_ number: Int) -> String {
    let units = "dataset_N\(parameters.units)"
    switch name {
    case .chaotic_rnns_labeled, .itb_rnn: return units
    case .chaotic_rnn_multisession: return "\(units)_S\(parameters.channels)_n\(number + 1)"
    default: return "\(units)_S\(parameters.channels)"
    }
  }

  /// The trials of a split, in order. There is none for tests.
  func trials(_ split: SplitName) -> [Int] {
    switch split {
    case .train: (0..<parameters.trials).filter { !parameters.isValid($0) }
    case .valid: (0..<parameters.trials).filter { parameters.isValid($0) }
    case .test: []
    }
  }
}

// MARK: - Draws before the observations

extension Synthetic {
  /// Draws networks, initial states, inputs and labels: what each session records.
  private func sources(_ random: inout LegacyRandom) -> [SyntheticSource] {
    switch name {
    case .itb_rnn: [integratorSource(&random)]
    case .chaotic_rnns_labeled: [labeledSource(&random)]
    default: chaoticSources(&random)
    }
  }

  private func chaoticSources(_ random: inout LegacyRandom) -> [SyntheticSource] {
    let p = parameters
    var network = ChaoticNetwork(p, from: &random)
    network.initialStates = random.normals(p.conditions * p.units)
    if p.inputMagnitude != 0 {
      network.pulses = (0..<p.trials).map { _ in random.integer(below: p.steps / 2) + p.steps / 4 }
      network.runsPerState = p.replications
    }
    return (0..<p.sessions).map { number in
      let seen = (number * p.channels)..<((number + 1) * p.channels)
      return SyntheticSource(
        networks: [
          ObservedRates(
            dynamics: network, view: .units(seen), trialsPerRun: network.pulses.isEmpty ? p.replications : 1)
        ],
        labels: nil, pulses: network.pulses, inputs: nil)
    }
  }

  /// Two networks from streams of their own; both start from the same states and are seen through the same mixture.
  private func labeledSource(_ random: inout LegacyRandom) -> SyntheticSource {
    let p = parameters
    let labels = (0..<p.trials).map { _ in random.integer(below: 2) }
    let states = random.normals(p.conditions * p.units)
    let mixture = mixture(&random)
    let networks = [p.seed &+ 1, p.seed &+ 2].map { seed in
      var own = LegacyRandom(seed: seed)
      var network = ChaoticNetwork(p, from: &own)
      network.initialStates = states
      return ObservedRates(dynamics: network, view: .mixture(mixture), trialsPerRun: p.replications)
    }
    return SyntheticSource(networks: networks, labels: labels, pulses: [], inputs: nil)
  }

  private func integratorSource(_ random: inout LegacyRandom) -> SyntheticSource {
    let p = parameters
    var own = LegacyRandom(seed: p.seed &+ 1)
    let inputs = own.normals(p.conditions * p.steps).map { IntegratorNetwork.inputDeviation * $0 }
    // The initialiser has read the weights of exactly this data set.
    guard let integrator else { preconditionFailure("no weights for \(name)") }
    let network = IntegratorNetwork(weights: integrator, steps: p.steps, inputs: inputs)
    let rates = ObservedRates(dynamics: network, view: .mixture(mixture(&random)), trialsPerRun: p.replications)
    return SyntheticSource(networks: [rates], labels: nil, pulses: [], inputs: network)
  }

  /// P ~ N(0, 1/N), [N, N].
  private func mixture(_ random: inout LegacyRandom) -> [Double] {
    let norm = Double(parameters.units).squareRoot()
    return random.normals(parameters.units * parameters.units).map { $0 / norm }
  }
}
