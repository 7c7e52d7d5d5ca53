@testable import Tensors

/// A tensor of small, distinct-looking values that binary fractions hold exactly.
func sample(_ layout: Tensor.Layout, seed: UInt64) -> Tensor {
  var stream = RandomStream(key: seed, stream: 77)
  return Tensor(
    (0..<layout.count).map { _ in Double(stream.index(below: 4096)) / 64 - 32 }, shape: layout.shape, axes: layout.axes)
}

func sample(_ shape: [Int], seed: UInt64 = 1) -> Tensor { sample(Tensor.Layout(shape: shape), seed: seed) }

/// Uniform values in −1 ..< 1, the same for the same seed.
func uniforms(_ count: Int, seed: UInt64) -> [Float] {
  var stream = RandomStream(key: seed, stream: 99)
  return (0..<count).map { _ in Float(stream.uniform() * 2 - 1) }
}

/// All positions of a shape in row-major order.
func positions(_ shape: [Int]) -> [[Int]] {
  shape.reduce([[]]) { prefixes, extent in prefixes.flatMap { prefix in (0..<extent).map { prefix + [$0] } } }
}

/// A random layout of at most four axes, some of them empty or of extent 1, and `elements` at most.
func randomLayout(_ stream: inout RandomStream, rank: Int? = nil) -> Tensor.Layout {
  let rank = rank ?? 1 + stream.index(below: 4)
  return Tensor.Layout(shape: (0..<rank).map { _ in [1, 2, 3, 5, 9, 17][stream.index(below: 6)] })
}

/// The largest difference of two lists of numbers, relative to the larger magnitude (or 1).
func distance(_ a: [Double], _ b: [Double]) -> Double {
  if a.count != b.count { return .infinity }
  return zip(a, b).map { x, y in
    x == y || (x.isNaN && y.isNaN) ? 0 : abs(x - y) / max(abs(x), abs(y), 1)
  }.reduce(0) { $0.isNaN || $1.isNaN ? .infinity : max($0, $1) }
}

extension Tensor {
  /// The element at a position, found the slow way.
  subscript(position: [Int]) -> Double {
    doubles[zip(position, shape).reduce(0) { $0 * $1.1 + $1.0 }]
  }
}
