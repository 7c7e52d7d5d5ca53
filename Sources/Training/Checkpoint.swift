import HDF5
import LFADSModel
import Tensors

/// A model in one HDF5 file: hyperparameters, sizes, parameters, both Adam moments, histories, random streams. A
/// training goes on from it bit for bit.
///
/// Layout: attributes `format`, `version`; groups `hyperparameters`, `sessions`, `training`, `history`, `parameters`,
/// `first_moment`, `second_moment` and, once there is one, `best`. Tensors stand under their paths, e.g.
/// `parameters/generator/gates_h_W`.
public struct Checkpoint: Sendable {
  public let state: TrainingState?
  public let hyperparameters: Hyperparameters
  public let seed: UInt64
  /// Name and fingerprint of the data of the training, where there was one.
  public let dataName: String?
  public let dataFingerprint: String?

  public static let format = "lfads-repl model"
  /// The versions that are read. A file is written as the first version that knows all it holds: 2 where a
  /// hyperparameter that came later is not at its default, or the encoders do not see all that is reconstructed.
  public static let versions = 1...2

  /// The version it is written as.
  var version: Int {
    let labels = HyperparameterTable.kept(hyperparameters).map { $0.since(in: hyperparameters) }.max() ?? 1
    guard let shape = state?.layout.shape else { return labels }
    return shape.encodedSteps < shape.steps || shape.holdsOutChannels ? max(labels, 2) : labels
  }

  public init(_ model: Model, dataName: String? = nil, dataFingerprint: String? = nil) {
    state = model.state
    hyperparameters = model.hyperparameters
    seed = model.state?.seed ?? model.seed
    self.dataName = dataName
    self.dataFingerprint = dataFingerprint
  }

  init(
    state: TrainingState?, hyperparameters: Hyperparameters, seed: UInt64, dataName: String?, dataFingerprint: String?
  ) {
    self.state = state
    self.hyperparameters = hyperparameters
    self.seed = seed
    self.dataName = dataName
    self.dataFingerprint = dataFingerprint
  }

  /// The model it holds.
  public var model: Model { state.map { Model($0) } ?? Model(hyperparameters, seed: seed) }

  /// Writes the file atomically: what was there before stays until the new one is whole.
  public func write(to path: String) throws(HDF5Error) {
    try HDF5File.write(to: path) { writer throws(HDF5Error) in
      try writer.attribute("format", Self.format)
      try writer.attribute("version", Int64(version))
      if let dataName { try writer.attribute("data_name", dataName) }
      if let dataFingerprint { try writer.attribute("data_fingerprint", dataFingerprint) }
      try Self.write(hyperparameters, writer)
      try writer.write(seed, at: "training/seed")
      guard let state else { return }
      try Self.write(state.layout.shape, writer)
      try Self.write(state, writer)
      try Self.write(state.history, writer)
    }
  }

  private static func write(_ hyper: Hyperparameters, _ writer: HDF5Writer) throws(HDF5Error) {
    for row in HyperparameterTable.kept(hyper) {
      let path = "hyperparameters/\(row.name)"
      switch row.access {
      case .integer(let key, _): try writer.write(Int64(hyper[keyPath: key]), at: path)
      case .number(let key, _): try writer.write(hyper[keyPath: key], at: path)
      case .flag(let key): try writer.write([hyper[keyPath: key]], shape: [], at: path, compression: .none)
      case .choice(let get, _, _): try writer.write([get(hyper)], shape: [], at: path)
      }
    }
  }

  private static func write(_ shape: ModelShape, _ writer: HDF5Writer) throws(HDF5Error) {
    try writer.write(Int64(shape.steps), at: "sessions/steps")
    try writer.write(shape.sessions.map(\.name), shape: [shape.sessions.count], at: "sessions/names")
    try writer.write(
      shape.sessions.map { Int64($0.channels) }, shape: [shape.sessions.count], at: "sessions/channels")
    if shape.encodedSteps < shape.steps || shape.holdsOutChannels {
      try writer.write(Int64(shape.encodedSteps), at: "sessions/encoded_steps")
      try writer.write(
        shape.sessions.map { Int64($0.encodedChannels) }, shape: [shape.sessions.count],
        at: "sessions/encoded_channels")
    }
    for (index, session) in shape.sessions.enumerated() {
      if let alignment = session.alignment {
        let factors = shape.hyperparameters.factors_dim
        try writer.write(
          alignment.matrix, shape: [session.channels, factors], at: "sessions/\(index)/alignment_matrix_cxf")
        try writer.write(alignment.bias, shape: [session.channels], at: "sessions/\(index)/alignment_bias_c")
      }
      if let means = session.channelMeans {
        try writer.write(means, shape: [means.count], at: "sessions/\(index)/channel_means")
      }
    }
  }

  private static func write(_ state: TrainingState, _ writer: HDF5Writer) throws(HDF5Error) {
    try writer.write(Int64(state.step), at: "training/step")
    try writer.write(Int64(state.adam.updates), at: "training/adam_updates")
    try writer.write(state.learningRate.rate, at: "training/learning_rate")
    try writer.write(state.learningRate.costs, shape: [state.learningRate.costs.count], at: "training/costs")
    let stream = state.shuffle
    try writer.write([stream.key, stream.stream, stream.position], shape: [3], at: "training/shuffle_stream")
    if let progress = state.epochUnderWay {
      try writer.write(progress.numbers, shape: [progress.numbers.count], at: "training/epoch_under_way")
    }
    if let stop = state.nonFiniteStop {
      try writer.write([stop.quantity], shape: [], at: "training/not_finite/quantity")
      try writer.write([Int64(stop.step), Int64(stop.kept)], shape: [2], at: "training/not_finite/steps")
    }
    try write(state.parameters, "parameters", writer)
    try write(state.adam.firstMoment, "first_moment", writer)
    try write(state.adam.secondMoment, "second_moment", writer)
    if let best = state.best {
      try write(best.parameters, "best/parameters", writer)
      try writer.write([best.cost, Double(best.epoch), Double(best.step)], shape: [3], at: "best/cost_epoch_step")
    }
  }

  private static func write(_ vector: ParameterVector, _ group: String, _ writer: HDF5Writer) throws(HDF5Error) {
    for entry in vector.layout.entries {
      let values = UnsafeBufferPointer(start: vector.buffer.pointer + entry.offset, count: entry.count)
      try writer.write(values, shape: entry.shape, at: "\(group)/\(entry.path)", compression: .none)
    }
  }

  private static func write(_ history: [EpochRecord], _ writer: HDF5Writer) throws(HDF5Error) {
    try writer.write(
      history.flatMap(\.numbers), shape: [history.count, EpochRecord.columns.count], at: "history/epochs")
    try writer.write(EpochRecord.columns, shape: [EpochRecord.columns.count], at: "history/columns")
  }
}

extension EpochProgress {
  /// All of it as numbers, in a fixed order.
  var numbers: [Double] {
    [
      Double(nextBatch), train.total, train.reconstruction, train.kl, l2, correlation, maximumGradientNorm,
      Double(clippedSteps), seconds,
    ]
  }

  init?(numbers: [Double]) {
    guard numbers.count == 9, let next = Int(exactly: numbers[0]), let clipped = Int(exactly: numbers[7]), next >= 0,
      (0...next).contains(clipped)
    else { return nil }
    self.init()
    nextBatch = next
    train = SplitCosts(total: numbers[1], reconstruction: numbers[2], kl: numbers[3])
    (l2, correlation, maximumGradientNorm) = (numbers[4], numbers[5], numbers[6])
    clippedSteps = clipped
    seconds = numbers[8]
  }
}

extension EpochRecord {
  /// What the numbers are, in order. A missing validation is NaN in all three.
  static let columns = [
    "epoch", "step", "train_total", "train_reconstruction", "train_kl", "valid_total", "valid_reconstruction",
    "valid_kl", "l2", "correlation", "kl_weight", "l2_weight", "learning_rate", "maximum_gradient_norm",
    "clipped_share", "seconds", "has_valid",
  ]

  var numbers: [Double] {
    [
      Double(epoch), Double(step), train.total, train.reconstruction, train.kl, valid?.total ?? .nan,
      valid?.reconstruction ?? .nan, valid?.kl ?? .nan, l2, correlation, weights.kl, weights.l2, learningRate,
      maximumGradientNorm, clippedShare, seconds, valid == nil ? 0 : 1,
    ]
  }

  init?(numbers n: [Double]) {
    guard n.count == Self.columns.count, let epoch = Int(exactly: n[0]), let step = Int(exactly: n[1]) else {
      return nil
    }
    self.init(
      epoch: epoch, step: step, train: SplitCosts(total: n[2], reconstruction: n[3], kl: n[4]),
      valid: n[16] == 1 ? SplitCosts(total: n[5], reconstruction: n[6], kl: n[7]) : nil, l2: n[8], correlation: n[9],
      weights: CostWeights(kl: n[10], l2: n[11]), learningRate: n[12], maximumGradientNorm: n[13],
      clippedShare: n[14], seconds: n[15])
  }
}
