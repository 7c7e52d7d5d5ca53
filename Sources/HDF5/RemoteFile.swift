import Glibc
import Sandbox

/// A file that the library reads in a process of its own.
final class RemoteFile {
  private let path: String
  private let process: SandboxedProcess

  init(reading path: String, budget: Int, by launch: SandboxLaunch) throws(HDF5Error) {
    self.path = path
    do { process = try SandboxedProcess(as: .hdf5, by: launch) } catch { throw Self.error(error, path) }
    _ = try ask(.open(path, budget: budget))
  }

  func ask(_ request: Request) throws(HDF5Error) -> Reply {
    do { try process.send(request) } catch { throw Self.error(error, path) }
    return try reply()
  }

  /// Puts a request whose answer is numbers and takes them as they come.
  func fill(_ buffer: UnsafeMutableRawBufferPointer, request: Request) throws(HDF5Error) {
    var rest = buffer[...]
    var reply = try ask(request)
    while case .bytes(let count) = reply {
      guard count >= 0, count <= rest.count else { throw Self.error(process.end(), path) }
      do { try process.receive(into: UnsafeMutableRawBufferPointer(rebasing: rest.prefix(count))) } catch {
        throw Self.error(error, path)
      }
      rest = rest.dropFirst(count)
      reply = try self.reply()
    }
    guard rest.isEmpty else { throw Self.error(process.end(), path) }
  }

  private func reply() throws(HDF5Error) -> Reply {
    let reply: Reply
    do { reply = try process.receive(Reply.self) } catch { throw Self.error(error, path) }
    if case .failed(let error) = reply { throw error }
    return reply
  }

  /// What the end of the process says of the file.
  private static func error(_ death: SandboxError, _ path: String) -> HDF5Error {
    let cause: HDF5Error.Cause =
      switch death {
      case .notStarted(let number):
        .system("no process can be started to read it, \(String(cString: strerror(number)))")
      case .interrupted: .interrupted
      case .outOfProcessorTime: .damaged(["the HDF5 library goes in circles over it"])
      case .outOfTime: .system("reading takes too long")
      case .crashed: .damaged(["the HDF5 library crashes over it"])
      }
    return HDF5Error(file: path, object: nil, cause: cause)
  }
}
