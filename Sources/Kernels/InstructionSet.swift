import CKernels

/// The instruction sets the numeric kernels exist for, in rising order.
///
/// The best one the processor and the operating system offer is in force; nothing outside the tests changes that.
public enum InstructionSet: String, Sendable, CaseIterable, Comparable {
  /// Vectors of four, without fused multiplication and addition where the compiler's target has none.
  case portable
  /// Vectors of eight, fused multiplication and addition.
  case avx2
  /// The code of `avx512` on 256-bit instructions. For tests on machines without the wide ones; never chosen by itself.
  case wide
  /// Vectors of sixteen.
  case avx512

  /// The set in force on this thread.
  public static var current: InstructionSet {
    allCases.first { $0.identifier == lk_current().pointee.isa } ?? .portable
  }

  /// Every set that can run here.
  public static var supported: [InstructionSet] {
    allCases.filter { lk_kernels_of($0.identifier) != nil }
  }

  public static func < (left: InstructionSet, right: InstructionSet) -> Bool {
    left.identifier < right.identifier
  }

  /// Runs `body` with this set in force on the calling thread.
  ///
  /// - Precondition: the set is among `supported`.
  package func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard let kernels = lk_kernels_of(identifier) else {
      preconditionFailure("this processor does not run the \(rawValue) kernels")
    }
    let before = lk_override(kernels)
    defer { _ = lk_override(before) }
    return try body()
  }

  private var identifier: Int32 {
    switch self {
    case .portable: LK_PORTABLE
    case .avx2: LK_AVX2
    case .wide: LK_WIDE
    case .avx512: LK_AVX512
    }
  }
}
