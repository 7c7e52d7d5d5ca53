import FuzzDriver
import Glibc
import Interchange
import Tensors

@main
enum FuzzNPY {
  static func main() { fuzz(test) }
}

private let path = fuzzedPath("array.npy")

/// Whatever a file holds, it is read or refused; an array that was read is the same after it was written and read again.
private func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  writeInput(bytes, count, to: path)
  defer { unlink(path) }
  guard case .tensor(let tensor) = try? ArrayFile.read(path) else { return 0 }
  do {
    try ArrayFile.write(tensor, as: .npy, to: path)
    guard case .tensor(let again) = try ArrayFile.read(path) else { preconditionFailure("no array any more") }
    precondition(again.shape == tensor.shape && again.elementType == tensor.elementType)
    precondition(again.doubles.map(\.bitPattern) == tensor.doubles.map(\.bitPattern), "other numbers")
  } catch { preconditionFailure("what was read cannot be kept: \(error)") }
  return 0
}
