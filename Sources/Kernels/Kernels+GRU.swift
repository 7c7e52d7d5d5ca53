import CKernels

/// The elementwise part of a gated recurrent unit of n cells, between its matrix products, for some rows at once.
///
/// With r, u the gates and c the candidate:
///
///     r, u = σ(gates)      c = tanh(candidate(r∘h))      v = u∘h + (1−u)∘c      h' = min(max(v, −clip), clip)
///
/// The backward kernels leave the gradients where forward left the activations, in the layout the products want.
extension Kernels {
  /// Preactivations to gates, and the state as the reset gate lets it through.
  ///
  /// - Parameters:
  ///   - gates: [rows, 2n], the preactivations of r, then of u, biases included; becomes (r, u).
  ///   - h: [rows, n], the state before.
  ///   - rh: [rows, n], becomes r∘h.
  public static func gruGates(
    rows: Int, n: Int, gates: UnsafeMutablePointer<Float>, h: UnsafePointer<Float>, rh: UnsafeMutablePointer<Float>
  ) {
    current.pointee.gru_gates(rows, n, gates, h, rh)
  }

  /// The candidate's preactivation to the next state.
  ///
  /// - Parameters:
  ///   - gates: [rows, 2n], (r, u).
  ///   - candidate: [rows, n], the preactivation, bias included; becomes c.
  ///   - h: [rows, n], the state before.
  ///   - next: [rows, n], becomes h'; may be `h`.
  public static func gruOutput(
    rows: Int, n: Int, gates: UnsafePointer<Float>, candidate: UnsafeMutablePointer<Float>, h: UnsafePointer<Float>,
    clip: Float, next: UnsafeMutablePointer<Float>
  ) {
    current.pointee.gru_output(rows, n, gates, candidate, h, clip, next)
  }

  /// The gradient of h' to those of u's and c's preactivations and of h, as far as `gruOutput` carries them.
  ///
  /// With dv = dh' where |v| ≤ clip and 0 elsewhere: dh = dv∘u, dC = dv∘(1−u)∘(1−c²), dU = dv∘(h−c)∘u∘(1−u).
  ///
  /// - Parameters:
  ///   - dNext: [rows, n].
  ///   - gates: [rows, 2n], (r, u); u becomes dU.
  ///   - candidate: [rows, n], c; becomes dC.
  ///   - h: [rows, n], the state before.
  ///   - dh: [rows, n], overwritten; may be `dNext`.
  public static func gruOutputBackward(
    rows: Int, n: Int, dNext: UnsafePointer<Float>, gates: UnsafeMutablePointer<Float>,
    candidate: UnsafeMutablePointer<Float>, h: UnsafePointer<Float>, clip: Float, dh: UnsafeMutablePointer<Float>
  ) {
    current.pointee.gru_output_backward(rows, n, dNext, gates, candidate, h, clip, dh)
  }

  /// The gradient of r∘h to those of r's preactivation and of h: dR = dRH∘h∘r∘(1−r), dh += dRH∘r.
  ///
  /// - Parameters:
  ///   - dRH: [rows, n].
  ///   - gates: [rows, 2n], r and whatever is in the second half; r becomes dR.
  ///   - h: [rows, n], the state before.
  ///   - dh: [rows, n], added to.
  public static func gruResetBackward(
    rows: Int, n: Int, dRH: UnsafePointer<Float>, gates: UnsafeMutablePointer<Float>, h: UnsafePointer<Float>,
    dh: UnsafeMutablePointer<Float>
  ) {
    current.pointee.gru_reset_backward(rows, n, dRH, gates, h, dh)
  }
}
