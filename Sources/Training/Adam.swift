import Kernels
import LFADSModel

import Glibc

/// A rule by which parameters follow their gradients: how an update is made of the moments m and v.
public struct Optimizer: Sendable {
  /// The word for it.
  public let name: String
  public let beta1, beta2, epsilon: Double

  /// Adam in TensorFlow's form: ε stands outside the bias correction.
  public static let tensorFlowAdam = Optimizer(name: "adam_tf", beta1: 0.9, beta2: 0.999, epsilon: 0.1)

  /// The factor of m/(√v + ε) in update t, counted from 1: `α_t = lr·√(1−β₂ᵗ)/(1−β₁ᵗ)`.
  func stepSize(_ learningRate: Double, _ t: Double) -> Double {
    learningRate * (1 - pow(beta2, t)).squareRoot() / (1 - pow(beta1, t))
  }
}

extension Hyperparameters {
  /// The rule that a model of these is trained by.
  public var optimizer: Optimizer { .tensorFlowAdam }
}

/// Both moments of Adam, and how often they were updated.
public struct Adam: Sendable {
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
  /// - Parameters:
  ///   - optimizer: the rule; it may change from one update to the next.
  ///   - norm: that of the gradient before clipping, by ``norm(_:)``.
  public mutating func update(
    _ parameters: ParameterVector, by optimizer: Optimizer, gradient: ParameterVector, norm: Double,
    learningRate: Double, maximumNorm: Double
  ) {
    updates += 1
    let alpha = optimizer.stepSize(learningRate, Double(updates))
    let scale = Float(maximumNorm / max(norm, maximumNorm))
    for run in parameters.layout.trainableRuns {
      Kernels.adam(
        theta: parameters.buffer.pointer + run.lowerBound, m: firstMoment.buffer.pointer + run.lowerBound,
        v: secondMoment.buffer.pointer + run.lowerBound, g: gradient.buffer.pointer + run.lowerBound, count: run.count,
        alpha: Float(alpha), beta1: Float(optimizer.beta1), beta2: Float(optimizer.beta2),
        epsilon: Float(optimizer.epsilon),
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
