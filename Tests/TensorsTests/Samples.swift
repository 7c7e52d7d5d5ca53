@testable import Tensors

/// A tensor of small, distinct-looking values that binary fractions hold exactly.
func sample(_ layout: Tensor.Layout, seed: UInt64) -> Tensor {
  var stream = RandomStream(key: seed, stream: 77)
  return Tensor(
    (0..<layout.count).map { _ in Double(stream.index(below: 4096)) / 64 - 32 }, shape: layout.shape, axes: layout.axes)
}

func sample(_ shape: [Int], seed: UInt64 = 1) -> Tensor { sample(Tensor.Layout(shape: shape), seed: seed) }

/// All positions of a shape in row-major order.
func positions(_ shape: [Int]) -> [[Int]] {
  shape.reduce([[]]) { prefixes, extent in prefixes.flatMap { prefix in (0..<extent).map { prefix + [$0] } } }
}
