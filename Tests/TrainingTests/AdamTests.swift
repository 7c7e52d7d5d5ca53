import Foundation
import LFADSModel
import TestData
import Testing
import Training

@Suite("Adam")
struct AdamTests {
  /// A few updates by the formula in double precision, θ, m and v for one parameter.
  private func expected(
    _ theta: Double, _ gradients: [Double], rate: Double, scales: [Double]
  ) -> (theta: Double, m: Double, v: Double) {
    var (theta, m, v) = (theta, 0.0, 0.0)
    for (number, (gradient, scale)) in zip(gradients, scales).enumerated() {
      let t = Double(number + 1), g = gradient * scale
      m = 0.9 * m + 0.1 * g
      v = 0.999 * v + 0.001 * g * g
      // ε stands outside the bias correction, as in TensorFlow's form.
      theta -= rate * (1 - pow(0.999, t)).squareRoot() / (1 - pow(0.9, t)) * m / (v.squareRoot() + 0.1)
    }
    return (theta, m, v)
  }

  @Test("Five updates are those of the formula, clipped ones among them; what is frozen stays")
  func numbers() throws {
    let state = try TinyData.trainer(try TinyData.dataset()).state, layout = state.layout
    let start = state.parameters.buffer.array, parameters = state.parameters
    var adam = Adam(layout)
    let gradient = ParameterVector(layout)
    var gradients: [[Float]] = [], scales: [Double] = []
    for step in 0..<5 {
      for entry in layout.entries {
        for place in entry.range {
          gradient.buffer.pointer[place] = Float(sin(Double(place * (step + 1)))) * (step == 3 ? 50 : 0.1)
        }
      }
      let values = gradient.buffer.array
      gradients.append(values)
      let norm = Adam.norm(gradient), exact = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(norm / exact - 1) < 1e-5)
      scales.append(min(1, 20 / exact))
      adam.update(parameters, by: .tensorFlowAdam, gradient: gradient, norm: norm, learningRate: 0.02, maximumNorm: 20)
    }
    #expect(scales.contains { $0 < 1 } && scales.contains(1))
    #expect(adam.updates == 5)
    for entry in layout.entries {
      for place in entry.range {
        let found = parameters.buffer.array[place]
        guard entry.isTrainable else {
          #expect(found == start[place], "\(entry.path)")
          continue
        }
        let right = expected(Double(start[place]), gradients.map { Double($0[place]) }, rate: 0.02, scales: scales)
        guard abs(Double(found) - right.theta) < 2e-6 * max(1, abs(right.theta)) else {
          Issue.record("\(entry.path)[\(place - entry.offset)]: \(found), not \(right.theta)")
          return
        }
      }
    }
  }
}
