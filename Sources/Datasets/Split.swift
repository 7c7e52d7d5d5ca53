import Tensors

/// The parts of a session: what a model is trained on, what its training is judged by, and what neither has seen.
public enum SplitName: String, Sendable, CaseIterable {
  case train, valid, test

  /// What its trials are called: `validation` trials.
  public var word: String {
    switch self {
    case .train: "training"
    case .valid: "validation"
    case .test: "test"
    }
  }
}

/// The trials of one part of a session.
public struct Split: Sendable {
  public let name: SplitName
  public let data: Observations
  /// External input [trial, time, input], where there is any.
  public let externalInput: ExternalInput?
  /// Where each trial stood in the recording, counted over all splits.
  public let index: [Int]
  /// Every other array of the split under its name without the split (`truth`, `input_times`, `condition_labels`, …).
  public internal(set) var arrays: [String: StoredArray]

  public var trials: Int { data.trials }

  /// The underlying rates in the file's own units, [trial, time, neuron], where the file has them.
  public var truth: StoredArray? { arrays["truth"] }

  /// The names of everything that can be asked for, sorted.
  public var fieldNames: [String] {
    var names = ["data", "index"] + arrays.keys
    if externalInput != nil { names.append("ext_input") }
    return names.sorted()
  }

  /// An array of the split as a tensor with its axes named; nil where there is none of that name.
  public func field(_ name: String) throws(DatasetError) -> Tensor? {
    switch name {
    case "data": data.tensor
    case "index": Tensor(index.map { Double($0) }, shape: [index.count], axes: ["trial"])
    case "ext_input": externalInput?.tensor
    default: try arrays[name].map { array throws(DatasetError) in try array.tensor(axes: axes(of: name, array.shape)) }
    }
  }

  /// The axes of an array that goes with the trials: what is as long as the trials or the bins is those.
  private func axes(of name: String, _ shape: [Int]) -> [String?] {
    var axes = [String?](repeating: nil, count: shape.count)
    guard shape.first == trials else { return axes }
    axes[0] = "trial"
    if shape.count > 1, shape[1] == data.bins { axes[1] = "time" }
    if shape.count == 3, axes[1] != nil {
      if name == "truth" { axes[2] = "neuron" } else if name.hasPrefix("input") { axes[2] = "input" }
    }
    return axes
  }
}

/// What drove the recorded system from outside and is known: [trial, time, input].
public struct ExternalInput: Sendable, Equatable {
  public let values: [Float]
  public let trials: Int
  public let bins: Int
  public let inputs: Int

  /// - Precondition: `values` holds trials × bins × inputs elements.
  public init(_ values: [Float], trials: Int, bins: Int, inputs: Int) {
    precondition(values.count == trials * bins * inputs, "\(values.count) elements do not fill the trials")
    self.values = values
    self.trials = trials
    self.bins = bins
    self.inputs = inputs
  }

  public var tensor: Tensor {
    Tensor(values, shape: [trials, bins, inputs], axes: ["trial", "time", "input"])
  }

  /// Copies trials, R of them, to [T, R, I].
  public func gather(_ positions: some RandomAccessCollection<Int>, into target: UnsafeMutablePointer<Float>) {
    Observations(.float(values), trials: trials, bins: bins, channels: inputs).gather(positions, into: target)
  }

  func selecting(_ positions: [Int]) -> ExternalInput {
    let size = bins * inputs
    return ExternalInput(
      positions.flatMap { values[($0 * size)..<(($0 + 1) * size)] }, trials: positions.count, bins: bins, inputs: inputs
    )
  }
}
