import CHDF5

extension LocalFile {
  func attribute(_ name: String, of object: String) throws(HDF5Error) -> HDF5Attribute? {
    let place = place(object)
    guard !name.isEmpty, !name.utf8.contains(0) else { throw place.error(.unusableName(name)) }
    let owner = try open(object)
    guard try place.call(H5Aexists(owner.id, name)) > 0 else { return nil }
    let attribute = try place.open(H5Aclose, H5Aopen(owner.id, name, lfads_H5P_DEFAULT()))
    return try HDF5Attribute(reading: attribute.id, budget: budget, at: self.place("\(object)@\(name)"))
  }

  func attributeNames(of object: String) throws(HDF5Error) -> [String] {
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
}
