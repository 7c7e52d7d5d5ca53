import Kernels

/// The L2 penalty over the recurrent variables of generator and controller,
/// [½·l2_gen_scale·Σv²(gen) + ½·l2_con_scale·Σv²(con)] / (elements of both); 0 if both scales are 0.
struct L2Penalty {
  let value: Double
  private let isOn: Bool

  init(_ parameters: ParameterVector) {
    let layout = parameters.layout
    isOn = layout.shape.hyperparameters.hasL2
    guard isOn else {
      value = 0
      return
    }
    var sum = 0.0
    for entry in layout.entries {
      guard let group = entry.l2Group else { continue }
      let scale = layout.shape.hyperparameters.l2Scale(group)
      sum += 0.5 * scale * Kernels.sumOfSquares(parameters.buffer.pointer + entry.offset, count: entry.count)
    }
    value = sum / Double(layout.l2Count)
  }

  /// Adds `scale` times the penalty's gradient.
  func addGradient(scale: Double, _ parameters: ParameterVector, to gradient: ParameterVector) {
    guard isOn, scale != 0 else { return }
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
  public var hasL2: Bool { l2_gen_scale != 0 || (hasController && l2_con_scale != 0) }

  func l2Scale(_ group: L2Group) -> Double { group == .generator ? l2_gen_scale : l2_con_scale }
}
