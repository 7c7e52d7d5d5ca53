import Glibc

/// How large a single tensor may become, so that an absurd request is an error and not the end of the process.
public enum MemoryBudget {
  /// The machine's memory in bytes.
  public static let bytes: Int = {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let size = sysconf(Int32(_SC_PAGESIZE))
    return pages > 0 && size > 0 ? pages * size : 1 << 33
  }()

  /// Requests from here on are tried with the allocator first, which knows of limits set on the process.
  private static let tried = 1 << 26

  /// Whether so many bytes can be had, in several blocks; nothing is taken.
  public static func holds(_ wanted: Int) -> Bool {
    guard wanted <= bytes else { return false }
    if wanted < tried { return true }
    guard let block = malloc(wanted) else { return false }
    free(block)
    return true
  }

  /// Number of elements of `shape`.
  /// - Throws: `negativeExtent`; `tooLarge` when it overflows or the elements do not fit into memory.
  static func count(_ shape: [Int], bytesPerElement: Int = 8) throws(TensorError) -> Int {
    if let axis = shape.firstIndex(where: { $0 < 0 }) { throw .negativeExtent(shape[axis], axis: axis) }
    var count = 1
    for extent in shape where extent > 0 {
      // Also beside an extent of 0: strides are products of the others.
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      if overflow { throw .tooLarge(shape) }
      count = product
    }
    if shape.contains(0) { return 0 }
    if count > bytes / bytesPerElement { throw .tooLarge(shape) }
    guard holds(count * bytesPerElement) else { throw .tooLarge(shape) }
    return count
  }
}
