import CHDF5

/// A small value that hangs on a file, group or array.
public enum HDF5Attribute: Sendable, Equatable {
  case text(String)
  case texts([String])
  case integer(Int64)
  case number(Double)
  /// Several numbers, flattened in row-major order.
  case numbers([Double])
  case bool(Bool)
  /// h5py's `Empty`.
  case empty

  /// The text of a string attribute.
  public var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The value of an attribute that is one number or bool.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .bool(let value): value ? 1 : 0
    case .numbers(let values) where values.count == 1: values.first
    default: nil
    }
  }
}

extension HDF5File {
  /// An attribute of an object (by default of the file's root), or nil where there is none of that name.
  public func attribute(_ name: String, of object: String = "/") throws(HDF5Error) -> HDF5Attribute? {
    let place = place(object)
    guard !name.isEmpty, !name.utf8.contains(0) else { throw place.error(.unusableName(name)) }
    let owner = try open(object)
    guard try place.call(H5Aexists(owner.id, name)) > 0 else { return nil }
    let attribute = try place.open(H5Aclose, H5Aopen(owner.id, name, lfads_H5P_DEFAULT()))
    return try HDF5Attribute(reading: attribute.id, budget: budget, at: self.place("\(object)@\(name)"))
  }

  /// The names of an object's attributes, sorted.
  public func attributeNames(of object: String = "/") throws(HDF5Error) -> [String] {
    final class Names { var all: [String] = [] }
    let names = Names()
    let owner = try open(object)
    var start: hsize_t = 0
    try place(object).call(
      H5Aiterate2(
        owner.id, H5_INDEX_NAME, H5_ITER_NATIVE, &start,
        { _, name, _, data in
          guard let name, let data else { return -1 }
          Unmanaged<Names>.fromOpaque(data).takeUnretainedValue().all.append(String(cString: name))
          return 0
        }, Unmanaged.passUnretained(names).toOpaque()))
    return withExtendedLifetime(names) { names.all.sorted() }
  }

  /// The axis names of an array: the labels of HDF5's dimension scales, which h5py shows as `dims[i].label`.
  public func axisNames(of array: String) throws(HDF5Error) -> [String?]? {
    let labels: [String]
    switch try attribute(HDF5Attribute.dimensionLabels, of: array) {
    case .texts(let texts): labels = texts
    case .text(let text): labels = [text]
    default: return nil
    }
    guard labels.count == (try info(array)).shape.count, labels.contains(where: { !$0.isEmpty }) else { return nil }
    return labels.map { $0.isEmpty ? nil : $0 }
  }
}

extension HDF5Attribute {
  /// Where HDF5's dimension scales keep the names of axes.
  static let dimensionLabels = "DIMENSION_LABELS"

  init(reading attribute: hid_t, budget: Int, at place: Place) throws(HDF5Error) {
    let space = try place.open(H5Sclose, H5Aget_space(attribute))
    let type = try place.open(H5Tclose, H5Aget_type(attribute))
    let shape = try Extent.shape(of: space.id, at: place)
    let count = shape.reduce(1, *)
    guard count > 0 else {
      self = .empty
      return
    }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: max(Int(H5Tget_size(type.id)), 8))
    guard !overflow, bytes <= budget else { throw place.error(.tooLarge(bytes: overflow ? nil : bytes, limit: budget)) }
    let elements = try HDF5ArrayInfo.Elements(type: type.id, at: place)
    switch elements {
    case .string:
      let strings = Strings(type: type.id, space: space.id, count: count, place: place)
      let texts = try strings.read { H5Aread(attribute, $0, $1) }
      self = shape.isEmpty ? .text(texts.first ?? "") : .texts(texts)
    case .integer, .enumeration, .bool:
      guard count == 1 else { fallthrough }
      var value: Int64 = 0
      try place.call(H5Aread(attribute, lfads_H5T_NATIVE_INT64(), &value))
      self = elements == .bool ? .bool(value != 0) : .integer(value)
    case .float:
      var values = [Double](repeating: 0, count: count)
      try place.call(H5Aread(attribute, lfads_H5T_NATIVE_DOUBLE(), &values))
      self = shape.isEmpty ? .number(values[0]) : .numbers(values)
    case .other(let kind): throw place.error(.elements(kind))
    }
  }
}
