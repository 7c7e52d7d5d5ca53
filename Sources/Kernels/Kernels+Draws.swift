import CKernels

/// Draws that are pure functions of (key, stream, index): the words are those of `Philox.block` with counters 0, 1, 2, …
extension Kernels {
  /// Standard normal values by the transform of Box & Muller (1958).
  ///
  /// Values 4b and 4b+1 come of the first two words of block b, values 4b+2 and 4b+3 of the last two: of a pair (p, q) of
  /// words the radius is √(−2 ln((p+½)/2³²)) and the angle 2π·q/2³², the first value is radius·cos, the second radius·sin.
  ///
  /// The largest magnitude is 6.76. Values are within 3·10⁻⁶ of the transform in double precision, relative to their
  /// size; those of magnitude below 0.1 within 10⁻⁴, as a float holds the uniform number no finer near 1.
  public static func normals(_ out: UnsafeMutablePointer<Float>, count: Int, key: UInt64, stream: UInt64) {
    current.pointee.normals(out, count, key, stream)
  }

  /// A dropout mask: 1 with probability `keep`, else 0, the same under every instruction set.
  ///
  /// A value takes 16 bits of the stream, the low half of a word before its high half, and is 1 where they are below
  /// 65536·keep rounded to nearest; so the probability is exact to 2⁻¹⁷ and a `keep` of 1 drops nothing.
  public static func mask(
    _ out: UnsafeMutablePointer<UInt8>, count: Int, keep: Float, key: UInt64, stream: UInt64
  ) {
    precondition(keep >= 0 && keep <= 1, "a probability of \(keep)")
    current.pointee.mask(out, count, UInt32((keep * 65536).rounded()), key, stream)
  }
}
