import HDF5
import Tensors

/// An HDF5 file as other programs write it, MATLAB's `.mat` of version 7.3 among them.
///
/// MATLAB stores the first axis fastest, so in its files the axes come in reverse; what is 1 × n or n × 1 there is a
/// vector here, 1 × 1 a number.
struct HDF5ArrayFile {
  /// Where a tensor saved alone stands.
  static let ownName = "data"

  private let path: String
  private let file: HDF5File

  init(_ path: String) throws(ArrayFileError) {
    self.path = path
    do { file = try HDF5File(reading: path) } catch { throw ArrayFileError(file: path, cause: .hdf5(error)) }
  }

  func read(_ name: ArrayFile.Name?) throws(ArrayFileError) -> ArrayFileValue {
    switch name {
    case .name(let name): return try read(name)
    case .position(let position): return try read("\(position)")
    case nil:
      let children = try children(of: "/")
      guard let only = children.first, children.count == 1, only.kind != .group else {
        throw failure(children.isEmpty ? .noRows : .needsName(available: children.map(Self.path)))
      }
      return try read(only.name)
    }
  }

  /// The array of that path.
  private func read(_ name: String) throws(ArrayFileError) -> ArrayFileValue {
    let isGroup = try asking { () throws(HDF5Error) in try file.isGroup(name) }
    let kind = try asking { () throws(HDF5Error) in try file.attribute("MATLAB_class", of: name) }?.text
    guard let kind else {
      if isGroup { throw failure(.needsName(available: try children(of: name).map { "\(name)/\(Self.path($0))" })) }
      return try asking { () throws(HDF5Error) in try plain(name) }
    }
    let isSparse = try asking { () throws(HDF5Error) in try file.attribute("MATLAB_sparse", of: name) } != nil
    guard !isGroup, Self.readable.contains(kind) else {
      throw failure(.matlabClass(isSparse ? "sparse matrix" : kind, array: name))
    }
    guard try asking({ () throws(HDF5Error) in try file.info(name) }).elements.isNumeric else {
      throw failure(.matlabClass("array of complex numbers", array: name))
    }
    return try asking { () throws(HDF5Error) in try matlab(name, kind) }
  }

  /// The members of a group, but for what MATLAB keeps for itself.
  private func children(of group: String) throws(ArrayFileError) -> [HDF5Child] {
    try asking { () throws(HDF5Error) in try file.children(of: group) }.filter { !$0.name.hasPrefix("#") }
  }

  private static func path(_ child: HDF5Child) -> String { child.kind == .group ? "\(child.name)/…" : child.name }

  private func asking<Result>(_ question: () throws(HDF5Error) -> Result) throws(ArrayFileError) -> Result {
    do { return try question() } catch { throw failure(.hdf5(error)) }
  }

  private func failure(_ cause: ArrayFileError.Cause) -> ArrayFileError { ArrayFileError(file: path, cause: cause) }

  private func plain(_ name: String) throws(HDF5Error) -> ArrayFileValue {
    if try file.info(name).elements.isString {
      let texts = try file.readStrings(name)
      if let only = texts.values.first, texts.shape.isEmpty { return .text(only) }
      return .texts(texts.values)
    }
    let tensor = try file.tensor(name)
    return tensor.shape.isEmpty && tensor.elementType != .bool ? .number(tensor.doubles[0]) : .tensor(tensor)
  }

  /// MATLAB's classes of numbers and text.
  private static let readable: Set<String> = Set(
    ["double", "single", "logical", "char"] + [8, 16, 32, 64].flatMap { ["int\($0)", "uint\($0)"] })

  private func matlab(_ name: String, _ kind: String) throws(HDF5Error) -> ArrayFileValue {
    // In place of the elements stand the extents.
    if try file.attribute("MATLAB_empty", of: name)?.number == 1 {
      return kind == "char" ? .text("") : .tensor(Tensor([Double](), shape: [0]))
    }
    let tensor = try file.tensor(name).transposed
    if kind == "char" { return Self.text(tensor) }
    let shape = tensor.rank == 2 && tensor.shape.contains(1) ? tensor.shape.filter { $0 != 1 } : tensor.shape
    if kind == "logical" { return .tensor(Tensor(tensor.doubles.map { $0 != 0 }, shape: shape)) }
    return shape.isEmpty ? .number(tensor.doubles[0]) : .tensor(tensor.reshaped(shape))
  }

  /// Letters, a text in each row; rows are filled up with blanks.
  private static func text(_ letters: Tensor) -> ArrayFileValue {
    let units = letters.doubles.map { UInt16(exactly: $0) ?? 0xFFFD }
    let width = letters.shape.last ?? 0, rows = letters.shape.dropLast().reduce(1, *)
    let texts = (0..<rows).map { String(decoding: units[($0 * width)..<(($0 + 1) * width)], as: UTF16.self) }
    if texts.count == 1 { return .text(texts[0]) }
    return .texts(texts.map { text in String(text.reversed().drop { $0 == " " }.reversed()) })
  }
}
