import Datasets
import Files
import HDF5
import Training

/// The arrays and attributes of an HDF5 file, with their fingerprints.
struct HDF5Contents {
  private let file: HDF5File
  private let isModel: Bool
  private var lines: [String] = []
  private var objects = 0
  /// More objects and levels than any file of this program has. Files of others may have more, or links in circles.
  private static let mostObjects = 4000
  private static let deepest = 32

  private init(_ path: String) throws(HDF5Error) {
    file = try HDF5File(reading: path)
    isModel = Checkpoint.isModel(file)
  }

  /// A line for everything in the file; nil where it cannot be read whole, or holds what is not read.
  static func lines(of path: String) -> [String]? {
    guard var contents = try? HDF5Contents(path), (try? contents.add(group: "", level: 0)) == true else { return nil }
    return contents.lines
  }

  /// - Returns: whether all that is in the group was taken in.
  private mutating func add(group: String, level: Int) throws(HDF5Error) -> Bool {
    guard level <= Self.deepest, try addAttributes(of: group.isEmpty ? "/" : group) else { return false }
    for child in try file.children(of: group.isEmpty ? "/" : group) {
      objects += 1
      guard objects <= Self.mostObjects else { return false }
      let path = group.isEmpty ? child.name : "\(group)/\(child.name)"
      switch child.kind {
      case .group:
        guard try add(group: path, level: level + 1) else { return false }
      case .array(let info):
        guard let fingerprint = try fingerprint(path, info) else { return false }
        lines.append("\(path) \(fingerprint)")
        guard try addAttributes(of: path) else { return false }
      case .refused: return false
      }
    }
    return true
  }

  private mutating func addAttributes(of object: String) throws(HDF5Error) -> Bool {
    for name in try file.attributeNames(of: object) {
      guard let value = try? file.attribute(name, of: object) else { return false }
      lines.append("\(object)@\(name) \(value)")
    }
    return true
  }

  /// Nil where elements are of a kind that is not read.
  private func fingerprint(_ path: String, _ info: HDF5ArrayInfo) throws(HDF5Error) -> String? {
    var hash = SHA256()
    Array("\(info.shape) \(info.elements.description)".utf8).withUnsafeBytes { hash.update($0) }
    switch info.elements {
    case .string:
      for text in try file.readStrings(path).values { Array((text + "\0").utf8).withUnsafeBytes { hash.update($0) } }
    case .integer(let bits, let signed) where bits == 64 && !signed:
      try file.read(path, as: UInt64.self).values.withUnsafeBytes { hash.update($0) }
    case .integer, .enumeration, .bool:
      try file.read(path, as: Int64.self).values.withUnsafeBytes { hash.update($0) }
    case .float:
      let values = withoutDurations(path, try file.read(path, as: Double.self))
      values.withUnsafeBytes { hash.update($0) }
    case .other: return nil
    }
    return hash.finalize()
  }

  /// A model's history says how long every epoch took, which is no result.
  private func withoutDurations(_ path: String, _ array: HDF5Array<Double>) -> [Double] {
    guard isModel else { return array.values }
    if path == "training/epoch_under_way" { return array.values.dropLast() }
    guard path == "history/epochs", array.shape.count == 2,
      let columns = try? file.readStrings("history/columns").values, columns.count == array.shape[1],
      let seconds = columns.firstIndex(of: "seconds")
    else { return array.values }
    return array.values.enumerated().map { $0.offset % columns.count == seconds ? 0 : $0.element }
  }
}
