import Tensors

extension ShardPass {
  /// Log rates, or means and log variances, of all steps. Rates feedback has made them already.
  func readOut() {
    if !h.feedsRates { outputs(of: factors.pointer, rows: cells, into: output.pointer) }
  }

  /// The factors' gradient for all steps at once from `dOutput`; with rates feedback it comes step by step.
  func readOutBackward(_ gradient: UnsafeMutablePointer<Float>) {
    if !h.feedsRates {
      outputsBackward(dOutput.pointer, of: factors.pointer, rows: cells, into: dFactors.pointer, gradient)
    }
  }

  /// output [rows, outputs] of factors [rows, F]; the identity where the session has no read-out.
  func outputs(of factors: UnsafePointer<Float>, rows: Int, into output: UnsafeMutablePointer<Float>) {
    if let map = model.readOuts[session] {
      map.forward(
        factors, leadingDimension: h.factors_dim, rows: rows, into: output, leadingDimension: outputWidth)
    } else {
      output.update(from: factors, count: rows * h.factors_dim)
    }
  }

  /// The gradient of ``outputs(of:rows:into:)``: factors' overwritten, weights' added.
  func outputsBackward(
    _ dOutput: UnsafePointer<Float>, of factors: UnsafePointer<Float>, rows: Int,
    into dFactors: UnsafeMutablePointer<Float>, _ gradient: UnsafeMutablePointer<Float>
  ) {
    outputsInputBackward(dOutput, rows: rows, into: dFactors)
    outputsWeightsBackward(dOutput, of: factors, rows: rows, gradient)
  }

  func outputsInputBackward(_ dOutput: UnsafePointer<Float>, rows: Int, into dFactors: UnsafeMutablePointer<Float>) {
    if let map = model.readOuts[session] {
      map.inputBackward(dOutput, rows: rows, into: dFactors, leadingDimension: h.factors_dim, accumulate: false)
    } else {
      dFactors.update(from: dOutput, count: rows * h.factors_dim)
    }
  }

  func outputsWeightsBackward(
    _ dOutput: UnsafePointer<Float>, of factors: UnsafePointer<Float>, rows: Int,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    model.readOuts[session]?.weightsBackward(
      factors, leadingDimension: h.factors_dim, dOutput, rows: rows, into: gradient)
  }
}
