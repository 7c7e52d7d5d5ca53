import Kernels
import Tensors

/// The numbers of a model, or of anything shaped like them (a gradient, an optimiser moment), over one layout.
///
/// A reference: `copy()` gives another one.
public final class ParameterVector: Sendable {
  public let layout: ParameterLayout
  public let buffer: AlignedBuffer<Float>

  /// All zeros.
  public init(_ layout: ParameterLayout) {
    self.layout = layout
    buffer = AlignedBuffer(count: layout.count)
  }

  /// A fresh initialisation; the same seed gives the same numbers.
  public convenience init(_ layout: ParameterLayout, seed: UInt64) {
    self.init(layout)
    for (index, entry) in layout.entries.enumerated() {
      let start = buffer.pointer + entry.offset
      switch entry.initialiser {
      case .constant(let value): start.update(repeating: value, count: entry.count)
      case .given(let values):
        precondition(values.count == entry.count, "\(values.count) numbers for \(entry.path) \(entry.shape)")
        for i in 0..<entry.count { start[i] = values[i] }
      case .normal(let deviation):
        let stream = DrawSite.initialisation.stream(major: UInt32(index), minor: 0)
        Kernels.normals(start, count: entry.count, key: seed, stream: stream)
        for i in 0..<entry.count { start[i] *= deviation }
      }
    }
  }

  /// The start of a tensor's elements. Only for paths that the layout has.
  func pointer(_ path: String) -> UnsafeMutablePointer<Float> {
    guard let entry = layout[path] else { preconditionFailure("no parameter \(path)") }
    return buffer.pointer + entry.offset
  }

  /// One tensor by its path, nil where there is none.
  public func tensor(_ path: String) -> Tensor? {
    layout[path].map { entry in
      Tensor(
        Array(UnsafeBufferPointer(start: buffer.pointer + entry.offset, count: entry.count)), shape: entry.shape)
    }
  }

  /// Overwrites one tensor.
  /// - Precondition: the layout has `path` and it holds as many elements.
  public func set(_ path: String, to values: [Float]) {
    guard let entry = layout[path] else { preconditionFailure("no parameter \(path)") }
    precondition(entry.count == values.count, "\(values.count) numbers for \(path) \(entry.shape)")
    for (i, value) in values.enumerated() { buffer.pointer[entry.offset + i] = value }
  }

  public func copy() -> ParameterVector {
    let twin = ParameterVector(layout)
    twin.buffer.copyContents(of: buffer)
    return twin
  }

  /// Whether every number is finite.
  public var isFinite: Bool { Kernels.allFinite(buffer.pointer, count: buffer.count) }
}
