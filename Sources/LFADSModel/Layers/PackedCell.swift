import Tensors

/// A GRU with its weights packed for one training step.
///
///     r = σ(x·W_xr + h·W_hr + b_r)      u = σ(x·W_xu + h·W_hu + b_u + 1)
///     c = tanh(x·W_xc + (r∘h)·W_hc + b_c)      h' = clip(u∘h + (1−u)∘c)
final class PackedCell: Sendable {
  let placement: CellPlacement
  let clip: Float
  private let gatesBias: AlignedBuffer<Float>  // [2n], the +1 of u included
  private let candidateBias: AlignedBuffer<Float>  // [n]
  private let gatesStatic, gatesDynamic, gatesRecurrent: PackedMatrix
  private let candidateStatic, candidateDynamic, candidateRecurrent: PackedMatrix
  private let gatesStaticT, gatesDynamicT, gatesRecurrentT: PackedMatrix
  private let candidateStaticT, candidateDynamicT, candidateRecurrentT: PackedMatrix

  var units: Int { placement.units }

  init(_ placement: CellPlacement, clip: Float) {
    self.placement = placement
    self.clip = clip
    let n = placement.units
    func pair(_ inputs: Int, _ outputs: Int) -> (PackedMatrix, PackedMatrix) {
      (PackedMatrix(inputs: inputs, outputs: outputs), PackedMatrix(inputs: outputs, outputs: inputs))
    }
    (gatesStatic, gatesStaticT) = pair(placement.staticInputs, 2 * n)
    (gatesDynamic, gatesDynamicT) = pair(placement.dynamicInputs, 2 * n)
    (gatesRecurrent, gatesRecurrentT) = pair(n, 2 * n)
    (candidateStatic, candidateStaticT) = pair(placement.staticInputs, n)
    (candidateDynamic, candidateDynamicT) = pair(placement.dynamicInputs, n)
    (candidateRecurrent, candidateRecurrentT) = pair(n, n)
    gatesBias = AlignedBuffer(count: 2 * n)
    candidateBias = AlignedBuffer(count: n)
  }

  /// Packs the weights of `parameters` for the products to come; `staticBackward` says whether the static inputs'
  /// gradient will be asked for.
  func prepare(_ parameters: UnsafePointer<Float>, backward: Bool, staticBackward: Bool) {
    let n = units, p = placement
    gatesBias.pointer.update(from: parameters + p.gatesBias, count: 2 * n)
    for i in n..<(2 * n) { gatesBias.pointer[i] += 1 }
    candidateBias.pointer.update(from: parameters + p.candidateBias, count: n)
    gatesStatic.pack(parameters + p.gatesStatic, leadingDimension: 2 * n)
    gatesDynamic.pack(parameters + p.gatesDynamic, leadingDimension: 2 * n)
    gatesRecurrent.pack(parameters + p.gatesRecurrent, leadingDimension: 2 * n)
    candidateStatic.pack(parameters + p.candidateStatic, leadingDimension: n)
    candidateDynamic.pack(parameters + p.candidateDynamic, leadingDimension: n)
    candidateRecurrent.pack(parameters + p.candidateRecurrent, leadingDimension: n)
    guard backward else { return }
    gatesDynamicT.pack(transposeOf: parameters + p.gatesDynamic, leadingDimension: 2 * n)
    gatesRecurrentT.pack(transposeOf: parameters + p.gatesRecurrent, leadingDimension: 2 * n)
    candidateDynamicT.pack(transposeOf: parameters + p.candidateDynamic, leadingDimension: n)
    candidateRecurrentT.pack(transposeOf: parameters + p.candidateRecurrent, leadingDimension: n)
    guard staticBackward else { return }
    gatesStaticT.pack(transposeOf: parameters + p.gatesStatic, leadingDimension: 2 * n)
    candidateStaticT.pack(transposeOf: parameters + p.candidateStatic, leadingDimension: n)
  }

  /// Biases and static inputs of `rows` cells at once: gates [rows, 2n], candidates [rows, n] from x [rows, static].
  func beginForward(
    _ x: UnsafePointer<Float>?, leadingDimension ldx: Int, rows: Int,
    gates: UnsafeMutablePointer<Float>, candidates: UnsafeMutablePointer<Float>
  ) {
    let n = units
    Kernels.fillRows(gates, leadingDimension: 2 * n, rows: rows, n: 2 * n, row: gatesBias.pointer)
    Kernels.fillRows(candidates, leadingDimension: n, rows: rows, n: n, row: candidateBias.pointer)
    guard let x, placement.staticInputs > 0 else { return }
    gatesStatic.multiply(x, leadingDimension: ldx, rows: rows, into: gates, leadingDimension: 2 * n, accumulate: true)
    candidateStatic.multiply(
      x, leadingDimension: ldx, rows: rows, into: candidates, leadingDimension: n, accumulate: true)
  }

  /// One step of `rows` cells. `gates` and `candidate` hold what `beginForward` left and end as (r, u) and c.
  func step(
    dynamic x: UnsafePointer<Float>?, h: UnsafePointer<Float>, rows: Int, gates: UnsafeMutablePointer<Float>,
    candidate: UnsafeMutablePointer<Float>, resetState: UnsafeMutablePointer<Float>,
    next: UnsafeMutablePointer<Float>
  ) {
    let n = units, inputs = placement.dynamicInputs
    if let x, inputs > 0 {
      gatesDynamic.multiply(
        x, leadingDimension: inputs, rows: rows, into: gates, leadingDimension: 2 * n, accumulate: true)
      candidateDynamic.multiply(
        x, leadingDimension: inputs, rows: rows, into: candidate, leadingDimension: n, accumulate: true)
    }
    gatesRecurrent.multiply(h, leadingDimension: n, rows: rows, into: gates, leadingDimension: 2 * n, accumulate: true)
    Kernels.gruGates(rows: rows, n: n, gates: gates, h: h, rh: resetState)
    candidateRecurrent.multiply(
      resetState, leadingDimension: n, rows: rows, into: candidate, leadingDimension: n, accumulate: true)
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

  /// The gradient of the dynamic inputs, overwritten, [rows, dynamic], after `stepBackward`.
  func dynamicBackward(
    gates: UnsafePointer<Float>, candidate: UnsafePointer<Float>, rows: Int, into dX: UnsafeMutablePointer<Float>
  ) {
    let n = units, inputs = placement.dynamicInputs
    gatesDynamicT.multiply(
      gates, leadingDimension: 2 * n, rows: rows, into: dX, leadingDimension: inputs, accumulate: false)
    candidateDynamicT.multiply(
      candidate, leadingDimension: n, rows: rows, into: dX, leadingDimension: inputs, accumulate: true)
  }

  /// The gradient of the static inputs of all steps at once, [rows, static], after every `stepBackward`.
  func staticBackward(
    gates: UnsafePointer<Float>, candidates: UnsafePointer<Float>, rows: Int, into dX: UnsafeMutablePointer<Float>,
    leadingDimension ldx: Int, accumulate: Bool
  ) {
    let n = units
    gatesStaticT.multiply(
      gates, leadingDimension: 2 * n, rows: rows, into: dX, leadingDimension: ldx, accumulate: accumulate)
    candidateStaticT.multiply(
      candidates, leadingDimension: n, rows: rows, into: dX, leadingDimension: ldx, accumulate: true)
  }

  /// Adds the gradients of all weights over all steps at once, after every `stepBackward`.
  ///
  /// - Parameters:
  ///   - staticInput: [rows, static] with its leading dimension, if there are such inputs.
  ///   - dynamicInput: [rows, dynamic], if there are such inputs.
  ///   - rows: steps times trials.
  func weightsBackward(
    _ history: CellHistory, trials: Int, rows: Int, staticInput: UnsafePointer<Float>?, leadingDimension ldx: Int,
    dynamicInput: UnsafePointer<Float>?, into gradient: UnsafeMutablePointer<Float>
  ) {
    let n = units, p = placement
    let dGates = history.gates.pointer, dCandidates = history.candidates.pointer
    func add(_ x: UnsafePointer<Float>, _ ldx: Int, _ inputs: Int, gates: Int?, candidate: Int?) {
      if let gates {
        BLAS.addOuterProducts(
          x, leadingDimension: ldx, columns: inputs, dGates, leadingDimension: 2 * n, columns: 2 * n, rows: rows,
          into: gradient + gates, leadingDimension: 2 * n)
      }
      if let candidate {
        BLAS.addOuterProducts(
          x, leadingDimension: ldx, columns: inputs, dCandidates, leadingDimension: n, columns: n, rows: rows,
          into: gradient + candidate, leadingDimension: n)
      }
    }
    if let staticInput, p.staticInputs > 0 {
      add(staticInput, ldx, p.staticInputs, gates: p.gatesStatic, candidate: p.candidateStatic)
    }
    if let dynamicInput, p.dynamicInputs > 0 {
      add(dynamicInput, p.dynamicInputs, p.dynamicInputs, gates: p.gatesDynamic, candidate: p.candidateDynamic)
    }
    add(history.allBefore(rows: trials), n, n, gates: p.gatesRecurrent, candidate: nil)
    add(history.resetStates.pointer, n, n, gates: nil, candidate: p.candidateRecurrent)
    Kernels.addRowSums(dGates, leadingDimension: 2 * n, rows: rows, n: 2 * n, into: gradient + p.gatesBias)
    Kernels.addRowSums(dCandidates, leadingDimension: n, rows: rows, n: n, into: gradient + p.candidateBias)
  }
}
