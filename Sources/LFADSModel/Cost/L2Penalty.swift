import Kernels

/// The L2 penalty over the recurrent variables of generator and controller,
/// [½·l2_gen_scale·Σv²(gen) + ½·l2_con_scale·Σv²(con)] / (elements of both); 0 if both scales are 0. The likelihood's
/// penalty on parameters of its own comes on top of it.
struct L2Penalty {
  let value: Double
  private let isOn: Bool

  init(_ parameters: ParameterVector) {
    let layout = parameters.layout
    isOn = layout.shape.hyperparameters.hasL2
    let own = LikelihoodPenalty.value(parameters)
    guard isOn else {
      value = own
      return
    }
    var sum = 0.0
    for entry in layout.entries {
      guard let group = entry.l2Group else { continue }
      let scale = layout.shape.hyperparameters.l2Scale(group)
      sum += 0.5 * scale * Kernels.sumOfSquares(parameters.buffer.pointer + entry.offset, count: entry.count)
    }
    value = sum / Double(layout.l2Count) + own
  }

  /// Adds `scale` times the penalty's gradient.
  func addGradient(scale: Double, _ parameters: ParameterVector, to gradient: ParameterVector) {
    guard scale != 0 else { return }
    LikelihoodPenalty.addGradient(scale: scale, parameters, to: gradient)
    guard isOn else { return }
    let layout = parameters.layout
    for entry in layout.entries {
      guard let group = entry.l2Group else { continue }
      let factor = scale * layout.shape.hyperparameters.l2Scale(group) / Double(layout.l2Count)
      Kernels.addScaled(
        parameters.buffer.pointer + entry.offset, scale: Float(factor), count: entry.count,
        into: gradient.buffer.pointer + entry.offset)
    }
  }
}

extension ParameterVector {
  /// The L2 penalty of these parameters, before its ramp.
  public var l2Cost: Double { L2Penalty(self).value }
}

extension Hyperparameters {
  /// Whether any L2 penalty is on.
  public var hasL2: Bool {
    l2_gen_scale != 0 || (hasController && l2_con_scale != 0) || likelihood.hasPenalty
  }

  func l2Scale(_ group: L2Group) -> Double { group == .generator ? l2_gen_scale : l2_con_scale }
}

/// The penalty on the likelihood's own parameters, summed over sessions.
private enum LikelihoodPenalty {
  static func value(_ parameters: ParameterVector) -> Double { add(parameters, scale: 0, to: nil) }

  static func addGradient(scale: Double, _ parameters: ParameterVector, to gradient: ParameterVector) {
    _ = add(parameters, scale: Float(scale), to: gradient)
  }

  private static func add(_ parameters: ParameterVector, scale: Float, to gradient: ParameterVector?) -> Double {
    let shape = parameters.layout.shape, own = shape.likelihood.parameters
    guard !own.isEmpty else { return 0 }
    return shape.sessions.reduce(0.0) { sum, session in
      let paths = own.map { "readout/\(session.name)/\($0.name)" }
      return sum
        + shape.likelihood.penalty(
          paths.map { UnsafePointer(parameters.pointer($0)) }, channels: session.channels, scale: scale,
          gradient: gradient.map { gradient in paths.map { gradient.pointer($0) } })
    }
  }
}
