/// A fixed block of trivial elements, 64-byte aligned, zeroed when made, freed with its owner.
///
/// The workspaces of the engine are made of these: allocated once, used through `pointer` in loops without bounds
/// checks or reference counting. Whoever holds one sees that two threads do not write the same part.
public final class AlignedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  public let count: Int
  public let pointer: UnsafeMutablePointer<Element>

  public init(count: Int) {
    precondition(count >= 0, "a buffer of \(count) elements")
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    pointer = raw.bindMemory(to: Element.self, capacity: max(count, 1))
  }

  public convenience init(_ elements: [Element]) {
    self.init(count: elements.count)
    elements.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { pointer.update(from: base, count: source.count) }
    }
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  public var array: [Element] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

  public func copy() -> AlignedBuffer {
    let twin = AlignedBuffer(count: count)
    twin.pointer.update(from: pointer, count: count)
    return twin
  }

  public func copyContents(of other: AlignedBuffer) {
    precondition(other.count == count, "\(other.count) elements do not fit \(count)")
    pointer.update(from: other.pointer, count: count)
  }

  public func fill(_ value: Element) {
    pointer.update(repeating: value, count: count)
  }
}
