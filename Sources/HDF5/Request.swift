/// What can be asked of a file, also of one that another process has open.
enum Request: Sendable, Codable {
  /// Said first, and once.
  case open(String, budget: Int)
  case children(of: String)
  case names(in: String)
  case isGroup(String)
  case info(String)
  case strings(of: String)
  case attribute(String, of: String)
  case attributeNames(of: String)
  /// The shape of an array's rows, once they are known to be readable as numbers of that type within the budget.
  case shape(of: String, rows: Range<Int>?, as: HDF5ElementKind)
  /// The numbers themselves, which follow the reply as bytes.
  case numbers(of: String, rows: Range<Int>?, as: HDF5ElementKind)
}

/// The answer to a request.
enum Reply: Sendable, Codable {
  /// So many bytes follow, and then another reply.
  case bytes(Int)
  case failed(HDF5Error)
  case children([HDF5Child])
  case names([String])
  case flag(Bool)
  case info(HDF5ArrayInfo)
  case strings([String], shape: [Int])
  case attribute(HDF5Attribute?)
  case shape([Int])
  case done
}

extension LocalFile {
  func answer(_ request: Request) throws(HDF5Error) -> Reply {
    switch request {
    case .children(let group): return .children(try children(of: group))
    case .names(let group): return .names(try names(in: group))
    case .isGroup(let object): return .flag(try isGroup(object))
    case .info(let array): return .info(try openArray(array).info)
    case .strings(let array):
      let strings = try readStrings(array)
      return .strings(strings.values, shape: strings.shape)
    case .attribute(let name, let object): return .attribute(try attribute(name, of: object))
    case .attributeNames(let object): return .names(try attributeNames(of: object))
    case .shape(let array, let rows, let kind):
      return .shape(try openArray(array).shape(rows: rows, as: kind, budget: budget))
    case .open, .numbers: return .done
    }
  }
}
