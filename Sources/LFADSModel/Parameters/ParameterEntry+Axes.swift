extension ParameterEntry {
  /// The tensor as people read it: without the leading axis of one row that biases and first states are kept with.
  public var displayShape: [Int] { shape.count == 2 && shape[0] == 1 && isRow ? [shape[1]] : shape }

  /// Biases, first states and priors are rows [1, n]; a weight matrix may have one row too.
  private var isRow: Bool { !name.hasSuffix("W") }

  /// The last component of its path.
  public var name: Substring { path.split(separator: "/").last ?? "" }

  /// The axes that have a name where they stand for trials' own quantities (`unit factor neuron input`); nil elsewhere.
  ///
  /// A recurrent matrix leads from units to units; its second axis goes without a name, as no tensor has one twice.
  public var axes: [String?] {
    let place = path.split(separator: "/").first ?? ""
    switch (place, name) {
    case ("readin", "W"): return ["neuron", "factor"]
    case ("readin", _): return ["factor"]
    case ("readout", _) where name.hasSuffix("W"): return ["factor", "neuron"]
    case ("readout", _): return displayShape.count == 1 ? ["neuron"] : [nil, "neuron"]
    case ("generator", "to_factors_W"): return ["unit", "factor"]
    case ("generator", "from_g0_W"): return [nil, "unit"]
    case ("generator", "gates_x_W"), ("generator", "candidate_x_W"): return ["input", nil]
    case ("generator", "g0"), ("generator", "from_g0_b"), (_, "h0"), (_, "c0"): return ["unit"]
    case (_, "gates_h_W"), (_, "candidate_rh_W"): return ["unit", nil]
    case ("u_posterior", _): return name.hasSuffix("W") ? ["unit", "input"] : ["input"]
    case ("u_prior", _): return ["input"]
    default: return displayShape.map { _ in nil }
    }
  }
}
