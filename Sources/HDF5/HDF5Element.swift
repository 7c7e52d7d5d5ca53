import CHDF5

/// A number type that arrays are read into and written from.
public protocol HDF5Element: BitwiseCopyable, Sendable {
  static var elementKind: HDF5ElementKind { get }
}

/// The number types of memory, by their NumPy names.
public enum HDF5ElementKind: String, Sendable, CaseIterable, Codable {
  case int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64

  /// The library's name of this type in memory.
  var nativeType: hid_t {
    switch self {
    case .int8: lfads_H5T_NATIVE_INT8()
    case .uint8: lfads_H5T_NATIVE_UINT8()
    case .int16: lfads_H5T_NATIVE_INT16()
    case .uint16: lfads_H5T_NATIVE_UINT16()
    case .int32: lfads_H5T_NATIVE_INT32()
    case .uint32: lfads_H5T_NATIVE_UINT32()
    case .int64: lfads_H5T_NATIVE_INT64()
    case .uint64: lfads_H5T_NATIVE_UINT64()
    case .float32: lfads_H5T_NATIVE_FLOAT()
    case .float64: lfads_H5T_NATIVE_DOUBLE()
    }
  }

  /// Bytes of one number.
  public var bytes: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  var isInteger: Bool { self != .float32 && self != .float64 }
}

extension Int8: HDF5Element { public static var elementKind: HDF5ElementKind { .int8 } }
extension UInt8: HDF5Element { public static var elementKind: HDF5ElementKind { .uint8 } }
extension Int16: HDF5Element { public static var elementKind: HDF5ElementKind { .int16 } }
extension UInt16: HDF5Element { public static var elementKind: HDF5ElementKind { .uint16 } }
extension Int32: HDF5Element { public static var elementKind: HDF5ElementKind { .int32 } }
extension UInt32: HDF5Element { public static var elementKind: HDF5ElementKind { .uint32 } }
extension Int64: HDF5Element { public static var elementKind: HDF5ElementKind { .int64 } }
extension UInt64: HDF5Element { public static var elementKind: HDF5ElementKind { .uint64 } }
extension Int: HDF5Element { public static var elementKind: HDF5ElementKind { .int64 } }
extension Float: HDF5Element { public static var elementKind: HDF5ElementKind { .float32 } }
extension Double: HDF5Element { public static var elementKind: HDF5ElementKind { .float64 } }

/// An array as read: its elements in row-major order and its shape (empty for a scalar).
public struct HDF5Array<Element: Sendable>: Sendable {
  public var values: [Element]
  public var shape: [Int]

  public init(values: [Element], shape: [Int]) {
    self.values = values
    self.shape = shape
  }
}

extension HDF5Array: Equatable where Element: Equatable {}
