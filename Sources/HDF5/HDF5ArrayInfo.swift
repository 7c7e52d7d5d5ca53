import CHDF5

/// What an array is, known without reading it.
public struct HDF5ArrayInfo: Sendable, Equatable, Codable {
  /// What the elements are in the file.
  public enum Elements: Sendable, Equatable, Codable {
    case integer(bits: Int, signed: Bool)
    case float(bits: Int)
    /// h5py's bool: an 8-bit enumeration of FALSE and TRUE.
    case bool
    /// Another enumeration; read as its integers.
    case enumeration(bits: Int)
    /// Strings of a fixed number of bytes, or of any length (nil).
    case string(bytes: Int?)
    /// A kind that is not read, by its name.
    case other(String)
  }

  /// Extent of every axis; empty for a scalar. An `Empty` of h5py has the shape `[0]`.
  public let shape: [Int]
  public let elements: Elements
  /// Extents of one chunk, nil where the array is stored in one piece.
  public let chunk: [Int]?
  /// Bytes the array takes in the file.
  public let storedBytes: Int

  /// Number of elements. Shapes are checked against overflow when this is made.
  public var count: Int { shape.reduce(1, *) }
}

extension HDF5ArrayInfo.Elements {
  /// Describes an open type of the library.
  init(type: hid_t, at place: Place) throws(HDF5Error) {
    let bits = Int(try place.call(Int64(H5Tget_size(type)))) * 8
    switch H5Tget_class(type) {
    case H5T_INTEGER: self = .integer(bits: bits, signed: H5Tget_sign(type) == H5T_SGN_2)
    case H5T_FLOAT: self = .float(bits: bits)
    case H5T_ENUM: self = Self.isBool(type) ? .bool : .enumeration(bits: bits)
    case H5T_STRING: self = .string(bytes: H5Tis_variable_str(type) > 0 ? nil : bits / 8)
    case H5T_COMPOUND: self = .other("compound records")
    case H5T_VLEN: self = .other("lists of varying length")
    case H5T_ARRAY: self = .other("arrays")
    case H5T_REFERENCE: self = .other("references to other objects")
    case H5T_BITFIELD: self = .other("bit fields")
    case H5T_OPAQUE: self = .other("opaque bytes")
    case H5T_TIME: self = .other("times of the old kind")
    default: self = .other("of an unknown kind")
    }
  }

  private static func isBool(_ type: hid_t) -> Bool {
    guard H5Tget_size(type) == 1, H5Tget_nmembers(type) == 2 else { return false }
    return (0..<2).allSatisfy { index in
      guard let name = H5Tget_member_name(type, UInt32(index)) else { return false }
      defer { _ = H5free_memory(name) }
      return String(cString: name) == (index == 0 ? "FALSE" : "TRUE")
    }
  }

  /// Whether the elements can be read as numbers.
  public var isNumeric: Bool {
    switch self {
    case .integer, .float, .bool, .enumeration: true
    case .string, .other: false
    }
  }

  public var isString: Bool {
    if case .string = self { true } else { false }
  }
}

extension HDF5ArrayInfo.Elements: CustomStringConvertible {
  public var description: String {
    switch self {
    case .integer(let bits, let signed): "\(signed ? "int" : "uint")\(bits)"
    case .float(let bits): "float\(bits)"
    case .bool: "bool"
    case .enumeration(let bits): "enumeration of \(bits) bits"
    case .string: "strings"
    case .other(let kind): kind
    }
  }
}
