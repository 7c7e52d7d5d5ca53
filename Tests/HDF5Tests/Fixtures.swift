import Foundation
import HDF5
import Testing

/// All tests of the room, one after another: some count the descriptors the process holds.
@Suite("HDF5", .serialized) struct HDF5Suite {}

/// A file made by Tests/Python/make_hdf5_fixtures.py.
func fixture(_ name: String) -> String {
  Bundle.module.bundlePath + "/Fixtures/" + name
}

/// Runs `body` with a directory that is gone afterwards.
func withTemporaryDirectory<R>(_ body: (String) throws -> R) throws -> R {
  let directory = FileManager.default.temporaryDirectory.appending(path: "lfads-hdf5-\(UUID())")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try body(directory.path)
}

/// The cause of the error that `body` throws, with the path of the object it names.
func failure(_ body: () throws -> Void) -> HDF5Error? {
  do {
    try body()
    return nil
  } catch {
    return error as? HDF5Error
  }
}

/// Whether something comes true. Suites of other rooms that run beside this one hold files and handles too, for a moment
/// each; what leaks is held for good.
func eventually(within seconds: Double = 60, _ isTrue: () throws -> Bool) rethrows -> Bool {
  let end = Date(timeIntervalSinceNow: seconds)
  while try !isTrue() {
    guard Date() < end else { return false }
    usleep(200)
  }
  return true
}

/// Whether the process comes to hold no handle of the library but `kept`.
func handlesAreGivenBack(butFor kept: Int = 0) -> Bool { eventually { HDF5File.openHandleCount <= kept } }
