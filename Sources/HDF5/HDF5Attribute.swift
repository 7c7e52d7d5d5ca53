import CHDF5

/// A small value that hangs on a file, group or array.
public enum HDF5Attribute: Sendable, Equatable, Codable {
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
