import Datasets
import FoundationEssentials
import Glibc
import HDF5
import Tensors
import Training

/// What a file holds, in lines that two runs can compare: for HDF5 a fingerprint of every array and attribute, for other
/// files one of their bytes. When it was written, and how long the training took that it tells of, are no part of it.
enum FileContents {
  /// A line of `name fingerprint` for everything in the file, or in all files of a directory; nil where nothing stands
  /// there.
  static func lines(of path: String) -> [String]? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    guard status.st_mode & S_IFMT == S_IFDIR else { return file(path) }
    return entries(of: path, below: "", depth: 0)
  }

  /// One fingerprint of all of it.
  static func fingerprint(of path: String) -> String? {
    lines(of: path).map { SHA256.hexadecimal(Array($0.joined(separator: "\n").utf8)) }
  }

  // MARK: Directories

  /// Deeper ones are left out: links may lead in circles.
  private static let deepest = 16

  private static func entries(of directory: String, below prefix: String, depth: Int) -> [String] {
    guard depth < deepest else { return [] }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
    return names.flatMap { name -> [String] in
      // Events of TensorBoard are stamped with the time of day, in every record.
      guard !name.hasPrefix("."), !name.contains("tfevents") else { return [] }
      let path = "\(directory)/\(name)"
      var status = stat()
      guard stat(path, &status) == 0 else { return [] }
      if status.st_mode & S_IFMT == S_IFDIR { return entries(of: path, below: "\(prefix)\(name)/", depth: depth + 1) }
      guard status.st_mode & S_IFMT == S_IFREG else { return [] }
      return file(path).map { "\(prefix)\(name): \($0)" }
    }
  }

  // MARK: Files

  private static func file(_ path: String) -> [String] {
    if HDF5File.hasSignature(path), let lines = try? HDF5Contents(path).lines() { return lines }
    return ["bytes \(bytes(path) ?? "unreadable")"]
  }

  private static func bytes(_ path: String) -> String? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    // The date in a PDF stands near one of its ends, in clear, and is of fixed length.
    var isFirst = true, isPDF = false
    while true {
      var count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      if isFirst { isPDF = buffer.starts(with: Array("%PDF-".utf8)) }
      isFirst = false
      if isPDF { count = withoutDate(&buffer, count) }
      buffer.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    return hash.finalize()
  }

  /// Blanks out what follows `/CreationDate` up to the closing bracket.
  private static func withoutDate(_ buffer: inout [UInt8], _ count: Int) -> Int {
    let key = Array("/CreationDate".utf8)
    guard count > key.count else { return count }
    for start in 0...(count - key.count)
    where buffer[start] == key[0] && buffer[start..<(start + key.count)].elementsEqual(key) {
      var place = start + key.count
      while place < count, buffer[place] != UInt8(ascii: ")"), place < start + 64 {
        buffer[place] = UInt8(ascii: " ")
        place += 1
      }
    }
    return count
  }
}

/// The arrays and attributes of an HDF5 file, with their fingerprints.
private struct HDF5Contents {
  private let file: HDF5File
  private let isModel: Bool
  /// More objects than any file of this program has; circles of links end here.
  private static let mostObjects = 20_000

  init(_ path: String) throws(HDF5Error) {
    file = try HDF5File(reading: path)
    isModel = Checkpoint.isModel(file)
  }

  func lines() throws(HDF5Error) -> [String] {
    var lines: [String] = []
    try add(group: "", to: &lines)
    return lines
  }

  private func add(group: String, to lines: inout [String]) throws(HDF5Error) {
    try addAttributes(of: group.isEmpty ? "/" : group, to: &lines)
    for child in try file.children(of: group.isEmpty ? "/" : group) {
      guard lines.count < Self.mostObjects else { return }
      let path = group.isEmpty ? child.name : "\(group)/\(child.name)"
      switch child.kind {
      case .group: try add(group: path, to: &lines)
      case .array(let info):
        lines.append("\(path) \(try fingerprint(path, info))")
        try addAttributes(of: path, to: &lines)
      case .refused: lines.append("\(path) not read")
      }
    }
  }

  private func addAttributes(of object: String, to lines: inout [String]) throws(HDF5Error) {
    for name in try file.attributeNames(of: object) {
      let value = (try? file.attribute(name, of: object)).flatMap { $0 }
      lines.append("\(object)@\(name) \(value.map { "\($0)" } ?? "not read")")
    }
  }

  private func fingerprint(_ path: String, _ info: HDF5ArrayInfo) throws(HDF5Error) -> String {
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
    case .other: return "not read"
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
