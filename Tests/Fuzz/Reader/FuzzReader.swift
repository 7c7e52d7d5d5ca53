import FuzzDriver
import Glibc
import HDF5
import Sandbox

@main
enum FuzzReader {
  static func main() {
    // The fuzzer is also the program that reads files apart, when asked to.
    Sandbox.begin(readers: [.hdf5], arguments: CommandLine.arguments, environment: ["OPENBLAS_NUM_THREADS=1"])
    fuzz(test)
  }
}

private let path = fuzzedPath("reader.h5")

/// Whatever a file holds, reading all of it ends in values or errors, and nothing stays open.
private func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  writeInput(bytes, count, to: path)
  read()
  unlink(path)
  precondition(HDF5File.openHandleCount == 0)
  return 0
}

private func read() {
  guard let file = try? HDF5File(reading: path, budget: 1 << 26) else { return }
  _ = try? file.attributeNames()
  walk("/", of: file, depth: 0)
}

private func walk(_ group: String, of file: HDF5File, depth: Int) {
  guard depth < 4, let children = try? file.children(of: group) else { return }
  for child in children.prefix(50) {
    let path = group == "/" ? child.name : "\(group)/\(child.name)"
    for name in ((try? file.attributeNames(of: path)) ?? []).prefix(20) { _ = try? file.attribute(name, of: path) }
    switch child.kind {
    case .group: walk(path, of: file, depth: depth + 1)
    case .array(let info):
      if info.elements.isString { _ = try? file.readStrings(path) }
      if info.elements.isNumeric { _ = try? file.tensor(path) }
    case .refused: break
    }
  }
}
