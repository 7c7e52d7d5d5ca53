import Glibc
import HDF5

/// Called by libFuzzer before anything else. The fuzzer is also the program that reads files apart, when asked to.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>?,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>?
) -> CInt {
  HDF5Reader.begin(arguments: CommandLine.arguments, environment: ["OPENBLAS_NUM_THREADS=1"])
  return 0
}

/// Where an input becomes a file: in memory.
private let path = "/dev/shm/lfads-fuzz-reader-\(getpid()).h5"

/// What libFuzzer calls with every input: whatever a file holds, reading all of it ends in values or errors, and nothing
/// stays open.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  precondition(file >= 0, "no memory to write to")
  if let bytes { precondition(write(file, bytes, count) == count) }
  close(file)
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
