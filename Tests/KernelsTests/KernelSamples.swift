import Tensors
import Testing

/// Uniform values in −`limit` ..< `limit`, the same for the same seed.
func uniforms(_ count: Int, seed: UInt64, limit: Float = 1) -> [Float] {
  var stream = RandomStream(key: seed, stream: 99)
  return (0..<count).map { _ in Float(stream.uniform() * 2 - 1) * limit }
}

/// Expects equality within `tolerance` of the larger of 1 and the expected magnitude.
func expectClose(
  _ found: [Float], _ expected: [Double], tolerance: Double = 1e-5, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, "\(what)", sourceLocation: sourceLocation)
  for (i, (x, y)) in zip(found, expected).enumerated() where !(abs(Double(x) - y) <= tolerance * max(1, abs(y))) {
    Issue.record("\(what): element \(i) is \(x), expected \(y)", sourceLocation: sourceLocation)
    return
  }
}

/// Sizes around the widths of vectors, panels and tiles.
let oddCounts = [0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 127, 129, 200]
