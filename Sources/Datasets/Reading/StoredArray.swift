import Files
import HDF5
import Synchronization
import Tensors

/// An array that comes with a data set beside its observations: truth, conditions, stimulus, anything a file carries.
///
/// Small ones are kept as they were read. Large ones, such as the truth, are read when they are first asked for, and
/// then kept as floats.
public final class StoredArray: Sendable {
  /// Where the elements are.
  enum Source: Sendable {
    case integers([Int64])
    case reals([Double])
    case floats([Float])
    case texts([String])
    /// Left in the file until asked for.
    case file(FileSource, array: String, reversed: Bool)
    /// Rows made anew when asked for: the truth of synthetic data takes less time to make than to read.
    case made(@Sendable (Range<Int>) -> [Double])
  }

  public let shape: [Int]
  /// Its name in the file, split and all: `input_train_truth`.
  public let fileName: String
  let source: Source
  private let kept = Mutex<[Float]?>(nil)

  init(_ source: Source, shape: [Int], fileName: String) {
    self.source = source
    self.shape = shape
    self.fileName = fileName
  }

  public var isText: Bool {
    if case .texts = source { true } else { false }
  }

  /// The strings, if these are strings.
  public var texts: [String]? {
    if case .texts(let texts) = source { texts } else { nil }
  }

  /// The elements as 32-bit floats; read once.
  public func floats() throws(DatasetError) -> [Float] {
    if case .floats(let values) = source { return values }
    if let values = kept.withLock({ $0 }) { return values }
    let values: [Float] =
      switch source {
      case .file(let file, let array, let reversed): try file.read(array, reversed: reversed, as: Float.self).values
      case .made(let make): rows { make($0).map { Float($0) } }
      default: try doubles().map { Float($0) }
      }
    kept.withLock { $0 = values }
    return values
  }

  /// The elements as they stand in their source; not kept.
  public func doubles() throws(DatasetError) -> [Double] {
    switch source {
    case .integers(let values): return values.map { Double($0) }
    case .reals(let values): return values
    case .floats(let values): return values.map { Double($0) }
    case .texts: throw DatasetError(file: fileName, cause: .text)
    case .file(let file, let array, let reversed):
      return try file.read(array, reversed: reversed, as: Double.self).values
    case .made(let make): return rows(make)
    }
  }

  /// All rows, some at a time.
  private func rows<Element>(_ make: (Range<Int>) -> [Element]) -> [Element] {
    var all: [Element] = []
    all.reserveCapacity(shape.reduce(1, *))
    let count = shape.first ?? 0
    for start in stride(from: 0, to: count, by: 200) { all += make(start..<min(start + 200, count)) }
    return all
  }

  /// The elements as a tensor: doubles where they are kept as such, floats where they are large.
  public func tensor(axes: [String?]? = nil) throws(DatasetError) -> Tensor {
    switch source {
    case .integers, .reals, .texts: Tensor(try doubles(), shape: shape, axes: axes)
    case .floats, .file, .made: Tensor(try floats(), shape: shape, axes: axes)
    }
  }
}

/// A file that was read before, together with what shows whether it is still the same one.
struct FileSource: Sendable {
  let path: String
  let identity: FileIdentity

  func read<Element: HDF5Element>(
    _ array: String, reversed: Bool, as type: Element.Type
  ) throws(DatasetError) -> HDF5Array<Element> {
    guard FileIdentity(path) == identity else { throw DatasetError(file: path, object: array, cause: .changed) }
    do {
      let read = try HDF5File(reading: path).read(array, as: type)
      return reversed ? read.reversingAxes() : read
    } catch {
      throw DatasetError(error)
    }
  }
}

extension HDF5Array {
  /// The same array with its axes in reverse: MATLAB stores the first axis fastest.
  func reversingAxes() -> HDF5Array {
    guard shape.count > 1 else { return self }
    let reversed = Array(shape.reversed())
    // Position in the source of each step along an axis of the result.
    var steps = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { steps[axis] = steps[axis + 1] * shape[axis + 1] }
    steps.reverse()
    var index = [Int](repeating: 0, count: reversed.count)
    var position = 0
    let result = [Element](unsafeUninitializedCapacity: values.count) { target, count in
      for place in 0..<values.count {
        target.initializeElement(at: place, to: values[position])
        var axis = reversed.count - 1
        while axis >= 0 {
          index[axis] += 1
          position += steps[axis]
          if index[axis] < reversed[axis] { break }
          position -= steps[axis] * reversed[axis]
          index[axis] = 0
          axis -= 1
        }
      }
      count = values.count
    }
    return HDF5Array(values: result, shape: reversed)
  }
}
