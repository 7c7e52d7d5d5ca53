import Kernels

/// The read-out, the likelihood of what was observed, and the gradient of both.
final class ObservationStage {
  private let model: PackedModel
  private let shape: ModelShape
  private let likelihood: any Likelihood
  let output: AlignedBuffer<Float>  // [T, R, parts·D]
  let dOutput: AlignedBuffer<Float>  // [T, R, parts·D]
  let rowLogLikelihood: AlignedBuffer<Float>  // [T, R]
  /// What each observation counts; of a batch in which not all count once. Made when the first such batch comes.
  private var weights: (values: AlignedBuffer<Float>, gradients: AlignedBuffer<Float>)?  // [T, R, D] each
  private var isWeighted = false
  private let capacity: Int

  init(_ model: PackedModel, rows capacity: Int) {
    let shape = model.shape, cells = shape.steps * capacity
    self.model = model
    self.shape = shape
    self.capacity = capacity
    likelihood = shape.likelihood
    output = AlignedBuffer(count: cells * shape.maximumOutputWidth)
    dOutput = AlignedBuffer(count: cells * shape.maximumOutputWidth)
    rowLogLikelihood = AlignedBuffer(count: cells)
  }

  /// Takes up what each observation of trials `trials` of a part counts, and makes missing ones 0.
  func observe(_ part: BatchPart, _ trials: Range<Int>, _ extent: PassExtent, _ readIn: ReadInStage) {
    isWeighted = part.isWeighted
    guard isWeighted else { return }
    let count = extent.cells * extent.channels, data = readIn.data.pointer
    let room = capacity * shape.steps * shape.maximumChannels
    let (values, gradients) =
      weights ?? (values: AlignedBuffer<Float>(count: room), gradients: AlignedBuffer<Float>(count: room))
    weights = (values, gradients)
    if let fill = part.weigh {
      fill(trials, values.pointer, gradients.pointer)
    } else {
      values.pointer.update(repeating: 1, count: count)
      gradients.pointer.update(repeating: 1, count: count)
    }
    for i in 0..<count {
      if data[i].isNaN { (data[i], values.pointer[i], gradients.pointer[i]) = (0, 0, 0) }
      values.pointer[i] *= part.likelihoodScale
      gradients.pointer[i] *= part.likelihoodScale
    }
  }

  /// What each observation counts, [T, R, D]; nil: all once.
  var currentWeights: ObservationWeights? {
    guard isWeighted, let weights else { return nil }
    return ObservationWeights(values: weights.values.pointer, gradients: weights.gradients.pointer)
  }

  /// The part of every trial's log-likelihood that no parameter moves.
  func constants(_ extent: PassExtent, _ readIn: ReadInStage) -> [Double] {
    var sums = Array(repeating: 0.0, count: extent.rows)
    likelihood.constants(
      readIn.data.pointer, weights: currentWeights?.values, rows: extent.cells, channels: extent.channels
    ) { cell, constant in sums[cell % extent.rows] += constant }
    return sums
  }

  /// Rows of a step's output, or of all steps', for the likelihood.
  func rows(
    _ output: UnsafePointer<Float>, count: Int, _ extent: PassExtent, _ parameters: UnsafePointer<Float>
  ) -> OutputRows {
    OutputRows(
      count: count, channels: extent.channels, output: output,
      parameters: model.likelihoodParameters[extent.session].map { parameters + $0 })
  }

  /// The log-likelihood of every cell in `rowLogLikelihood`; with a scale, the gradient of −scale·log p in `dOutput`,
  /// and that of the likelihood's own parameters added to `gradient`.
  func evaluate(
    _ extent: PassExtent, _ readIn: ReadInStage, _ parameters: UnsafePointer<Float>,
    gradient: (scale: Float, parameters: UnsafeMutablePointer<Float>)?
  ) {
    let cells = extent.cells, data = readIn.data.pointer, ll = rowLogLikelihood.pointer
    ll.update(repeating: 0, count: cells)
    let weights = currentWeights
    likelihood.add(
      ObservedCells(
        rows(output.pointer, count: cells, extent, parameters), observed: data,
        weights: weights),
      to: ll,
      gradient: gradient.map { gradient in
        ObservationGradient(
          scale: gradient.scale, output: dOutput.pointer,
          parameters: model.likelihoodParameters[extent.session].map { gradient.parameters + $0 })
      })
    likelihood.constants(
      data, weights: weights?.values, rows: cells, channels: extent.channels
    ) { cell, constant in ll[cell] += Float(constant) }
  }

  /// The log-likelihood of trial `row`.
  func logLikelihood(_ row: Int, _ extent: PassExtent) -> Double {
    var sum = 0.0
    for t in 0..<extent.steps { sum += Double(rowLogLikelihood.pointer[t * extent.rows + row]) }
    return sum
  }

  /// dFactors [rows, F] of dOutput [rows, parts·D], overwritten.
  func inputBackward(
    _ dOutput: UnsafePointer<Float>, rows: Int, session: Int, into dFactors: UnsafeMutablePointer<Float>
  ) {
    let factors = shape.hyperparameters.factors_dim
    if let map = model.readOuts[session] {
      map.inputBackward(dOutput, rows: rows, into: dFactors, leadingDimension: factors, accumulate: false)
    } else {
      dFactors.update(from: dOutput, count: rows * factors)
    }
  }

  /// Adds the gradient of the read-out's weights.
  func weightsBackward(
    _ dOutput: UnsafePointer<Float>, of factors: UnsafePointer<Float>, rows: Int, session: Int,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    model.readOuts[session]?.weightsBackward(
      factors, leadingDimension: shape.hyperparameters.factors_dim, dOutput, rows: rows, into: gradient)
  }
}
