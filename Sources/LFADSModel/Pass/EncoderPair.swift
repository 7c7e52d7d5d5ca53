import Kernels

/// One or two encoders, forward and backward in time, over the first `steps` steps of what the read-in leaves.
final class EncoderPair {
  private let model: PackedModel
  private let cells: [PackedCell]
  private let firstStates: [Int]
  let steps: Int
  let units: Int
  let histories: [CellHistory]
  private let dStates: (AlignedBuffer<Float>, AlignedBuffer<Float>)  // [R, n] twice
  private let scratch: AlignedBuffer<Float>  // [R, n]

  init(
    _ model: PackedModel, _ cells: [PackedCell], firstStates: [Int], units: Int, steps: Int, rows capacity: Int
  ) {
    self.model = model
    self.cells = cells
    self.firstStates = firstStates
    self.units = units
    self.steps = steps
    histories = cells.indices.map {
      CellHistory(units: units, rows: capacity, steps: steps, runsBackward: $0 == 1)
    }
    let count = cells.isEmpty ? 0 : capacity * units
    dStates = (AlignedBuffer(count: count), AlignedBuffer(count: count))
    scratch = AlignedBuffer(count: count)
  }

  func forward(_ extent: PassExtent, _ readIn: ReadInStage, _ parameters: UnsafePointer<Float>) {
    let rows = extent.rows, width = model.shape.encoderInputWidth
    for (index, cell) in cells.enumerated() {
      let history = histories[index]
      Kernels.fillRows(
        history.first(rows: rows, steps: steps), leadingDimension: units, rows: rows, n: units,
        row: parameters + firstStates[index])
      for step in 0..<steps {
        let t = history.runsBackward ? steps - 1 - step : step
        cell.step(
          dynamic: readIn.encoderInput.pointer + t * rows * width, h: history.before(t, rows: rows), rows: rows,
          gates: history.gates(t, rows: rows), candidate: history.candidate(t, rows: rows),
          resetState: history.resetState(t, rows: rows), next: history.after(t, rows: rows))
      }
    }
  }

  /// Adds the gradients of all weights, and with a read-in that of the encoders' input.
  ///
  /// - Parameter addOutputGradient: adds the gradient of the state that step t of an encoder made, [R, n].
  func backward(
    _ extent: PassExtent, _ readIn: ReadInStage, _ gradient: UnsafeMutablePointer<Float>,
    addOutputGradient: (_ encoder: Int, _ t: Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    for index in cells.indices { backward(index, extent, readIn, gradient) { addOutputGradient(index, $0, $1) } }
  }

  private func backward(
    _ index: Int, _ extent: PassExtent, _ readIn: ReadInStage, _ gradient: UnsafeMutablePointer<Float>,
    addOutputGradient: (_ t: Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    let cell = cells[index], history = histories[index], rows = extent.rows
    let input = readIn.encoderInput.pointer
    var dNext = dStates.0.pointer, dBefore = dStates.1.pointer
    dNext.update(repeating: 0, count: rows * units)
    for step in 0..<steps {
      let t = history.runsBackward ? step : steps - 1 - step
      addOutputGradient(t, dNext)
      cell.stepBackward(
        dNext: dNext, h: history.before(t, rows: rows), rows: rows, gates: history.gates(t, rows: rows),
        candidate: history.candidate(t, rows: rows), scratch: scratch.pointer, dH: dBefore)
      swap(&dNext, &dBefore)
      guard let finished = StepGroup.finished(after: t, of: steps, ascending: history.runsBackward) else { continue }
      cell.weightsBackward(
        history, steps: finished, trials: rows, staticInput: input, dynamicInput: input, into: gradient)
    }
    Kernels.addRowSums(dNext, leadingDimension: units, rows: rows, n: units, into: gradient + firstStates[index])
    guard model.readIns[extent.session] != nil else { return }
    cell.dynamicBackward(
      gates: history.gates.pointer, candidate: history.candidates.pointer, rows: steps * rows,
      into: readIn.dEncoderInput.pointer, accumulate: true)
  }
}

/// target [R, count] += `count` columns of an array of larger leading dimension.
func addColumns(
  _ source: UnsafePointer<Float>, leadingDimension: Int, rows: Int, count: Int,
  to target: UnsafeMutablePointer<Float>
) {
  for row in 0..<rows {
    Kernels.addScaled(source + row * leadingDimension, scale: 1, count: count, into: target + row * count)
  }
}
