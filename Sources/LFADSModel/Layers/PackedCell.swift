import Kernels

/// A GRU with its weights packed for one training step.
///
///     r = σ(x·W_xr + h·W_hr + b_r)      u = σ(x·W_xu + h·W_hu + b_u + 1)
///     c = tanh(x·W_xc + (r∘h)·W_hc + b_c)      h' = clip(u∘h + (1−u)∘c)
///
/// What moves with the recurrence, dynamic inputs and state, meets its weights in one product a step: the result is
/// passed over once. Static inputs meet theirs for all steps at once, before.
final class PackedCell: Sendable {
  let placement: CellPlacement
  let clip: Float
  private let gatesBias: AlignedBuffer<Float>  // [2n], the +1 of u included
  private let candidateBias: AlignedBuffer<Float>  // [n]
  private let gatesStatic, candidateStatic: PackedMatrix  // [static, 2n], [static, n]
  private let gatesMoving, candidateMoving: PackedMatrix  // [dynamic + n, 2n], [dynamic + n, n]
  private let gatesRecurrentT, candidateRecurrentT: PackedMatrix  // [2n, n], [n, n]
  private let dynamicT, staticT: PackedMatrix  // [2n + n, dynamic], [2n + n, static]

  var units: Int { placement.units }
  /// Whether ``beginForward(_:rows:gates:candidates:)`` has to come before the steps.
  var hasStaticInputs: Bool { placement.staticInputs > 0 }

  init(_ placement: CellPlacement, clip: Float) {
    self.placement = placement
    self.clip = clip
    let n = placement.units, moving = placement.dynamicInputs + n
    gatesStatic = PackedMatrix(inputs: placement.staticInputs, outputs: 2 * n)
    candidateStatic = PackedMatrix(inputs: placement.staticInputs, outputs: n)
    gatesMoving = PackedMatrix(inputs: moving, outputs: 2 * n)
    candidateMoving = PackedMatrix(inputs: moving, outputs: n)
    gatesRecurrentT = PackedMatrix(inputs: 2 * n, outputs: n)
    candidateRecurrentT = PackedMatrix(inputs: n, outputs: n)
    dynamicT = PackedMatrix(inputs: 3 * n, outputs: placement.dynamicInputs)
    staticT = PackedMatrix(inputs: 3 * n, outputs: placement.staticInputs)
    gatesBias = AlignedBuffer(count: 2 * n)
    candidateBias = AlignedBuffer(count: n)
  }

  /// Packs the weights of `parameters` for the products to come.
  ///
  /// - Parameter inputBackward: whether the gradients of the inputs will be asked for.
  func prepare(_ parameters: UnsafePointer<Float>, backward: Bool, inputBackward: Bool) {
    let n = units, p = placement, dynamic = 0..<p.dynamicInputs, state = p.dynamicInputs..<(p.dynamicInputs + n)
    gatesBias.pointer.update(from: parameters + p.gatesBias, count: 2 * n)
    for i in n..<(2 * n) { gatesBias.pointer[i] += 1 }
    candidateBias.pointer.update(from: parameters + p.candidateBias, count: n)
    gatesStatic.pack(parameters + p.gatesStatic, leadingDimension: 2 * n)
    candidateStatic.pack(parameters + p.candidateStatic, leadingDimension: n)
    gatesMoving.pack(parameters + p.gatesDynamic, leadingDimension: 2 * n, inputs: dynamic)
    gatesMoving.pack(parameters + p.gatesRecurrent, leadingDimension: 2 * n, inputs: state)
    candidateMoving.pack(parameters + p.candidateDynamic, leadingDimension: n, inputs: dynamic)
    candidateMoving.pack(parameters + p.candidateRecurrent, leadingDimension: n, inputs: state)
    guard backward else { return }
    gatesRecurrentT.pack(transposeOf: parameters + p.gatesRecurrent, leadingDimension: 2 * n)
    candidateRecurrentT.pack(transposeOf: parameters + p.candidateRecurrent, leadingDimension: n)
    guard inputBackward else { return }
    let gates = 0..<(2 * n), candidate = (2 * n)..<(3 * n)
    dynamicT.pack(transposeOf: parameters + p.gatesDynamic, leadingDimension: 2 * n, inputs: gates)
    dynamicT.pack(transposeOf: parameters + p.candidateDynamic, leadingDimension: n, inputs: candidate)
    staticT.pack(transposeOf: parameters + p.gatesStatic, leadingDimension: 2 * n, inputs: gates)
    staticT.pack(transposeOf: parameters + p.candidateStatic, leadingDimension: n, inputs: candidate)
  }

  /// Biases and static inputs of `rows` cells at once, where there are such inputs: gates [rows, 2n], candidates
  /// [rows, n] from x [rows, static].
  func beginForward(
    _ x: UnsafePointer<Float>, rows: Int, gates: UnsafeMutablePointer<Float>, candidates: UnsafeMutablePointer<Float>
  ) {
    guard hasStaticInputs else { return }
    let n = units, x = PackedMatrix.Columns(x, count: placement.staticInputs)
    gatesStatic.multiply(x, rows: rows, bias: gatesBias.pointer, into: gates, leadingDimension: 2 * n)
    candidateStatic.multiply(x, rows: rows, bias: candidateBias.pointer, into: candidates, leadingDimension: n)
  }

  /// One step of `rows` cells. `gates` and `candidate` hold what `beginForward` left, if there are static inputs, and
  /// end as (r, u) and c.
  ///
  /// - Parameter x: [rows, dynamic].
  func step(
    dynamic x: UnsafePointer<Float>, h: UnsafePointer<Float>, rows: Int, gates: UnsafeMutablePointer<Float>,
    candidate: UnsafeMutablePointer<Float>, resetState: UnsafeMutablePointer<Float>,
    next: UnsafeMutablePointer<Float>
  ) {
    let n = units, isBegun = hasStaticInputs, x = PackedMatrix.Columns(x, count: placement.dynamicInputs)
    gatesMoving.multiply(
      x, PackedMatrix.Columns(h, count: n), rows: rows, bias: isBegun ? nil : gatesBias.pointer, into: gates,
      leadingDimension: 2 * n, accumulate: isBegun)
    Kernels.gruGates(rows: rows, n: n, gates: gates, h: h, rh: resetState)
    candidateMoving.multiply(
      x, PackedMatrix.Columns(resetState, count: n), rows: rows, bias: isBegun ? nil : candidateBias.pointer,
      into: candidate, leadingDimension: n, accumulate: isBegun)
    Kernels.gruOutput(rows: rows, n: n, gates: gates, candidate: candidate, h: h, clip: clip, next: next)
  }

  /// The gradient of ``step(dynamic:h:rows:gates:candidate:resetState:next:)``.
  ///
  /// - Parameters:
  ///   - dNext: gradient of the state the step made, [rows, n].
  ///   - gates, candidate: as the step left them; end as gradients of their preactivations.
  ///   - scratch: [rows, n].
  ///   - dH: gradient of the state before the step, overwritten, [rows, n].
  func stepBackward(
    dNext: UnsafePointer<Float>, h: UnsafePointer<Float>, rows: Int, gates: UnsafeMutablePointer<Float>,
    candidate: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>, dH: UnsafeMutablePointer<Float>
  ) {
    let n = units
    Kernels.gruOutputBackward(
      rows: rows, n: n, dNext: dNext, gates: gates, candidate: candidate, h: h, clip: clip, dh: dH)
    candidateRecurrentT.multiply(
      candidate, leadingDimension: n, rows: rows, into: scratch, leadingDimension: n, accumulate: false)
    Kernels.gruResetBackward(rows: rows, n: n, dRH: scratch, gates: gates, h: h, dh: dH)
    gatesRecurrentT.multiply(
      gates, leadingDimension: 2 * n, rows: rows, into: dH, leadingDimension: n, accumulate: true)
  }

  /// The gradient of the dynamic inputs, [rows, dynamic], after `stepBackward`.
  func dynamicBackward(
    gates: UnsafePointer<Float>, candidate: UnsafePointer<Float>, rows: Int, into dX: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    dynamicT.multiply(
      PackedMatrix.Columns(gates, count: 2 * units), PackedMatrix.Columns(candidate, count: units), rows: rows,
      into: dX, leadingDimension: placement.dynamicInputs, accumulate: accumulate)
  }

  /// The gradient of the static inputs, overwritten, [rows, static], after `stepBackward`.
  func staticBackward(
    gates: UnsafePointer<Float>, candidates: UnsafePointer<Float>, rows: Int, into dX: UnsafeMutablePointer<Float>
  ) {
    staticT.multiply(
      PackedMatrix.Columns(gates, count: 2 * units), PackedMatrix.Columns(candidates, count: units), rows: rows,
      into: dX, leadingDimension: placement.staticInputs)
  }

  /// Adds the gradients of all weights over some steps, after their `stepBackward`.
  ///
  /// A few steps at a time find what they need in the cache, where their backward pass left it.
  ///
  /// - Parameters:
  ///   - staticInput: [steps of the pass, trials, static].
  ///   - dynamicInput: [steps of the pass, trials, dynamic].
  func weightsBackward(
    _ history: CellHistory, steps: Range<Int>, trials: Int, staticInput: UnsafePointer<Float>,
    dynamicInput: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>
  ) {
    let n = units, p = placement, first = steps.lowerBound * trials, rows = steps.count * trials
    let dGates = history.gates.pointer + first * 2 * n, dCandidates = history.candidates.pointer + first * n
    func factor(_ x: UnsafePointer<Float>, _ count: Int, _ offset: Int) -> OuterFactor {
      OuterFactor(PackedMatrix.Columns(x + first * count, count: count), into: gradient + offset)
    }
    Kernels.addOuterProducts(
      factor(history.allBefore(rows: trials), n, p.gatesRecurrent),
      factor(staticInput, p.staticInputs, p.gatesStatic), factor(dynamicInput, p.dynamicInputs, p.gatesDynamic),
      with: dGates, leadingDimension: 2 * n, rows: rows, n: 2 * n, sums: gradient + p.gatesBias)
    Kernels.addOuterProducts(
      factor(history.resetStates.pointer, n, p.candidateRecurrent),
      factor(staticInput, p.staticInputs, p.candidateStatic),
      factor(dynamicInput, p.dynamicInputs, p.candidateDynamic), with: dCandidates, leadingDimension: n, rows: rows,
      n: n, sums: gradient + p.candidateBias)
  }
}
