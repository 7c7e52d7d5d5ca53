import CKernels

/// Elementwise functions, draws, likelihoods and reductions over plain arrays of float32.
///
/// Everything here takes unsafe pointers, allocates nothing and keeps no state: the caller owns the buffers and sees that
/// no two threads write the same part. Matrices are row-major and, where no leading dimension is asked for, dense. An
/// extent of zero is a no-op. An element's result depends neither on its position nor on how many elements stand around
/// it; it does depend, in its last bits, on the instruction set in force.
public enum Kernels {
  /// The set of kernels in force on this thread.
  static var current: UnsafePointer<lk_kernels> { lk_current() }
}
