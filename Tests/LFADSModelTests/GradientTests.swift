import LFADSModel
import Tensors
import Testing

/// The hand-written backward pass against finite differences of the forward pass.
@Suite("Gradient")
struct GradientTests {
  /// Costs near a hundred nats in single precision leave about 1e-5/h of noise on a difference; a fourth-order
  /// difference keeps the truncation below that at h = 0.01.
  static let h: Float = 0.01
  static let tolerance = 5e-3

  @Test("Every tensor's gradient equals finite differences, all dropout masks on", arguments: SmallModel.all)
  func equalsFiniteDifferences(model: SmallModel) throws {
    let layout = try model.layout(), parameters = model.parameters(layout)
    let engine = Engine(layout, threads: 1), gradient = ParameterVector(layout)
    let weights = CostWeights(kl: 0.7, l2: 0.4)
    for (number, batch) in model.batches().enumerated() {
      let noise = NoiseSource.drawn(seed: 11, step: 4, site: .training)
      _ = engine.evaluate(parameters, batch, noise: noise, weights: weights, gradient: gradient)
      func cost(_ moved: ParameterVector) -> Double {
        engine.evaluate(moved, batch, noise: noise, weights: weights, gradient: ParameterVector(layout)).cost.total
      }
      let scale = Adam.largest(gradient)
      for entry in layout.entries where entry.isTrainable {
        for direction in directions(entry, gradient) {
          let slope = zip(entry.range, direction).reduce(0.0) {
            $0 + Double(gradient.buffer.pointer[$1.0]) * Double($1.1)
          }
          func at(_ distance: Float) -> Double {
            let moved = parameters.copy()
            for (i, d) in zip(entry.range, direction) { moved.buffer.pointer[i] += distance * d }
            return cost(moved)
          }
          let h = Self.h
          let difference = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * Double(h))
          let bound = Self.tolerance * max(abs(slope), abs(difference), 0.02 * scale)
          #expect(abs(slope - difference) <= bound, "\(entry.path) \(entry.shape), batch \(number), seed 11")
        }
      }
    }
  }

  /// The largest element of a tensor's gradient, and one random direction of unit length.
  private func directions(_ entry: ParameterEntry, _ gradient: ParameterVector) -> [[Float]] {
    let values = entry.range.map { abs(gradient.buffer.pointer[$0]) }
    let largest = values.indices.max { values[$0] < values[$1] } ?? 0
    var single = Array(repeating: Float(0), count: entry.count)
    single[largest] = 1
    var stream = RandomStream(key: 21, stream: UInt64(entry.offset))
    let random = (0..<entry.count).map { _ in Float(stream.uniform() - 0.5) }
    let norm = random.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return entry.count == 1 ? [single] : [single, random.map { $0 / norm }]
  }
}

private enum Adam {
  static func largest(_ gradient: ParameterVector) -> Double {
    gradient.buffer.array.reduce(0.0) { max($0, Double(abs($1))) }
  }
}
