import FuzzDriver
import Glibc
import Interchange
import Tensors

@main
enum FuzzCSV {
  static func main() { fuzz(test) }
}

private let path = fuzzedPath("table.csv")

/// Whatever a file holds, it is read or refused, with a header and without, whole and by column; a table of numbers that
/// was read is the same after it was written and read again.
private func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  writeInput(bytes, count, to: path)
  defer { unlink(path) }
  if case .columns(let columns) = try? ArrayFile.read(path) {
    for (position, column) in columns.enumerated().prefix(8) {
      _ = try? ArrayFile.read(path, .name(column.name))
      _ = try? ArrayFile.read(path, .position(position))
    }
  }
  _ = try? ArrayFile.read(path, .position(0), hasHeader: true)
  guard case .tensor(let tensor) = try? ArrayFile.read(path, hasHeader: false) else { return 0 }
  do {
    try ArrayFile.write(tensor, as: .csv, to: path)
    guard case .tensor(let again) = try ArrayFile.read(path, hasHeader: false) else {
      preconditionFailure("no table of numbers any more")
    }
    precondition(again.shape == tensor.shape)
    let isSame = zip(again.doubles, tensor.doubles).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    precondition(isSame, "other numbers")
  } catch { preconditionFailure("what was read cannot be kept: \(error)") }
  return 0
}
