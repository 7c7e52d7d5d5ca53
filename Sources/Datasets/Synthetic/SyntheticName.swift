/// The data sets of the reference, which can be made anew.
public enum SyntheticName: String, Sendable, CaseIterable {
  case chaotic_rnn_no_inputs, chaotic_rnn_inputs_g1p5, chaotic_rnn_inputs_g2p5, gaussian_chaotic_rnn_no_inputs
  case chaotic_rnn_multisession, chaotic_rnns_labeled, itb_rnn

  /// What it shows, in one line.
  public var summary: String {
    switch self {
    case .chaotic_rnn_no_inputs: "spikes of a chaotic network that runs on its own (g 1.5)"
    case .chaotic_rnn_inputs_g1p5: "spikes of a chaotic network pushed once in each trial (g 1.5)"
    case .chaotic_rnn_inputs_g2p5: "spikes of a more chaotic network pushed once in each trial (g 2.5)"
    case .gaussian_chaotic_rnn_no_inputs: "noisy rates of a chaotic network that runs on its own"
    case .chaotic_rnn_multisession: "one chaotic network seen in five sessions, other units in each"
    case .chaotic_rnns_labeled: "two chaotic networks, a label telling which"
    case .itb_rnn: "a trained network that sums its input up to a bound"
    }
  }
}

/// What a synthetic data set is made with; every number has the reference's value until it is changed.
public struct SyntheticParameters: Sendable, Equatable {
  /// Of the stream everything but the networks of `chaotic_rnns_labeled` and the input of `itb_rnn` comes from; those
  /// have streams seeded one (and two) higher.
  public var seed: UInt32 = 5
  /// Initial states, each of which starts several trials; input sequences in `itb_rnn`.
  public var conditions: Int
  /// Trials of each condition.
  public var replications: Int
  /// Time steps of a trial.
  public var steps = 100
  /// Units of the network.
  public var units = 50
  /// Strength of the recurrent connections, g.
  public var gain = 1.5
  /// Strength of the pulse; 0 without inputs.
  public var inputMagnitude = 0.0
  /// Spikes per second at a rate of 1.
  public var maxRate = 30.0
  /// Sessions, each of which sees its own units.
  public var sessions = 1
  /// Share of each condition's trials to train on.
  public var trainShare = 0.8

  /// Seconds of a step.
  static let dt = 0.01
  /// Seconds: the time constant of the units.
  static let tau = 0.025
  /// Of conditions, replications and steps each.
  private static let most = 1 << 24
  /// The connections of more units take gigabytes.
  private static let mostUnits = 1 << 14

  /// The reference's.
  public init(_ name: SyntheticName) {
    (conditions, replications) = (400, 10)
    switch name {
    case .chaotic_rnn_no_inputs, .gaussian_chaotic_rnn_no_inputs, .chaotic_rnns_labeled: break
    case .chaotic_rnn_inputs_g1p5: inputMagnitude = 20
    case .chaotic_rnn_inputs_g2p5:
      inputMagnitude = 20
      gain = 2.5
    case .chaotic_rnn_multisession:
      (conditions, replications) = (150, 40)
      units = 100
      sessions = 5
    case .itb_rnn: (conditions, replications) = (800, 5)
    }
  }

  public var trials: Int { conditions * replications }
  /// Units seen in a session.
  public var channels: Int { units / sessions }

  /// Whether a trial is set aside: the last ones of each condition.
  func isValid(_ trial: Int) -> Bool {
    Double(trial % replications + 1) > trainShare * Double(replications)
  }

  /// - Throws: `parameter` with what is allowed.
  func check(_ name: SyntheticName) throws(DatasetError) {
    func require(_ holds: Bool, _ parameter: String, _ value: Double, _ allowed: String) throws(DatasetError) {
      guard holds else {
        throw DatasetError(
          file: name.rawValue, object: parameter, cause: .parameter(parameter, value: value, allowed: allowed))
      }
    }
    func bound(_ parameter: String, _ value: Int, _ range: ClosedRange<Int>) throws(DatasetError) {
      let allowed = "from \(range.lowerBound) to \(range.upperBound)"
      try require(range.contains(value), parameter, Double(value), allowed)
    }
    // Each alone first, so that no product overflows.
    try bound("conditions", conditions, 1...Self.most)
    try bound("replications", replications, 1...Self.most)
    try bound("steps", steps, 4...Self.most)
    try bound("units", units, 1...Self.mostUnits)
    let cells = Double(trials) * Double(steps * units)
    try require(cells <= 0x1p32, "conditions", Double(conditions), "such that the trials fit into memory")
    try require(gain.isFinite, "gain", gain, "finite")
    try require(inputMagnitude.isFinite, "input_magnitude", inputMagnitude, "finite")
    try require(
      maxRate > 0 && maxRate * Self.dt < 10, "max_rate", maxRate, "above 0 and below \(10 / Self.dt) spikes/s")
    try require(sessions > 0 && sessions <= units, "sessions", Double(sessions), "from 1 to the number of units")
    try require(trainShare > 0 && trainShare <= 1, "train_share", trainShare, "above 0 and at most 1")
    try require(
      (0..<trials).contains { !isValid($0) }, "train_share", trainShare, "large enough for a trial to train on")
    if name == .itb_rnn { try require(units == 50, "units", Double(units), "50, those of the trained network") }
  }
}
