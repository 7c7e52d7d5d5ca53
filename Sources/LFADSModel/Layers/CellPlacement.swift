/// Where the parameters of one GRU stand in the flat buffer, its inputs split in two:
/// *static* ones, known for all time steps before the recurrence starts, and *dynamic* ones, made by it.
///
/// Controller: encoder states static, fed-back factors or rates dynamic. Generator: injected external input static,
/// inferred inputs dynamic. Encoder: all inputs are known, but few, so they join the state at every step: dynamic.
struct CellPlacement: Sendable {
  let units: Int
  let staticInputs: Int
  let dynamicInputs: Int
  /// Offsets of row blocks [rows, 2·units] of gate weights and [rows, units] of candidate weights.
  let gatesStatic: Int
  let gatesDynamic: Int
  let gatesRecurrent: Int
  let gatesBias: Int
  let candidateStatic: Int
  let candidateDynamic: Int
  let candidateRecurrent: Int
  let candidateBias: Int

  /// An encoder: one matrix over [x, h].
  static func encoder(_ layout: ParameterLayout, _ path: String) -> CellPlacement {
    let gates = entry(layout, "\(path)/gates_W"), candidate = entry(layout, "\(path)/candidate_W")
    let units = candidate.shape[1], inputs = candidate.shape[0] - units
    return CellPlacement(
      units: units, staticInputs: 0, dynamicInputs: inputs, gatesStatic: 0, gatesDynamic: gates.offset,
      gatesRecurrent: gates.offset + inputs * 2 * units, gatesBias: entry(layout, "\(path)/gates_b").offset,
      candidateStatic: 0, candidateDynamic: candidate.offset,
      candidateRecurrent: candidate.offset + inputs * units, candidateBias: entry(layout, "\(path)/candidate_b").offset)
  }

  /// A controller or generator: input and recurrent weights apart. `staticFirst` says which input rows come first.
  static func split(
    _ layout: ParameterLayout, _ path: String, staticInputs: Int, dynamicInputs: Int, staticFirst: Bool
  ) -> CellPlacement {
    let gates = entry(layout, "\(path)/gates_h_W"), units = gates.shape[0]
    let gatesInput = layout["\(path)/gates_x_W"]?.offset ?? 0
    let candidateInput = layout["\(path)/candidate_x_W"]?.offset ?? 0
    let staticRow = staticFirst ? 0 : dynamicInputs, dynamicRow = staticFirst ? staticInputs : 0
    return CellPlacement(
      units: units, staticInputs: staticInputs, dynamicInputs: dynamicInputs,
      gatesStatic: gatesInput + staticRow * 2 * units, gatesDynamic: gatesInput + dynamicRow * 2 * units,
      gatesRecurrent: gates.offset, gatesBias: entry(layout, "\(path)/gates_h_b").offset,
      candidateStatic: candidateInput + staticRow * units, candidateDynamic: candidateInput + dynamicRow * units,
      candidateRecurrent: entry(layout, "\(path)/candidate_rh_W").offset,
      candidateBias: entry(layout, "\(path)/candidate_rh_b").offset)
  }

  private static func entry(_ layout: ParameterLayout, _ path: String) -> ParameterEntry {
    guard let entry = layout[path] else { preconditionFailure("no parameter \(path)") }
    return entry
  }
}
