/// One member of a group.
public struct HDF5Child: Sendable, Equatable, Codable {
  public enum Kind: Sendable, Equatable, Codable {
    case group
    case array(HDF5ArrayInfo)
    /// What is there but is not read, and why.
    case refused(HDF5Error.Cause)
  }

  public let name: String
  public let kind: Kind
}

extension HDF5File {
  /// The members of a group with their kinds, sorted by name; no array is read. Not recursive, so links in a circle
  /// do no harm.
  public func children(of group: String = "/") throws(HDF5Error) -> [HDF5Child] {
    guard case .children(let children) = try ask(.children(of: group)) else { throw misunderstood(group) }
    return children
  }

  /// The names of a group's members, sorted.
  public func names(in group: String = "/") throws(HDF5Error) -> [String] {
    guard case .names(let names) = try ask(.names(in: group)) else { throw misunderstood(group) }
    return names
  }

  /// Whether there is an object of that path that can be reached.
  public func contains(_ object: String) -> Bool {
    (try? isGroup(object)) != nil
  }

  public func isGroup(_ object: String) throws(HDF5Error) -> Bool {
    guard case .flag(let isGroup) = try ask(.isGroup(object)) else { throw misunderstood(object) }
    return isGroup
  }

  /// Shape and element type of an array, without reading it.
  public func info(_ array: String) throws(HDF5Error) -> HDF5ArrayInfo {
    guard case .info(let info) = try ask(.info(array)) else { throw misunderstood(array) }
    return info
  }

  /// An attribute of an object (by default of the file's root), or nil where there is none of that name.
  public func attribute(_ name: String, of object: String = "/") throws(HDF5Error) -> HDF5Attribute? {
    guard case .attribute(let attribute) = try ask(.attribute(name, of: object)) else { throw misunderstood(object) }
    return attribute
  }

  /// The names of an object's attributes, sorted.
  public func attributeNames(of object: String = "/") throws(HDF5Error) -> [String] {
    guard case .names(let names) = try ask(.attributeNames(of: object)) else { throw misunderstood(object) }
    return names
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

  /// An answer of another kind than was asked for.
  func misunderstood(_ object: String) -> HDF5Error { error(.damaged([]), at: object) }
}
