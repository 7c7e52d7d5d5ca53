import Kernels
import LFADSModel
import Training

/// The arithmetic of a training step alone: the products and the elementwise work that a model of these sizes needs, on
/// arrays of the same sizes, without anything the engine does around them. What a step takes beyond it is overhead.
///
/// For models with both encoders and a controller that sees factors, without read-in, Poisson.
final class StepArithmetic {
  private let hyper: Hyperparameters
  private let steps: Int, channels: Int
  /// Trials of a shard, and how many such shards a step has.
  private let rows: Int, shards: Int
  private let cells: [CellArithmetic]
  private let toFactors, fromFactors, readOut, readOutT: PackedMatrix
  private let states, output, gradient: AlignedBuffer<Float>  // [T, R, widest]
  private let mask: AlignedBuffer<UInt8>
  private let parameters: ParameterVector
  private var adam: Adam

  init(_ model: BenchModel, trials: Int, steps: Int, channels: Int, shards: Int) {
    let hyper = model.layout.shape.hyperparameters
    self.hyper = hyper
    self.steps = steps
    self.channels = channels
    self.shards = shards
    rows = trials / shards
    let encoded = 2 * hyper.ci_enc_dim, rows = rows
    func cell(_ units: Int, dynamic: Int, fixed: Int = 0) -> CellArithmetic {
      CellArithmetic(units: units, dynamic: dynamic, fixed: fixed, rows: rows, steps: steps)
    }
    cells = [
      cell(hyper.ic_enc_dim, dynamic: channels), cell(hyper.ic_enc_dim, dynamic: channels),
      cell(hyper.ci_enc_dim, dynamic: channels), cell(hyper.ci_enc_dim, dynamic: channels),
      cell(hyper.con_dim, dynamic: hyper.factors_dim, fixed: encoded), cell(hyper.gen_dim, dynamic: hyper.co_dim),
    ]
    toFactors = PackedMatrix(inputs: hyper.gen_dim, outputs: hyper.factors_dim)
    fromFactors = PackedMatrix(inputs: hyper.factors_dim, outputs: hyper.gen_dim)
    readOut = PackedMatrix(inputs: hyper.factors_dim, outputs: channels)
    readOutT = PackedMatrix(inputs: channels, outputs: hyper.factors_dim)
    let widest = max(hyper.gen_dim, encoded, channels)
    states = AlignedBuffer(count: steps * rows * widest)
    output = AlignedBuffer(count: steps * rows * widest)
    gradient = AlignedBuffer(count: widest * widest)
    mask = AlignedBuffer(count: steps * rows * widest)
    parameters = ParameterVector(model.layout, seed: 1)
    adam = Adam(model.layout)
  }

  /// Every matrix product of a step.
  func products() {
    for _ in 0..<shards {
      for cell in cells { cell.products() }
      let all = steps * rows
      for t in 0..<steps {
        multiply(toFactors, rows, at: t)
        multiply(fromFactors, rows, at: t)
      }
      multiply(readOut, all)
      multiply(readOutT, all)
      addOuter(hyper.factors_dim, channels)
      addOuter(hyper.gen_dim, hyper.factors_dim)
    }
  }

  /// Draws, masks, gates, likelihood and the update of the parameters.
  func elementwise() {
    for shard in 0..<shards {
      let cellCount = steps * rows, encoded = 2 * hyper.ci_enc_dim
      Kernels.normals(states.pointer, count: cellCount * hyper.co_dim, key: 1, stream: UInt64(shard))
      for width in [channels, encoded, hyper.factors_dim, hyper.gen_dim] {
        Kernels.mask(
          mask.pointer, count: cellCount * width, keep: Float(hyper.keep_prob), key: 1, stream: UInt64(width))
        // Once on the way forward, once on the way back, except for the data.
        for _ in 0..<(width == channels ? 1 : 2) {
          Kernels.applyMask(
            states.pointer, mask: mask.pointer, scale: 1, count: cellCount * width, into: output.pointer)
        }
      }
      for cell in cells { cell.elementwise() }
      states.fill(0)
      Kernels.poisson(
        rows: cellCount, n: channels, logRates: states.pointer, leadingDimension: channels, counts: states.pointer,
        countsLeadingDimension: channels, logLikelihood: gradient.pointer, gradientScale: 1, gradient: output.pointer,
        gradientLeadingDimension: channels)
    }
    adam.update(
      parameters, by: .tensorFlowAdam, gradient: parameters, norm: Adam.norm(parameters), learningRate: 0,
      maximumNorm: 200)
  }

  private func multiply(_ matrix: PackedMatrix, _ rows: Int, at t: Int = 0) {
    matrix.multiply(
      states.pointer + t * rows * matrix.inputs, leadingDimension: matrix.inputs, rows: rows,
      into: output.pointer + t * rows * matrix.outputs, leadingDimension: matrix.outputs, accumulate: false)
  }

  private func addOuter(_ inputs: Int, _ outputs: Int) {
    Kernels.addOuterProducts(
      OuterFactor(PackedMatrix.Columns(states.pointer, count: inputs), into: gradient.pointer), with: output.pointer,
      leadingDimension: outputs, rows: steps * rows, n: outputs)
  }
}

/// The arithmetic of one recurrent cell over a shard's time steps.
final class CellArithmetic {
  private let units: Int, dynamic: Int, fixed: Int, rows: Int, steps: Int
  private let gatesFixed, candidateFixed, gatesMoving, candidateMoving: PackedMatrix
  private let gatesT, candidateT, dynamicT, fixedT: PackedMatrix
  private let gates, candidates, resetStates, states, inputs: AlignedBuffer<Float>  // [T, R, …]
  private let scratch, gradient: AlignedBuffer<Float>

  init(units n: Int, dynamic: Int, fixed: Int, rows: Int, steps: Int) {
    units = n
    self.dynamic = dynamic
    self.fixed = fixed
    self.rows = rows
    self.steps = steps
    func matrix(_ inputs: Int, _ outputs: Int) -> PackedMatrix { PackedMatrix(inputs: inputs, outputs: outputs) }
    (gatesFixed, candidateFixed) = (matrix(fixed, 2 * n), matrix(fixed, n))
    (gatesMoving, candidateMoving) = (matrix(dynamic + n, 2 * n), matrix(dynamic + n, n))
    (gatesT, candidateT) = (matrix(2 * n, n), matrix(n, n))
    (dynamicT, fixedT) = (matrix(3 * n, dynamic), matrix(3 * n, fixed))
    let cells = steps * rows
    gates = AlignedBuffer(count: cells * 2 * n)
    candidates = AlignedBuffer(count: cells * n)
    resetStates = AlignedBuffer(count: cells * n)
    states = AlignedBuffer(count: (cells + rows) * n)
    inputs = AlignedBuffer(count: cells * max(dynamic, fixed))
    scratch = AlignedBuffer(count: rows * n)
    gradient = AlignedBuffer(count: max(dynamic, fixed, n) * 2 * n)
  }

  func products() {
    let n = units, isBegun = fixed > 0
    if fixed > 0 {
      let x = PackedMatrix.Columns(inputs.pointer, count: fixed)
      gatesFixed.multiply(x, rows: steps * rows, into: gates.pointer, leadingDimension: 2 * n)
      candidateFixed.multiply(x, rows: steps * rows, into: candidates.pointer, leadingDimension: n)
    }
    for t in 0..<steps {
      let x = PackedMatrix.Columns(inputs.pointer + t * rows * dynamic, count: dynamic), at = t * rows * n
      gatesMoving.multiply(
        x, PackedMatrix.Columns(states.pointer + at, count: n), rows: rows, into: gates.pointer + 2 * at,
        leadingDimension: 2 * n, accumulate: isBegun)
      candidateMoving.multiply(
        x, PackedMatrix.Columns(resetStates.pointer + at, count: n), rows: rows, into: candidates.pointer + at,
        leadingDimension: n, accumulate: isBegun)
    }
    for t in (0..<steps).reversed() {
      let at = t * rows * n
      candidateT.multiply(
        candidates.pointer + at, leadingDimension: n, rows: rows, into: scratch.pointer, leadingDimension: n,
        accumulate: false)
      gatesT.multiply(
        gates.pointer + 2 * at, leadingDimension: 2 * n, rows: rows, into: scratch.pointer, leadingDimension: n,
        accumulate: true)
      if t % 8 == 0 { weightGradients(from: t) }
    }
  }

  /// Over eight steps; an encoder's inputs, as wide as the data, need no gradient.
  private func weightGradients(from t: Int) {
    let n = units, count = min(8, steps - t) * rows, at = t * rows
    func factor(_ x: AlignedBuffer<Float>, _ width: Int) -> OuterFactor {
      OuterFactor(PackedMatrix.Columns(x.pointer + at * width, count: width), into: gradient.pointer)
    }
    let dGates = gates.pointer + at * 2 * n, dCandidates = candidates.pointer + at * n
    Kernels.addOuterProducts(
      factor(states, n), factor(inputs, dynamic), factor(inputs, fixed), with: dGates, leadingDimension: 2 * n,
      rows: count, n: 2 * n)
    Kernels.addOuterProducts(
      factor(resetStates, n), factor(inputs, dynamic), factor(inputs, fixed), with: dCandidates, leadingDimension: n,
      rows: count, n: n)
    if fixed > 0 {
      let gates = PackedMatrix.Columns(dGates, count: 2 * n), candidates = PackedMatrix.Columns(dCandidates, count: n)
      fixedT.multiply(gates, candidates, rows: count, into: inputs.pointer, leadingDimension: fixed)
      dynamicT.multiply(gates, candidates, rows: count, into: inputs.pointer, leadingDimension: dynamic)
    }
  }

  func elementwise() {
    let n = units
    for t in 0..<steps {
      let at = t * rows * n, h = states.pointer + at
      Kernels.gruGates(rows: rows, n: n, gates: gates.pointer + 2 * at, h: h, rh: resetStates.pointer + at)
      Kernels.gruOutput(
        rows: rows, n: n, gates: gates.pointer + 2 * at, candidate: candidates.pointer + at, h: h, clip: 5,
        next: h + rows * n)
    }
    for t in (0..<steps).reversed() {
      let at = t * rows * n, h = states.pointer + at
      Kernels.gruOutputBackward(
        rows: rows, n: n, dNext: scratch.pointer, gates: gates.pointer + 2 * at, candidate: candidates.pointer + at,
        h: h, clip: 5, dh: scratch.pointer)
      Kernels.gruResetBackward(
        rows: rows, n: n, dRH: scratch.pointer, gates: gates.pointer + 2 * at, h: h, dh: scratch.pointer)
    }
  }
}
