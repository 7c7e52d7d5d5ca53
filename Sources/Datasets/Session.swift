import Tensors

/// What one recording session contributes: the same channels in every trial.
public struct Session: Sendable {
  public let name: String
  public internal(set) var train: Split
  /// Nil where nothing was set aside for validation.
  public internal(set) var valid: Split?
  /// Nil where nothing was set aside for a test.
  public internal(set) var test: Split?
  /// Seconds of a bin, where known.
  public let dt: Double?
  /// The file's factor from spikes per bin to the units of its truth; 1 where it has none.
  public let conversionFactor: Double?
  /// What the truth is to be divided by to compare it with rates per bin: the conversion factor, except in the
  /// synthetic Gaussian data, whose stored factor does not fit them.
  public let truthPerRate: Double
  public internal(set) var alignment: AlignmentMatrix?
  /// Arrays that do not belong to a split, under their own names.
  public let arrays: [String: StoredArray]
  /// Whose layout the file has; `memory` and `synthetic` without one.
  public internal(set) var layout: String

  /// Time steps of a trial, T.
  public var bins: Int { train.data.bins }
  /// Observed channels, D.
  public var channels: Int { train.data.channels }
  public var trials: Int { splits.reduce(0) { $0 + $1.trials } }
  /// Width of the external input; 0 without.
  public var inputs: Int { train.externalInput?.inputs ?? 0 }

  /// The splits it has, in the order of their names.
  public var splits: [Split] { SplitName.allCases.compactMap { split($0) } }

  public func split(_ name: SplitName) -> Split? {
    switch name {
    case .train: train
    case .valid: valid
    case .test: test
    }
  }

  /// The same without the true rates.
  var withoutTruth: Session {
    var session = self
    session.train.arrays["truth"] = nil
    session.valid?.arrays["truth"] = nil
    session.test?.arrays["truth"] = nil
    return session
  }

  /// Every trial in the order of the recording: its split and its number within that.
  public var order: [(split: SplitName, trial: Int)] {
    let all = splits.flatMap { split in
      split.index.enumerated().map { (index: $1, split: split.name, trial: $0) }
    }
    return all.sorted { $0.index < $1.index }.map { ($0.split, $0.trial) }
  }

  /// Each channel's mean per bin over the training trials, of the bins that are not missing.
  public var meanRates: [Double] { train.data.channelMeans }

  /// Whether bins of any split are missing.
  public var hasMissing: Bool { splits.contains(where: \.data.hasMissing) }

  /// True rates in spikes per bin, [trial, time, neuron]; nil where the file has no truth.
  public func rates(_ split: SplitName) throws(DatasetError) -> Tensor? {
    guard let truth = self.split(split)?.truth else { return nil }
    let factor = Float(truthPerRate)
    return Tensor(try truth.floats().map { $0 / factor }, shape: truth.shape, axes: ["trial", "time", "neuron"])
  }
}

/// How the channels of a session are brought into the space of factors all sessions share.
public struct AlignmentMatrix: Sendable, Equatable {
  /// [C, F], row-major: channels to factors.
  public let matrix: [Double]
  /// [C]: subtracted before the product.
  public let bias: [Double]
  public var channels: Int { bias.count }
  public var factors: Int { matrix.count / max(1, bias.count) }

  public init(matrix: [Double], bias: [Double]) {
    self.matrix = matrix
    self.bias = bias
  }

  public var matrixTensor: Tensor { Tensor(matrix, shape: [channels, factors], axes: ["neuron", "factor"]) }
  public var biasTensor: Tensor { Tensor(bias, shape: [channels], axes: ["neuron"]) }
}
