import CHDF5

extension LocalFile {
  func children(of group: String = "/") throws(HDF5Error) -> [HDF5Child] {
    let names = try names(in: group)
    var children: [HDF5Child] = []
    for name in names {
      let path = group.hasSuffix("/") ? group + name : group + "/" + name
      do {
        children.append(HDF5Child(name: name, kind: try isGroup(path) ? .group : .array(try openArray(path).info)))
      } catch {
        children.append(HDF5Child(name: name, kind: .refused(error.cause)))
      }
    }
    return children
  }

  func names(in group: String = "/") throws(HDF5Error) -> [String] {
    let place = place(group)
    let object = try open(group)
    guard H5Iget_type(object.id) == H5I_GROUP else { throw place.error(.notAGroup) }
    return try memberNames(of: object.id, at: place)
  }

  func isGroup(_ object: String) throws(HDF5Error) -> Bool {
    let opened = try open(object)
    return H5Iget_type(opened.id) == H5I_GROUP
  }

  /// Opens an array and checks that it can be read.
  func openArray(_ path: String) throws(HDF5Error) -> OpenArray {
    let object = try open(path)
    guard H5Iget_type(object.id) == H5I_DATASET else { throw place(path).error(.notAnArray) }
    return try OpenArray(dataset: object, at: place(path))
  }

  /// Opens any object; a failure is traced to the part of the path that caused it.
  func open(_ path: String) throws(HDF5Error) -> Handle {
    let place = place(path)
    guard !path.isEmpty, !path.utf8.contains(0) else { throw place.error(.unusableName(path)) }
    do {
      return try place.open(H5Oclose, H5Oopen(handle.id, path, lfads_H5P_DEFAULT()))
    } catch {
      throw try cause(ofMissing: path, words: error.cause)
    }
  }

  /// Walks a path that cannot be opened down to its first bad part.
  private func cause(ofMissing path: String, words: HDF5Error.Cause) throws(HDF5Error) -> HDF5Error {
    let root = place("/")
    var group = try root.open(H5Oclose, H5Oopen(handle.id, "/", lfads_H5P_DEFAULT()))
    var walked = ""
    for part in path.split(separator: "/") {
      let parent = walked.isEmpty ? "/" : walked
      walked += walked.isEmpty ? String(part) : "/" + part
      let place = place(walked)
      guard H5Iget_type(group.id) == H5I_GROUP else { return self.place(parent).error(.notAGroup) }
      guard try place.call(H5Lexists(group.id, String(part), lfads_H5P_DEFAULT())) > 0 else {
        return place.error(.noSuchObject(available: try memberNames(of: group.id, at: self.place(parent))))
      }
      var type = H5L_TYPE_HARD
      try place.call(lfads_H5Lget_type(group.id, String(part), &type))
      if type == H5L_TYPE_EXTERNAL { return place.error(.externalLink) }
      do {
        group = try place.open(H5Oclose, H5Oopen(group.id, String(part), lfads_H5P_DEFAULT()))
      } catch {
        guard case .library(let words) = error.cause else { return error }
        return place.error(type == H5L_TYPE_SOFT ? .brokenLink : .damaged(words))
      }
    }
    return place(path).error(words)
  }

  private func memberNames(of group: hid_t, at place: Place) throws(HDF5Error) -> [String] {
    final class Names { var all: [String] = [] }
    let names = Names()
    try place.call(
      lfads_H5Literate(
        group,
        { _, name, _, data in
          guard let name, let data else { return -1 }
          Unmanaged<Names>.fromOpaque(data).takeUnretainedValue().all.append(String(cString: name))
          return 0
        }, Unmanaged.passUnretained(names).toOpaque()))
    return withExtendedLifetime(names) { names.all.sorted() }
  }
}
