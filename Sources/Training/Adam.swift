import Kernels
import LFADSModel

import Glibc

/// Adam in TensorFlow's form: ε stands outside the bias correction,
/// `α_t = lr·√(1−β₂ᵗ)/(1−β₁ᵗ)`, `θ −= α_t·m/(√v + ε)`, with t counting this optimiser's own updates from 1.
public struct Adam: Sendable {
  public static let beta1 = 0.9
  public static let beta2 = 0.999
  public static let epsilon = 0.1

  public let firstMoment: ParameterVector
  public let secondMoment: ParameterVector
  /// Updates made so far.
  public internal(set) var updates: Int

  /// No updates made yet.
  public init(_ layout: ParameterLayout) {
    firstMoment = ParameterVector(layout)
    secondMoment = ParameterVector(layout)
    updates = 0
  }

  /// As stored.
  public init(firstMoment: ParameterVector, secondMoment: ParameterVector, updates: Int) {
    self.firstMoment = firstMoment
    self.secondMoment = secondMoment
    self.updates = updates
  }

  /// The global L2 norm of a gradient; frozen parameters have none.
  public static func norm(_ gradient: ParameterVector) -> Double {
    Kernels.sumOfSquares(gradient.buffer.pointer, count: gradient.buffer.count).squareRoot()
  }

  /// One update of every trainable parameter; a gradient whose global norm exceeds `maximumNorm` is scaled down to it.
  /// Parameters of absent sessions have gradient 0 and move on by their moments.
  ///
  /// - Parameter norm: that of the gradient before clipping, by ``norm(_:)``.
  public mutating func update(
    _ parameters: ParameterVector, gradient: ParameterVector, norm: Double, learningRate: Double, maximumNorm: Double
  ) {
    updates += 1
    let t = Double(updates)
    let alpha = learningRate * (1 - pow(Self.beta2, t)).squareRoot() / (1 - pow(Self.beta1, t))
    let scale = Float(maximumNorm / max(norm, maximumNorm))
    for run in parameters.layout.trainableRuns {
      Kernels.adam(
        theta: parameters.buffer.pointer + run.lowerBound, m: firstMoment.buffer.pointer + run.lowerBound,
        v: secondMoment.buffer.pointer + run.lowerBound, g: gradient.buffer.pointer + run.lowerBound, count: run.count,
        alpha: Float(alpha), beta1: Float(Self.beta1), beta2: Float(Self.beta2), epsilon: Float(Self.epsilon),
        gradientScale: scale)
    }
  }
}

extension ParameterLayout {
  /// Stretches of the flat buffer that train, neighbours joined.
  var trainableRuns: [Range<Int>] {
    var runs: [Range<Int>] = []
    for entry in entries where entry.isTrainable {
      if let last = runs.last, entry.offset - last.upperBound < 16 {
        runs[runs.count - 1] = last.lowerBound..<entry.range.upperBound
      } else {
        runs.append(entry.range)
      }
    }
    return runs
  }
}
