import CHDF5
import Glibc

/// The life of the reading process: it answers questions about one file until the other side hangs up.
enum SandboxChild {
  /// The descriptor it is spoken to through.
  static let socket: Int32 = 3
  /// Processor seconds for one question, beside those its bytes take at 10 MB/s; then the library goes in circles.
  private static let processorSeconds = 20
  private static let bytesPerSecond = 10_000_000
  /// Seconds for one question whatever the child does.
  private static let patience = 600
  /// About so many bytes are read and sent at a time.
  private static let blockBytes = 8 << 20

  static func live() -> Never {
    setLimit(RLIMIT_CORE, to: 0)
    grantTime(bytes: 0)
    let channel = Channel(socket: socket)
    guard case .open(let path, let budget)? = channel.receive(Request.self) else { _exit(0) }
    let file: LocalFile
    do {
      file = try LocalFile(reading: path, budget: budget)
      guard channel.send(Reply.done) else { _exit(0) }
    } catch {
      _ = channel.send(Reply.failed(error))
      _exit(0)
    }
    while let request = channel.receive(Request.self) {
      grantTime(bytes: 0)
      let reply: Reply
      do {
        if case .numbers(let array, let rows, let kind) = request {
          try send(array, rows: rows, as: kind, from: file, to: channel)
        }
        reply = try file.answer(request)
      } catch {
        reply = .failed(error)
      }
      guard channel.send(reply) else { break }
    }
    _exit(0)
  }

  /// Sends the numbers in blocks of whole chunks of the file, so that no chunk is unpacked twice and little memory is
  /// taken here.
  private static func send(
    _ path: String, rows: Range<Int>?, as kind: HDF5ElementKind, from file: LocalFile, to channel: Channel
  ) throws(HDF5Error) {
    let array = try file.openArray(path)
    let shape = try array.shape(rows: rows, as: kind, budget: file.budget)
    let rowBytes = max(1, shape.dropFirst().reduce(kind.bytes, *))
    grantTime(bytes: shape.reduce(kind.bytes, *))
    guard let all = rows ?? shape.first.map({ 0..<$0 }) else {
      return try send(array, rows: nil, bytes: kind.bytes, as: kind, to: channel)
    }
    let chunkRows = max(1, array.info.chunk?.first ?? 1)
    let blockRows = max(1, blockBytes / rowBytes / chunkRows) * chunkRows
    var start = all.lowerBound
    while start < all.upperBound {
      let end = min(all.upperBound, (start / chunkRows) * chunkRows + blockRows)
      try send(array, rows: start..<end, bytes: (end - start) * rowBytes, as: kind, to: channel)
      start = end
    }
  }

  private static func send(
    _ array: borrowing OpenArray, rows: Range<Int>?, bytes: Int, as kind: HDF5ElementKind, to channel: Channel
  ) throws(HDF5Error) {
    guard bytes > 0, !array.isNull else { return }
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 16)
    defer { block.deallocate() }
    try array.read(into: block, rows: rows, as: kind)
    guard channel.send(Reply.bytes(bytes)), channel.send(bytes: UnsafeRawBufferPointer(block)) else { _exit(0) }
  }

  private static func grantTime(bytes: Int) {
    var used = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &used)
    let spent = Int(used.ru_utime.tv_sec + used.ru_stime.tv_sec)
    let seconds = processorSeconds + bytes / bytesPerSecond
    setLimit(RLIMIT_CPU, to: rlim_t(spent + seconds))
    alarm(UInt32(clamping: patience + seconds))
  }

  private static func setLimit(_ resource: __rlimit_resource, to value: rlim_t) {
    let resource = __rlimit_resource_t(resource.rawValue)
    var limit = rlimit()
    getrlimit(resource, &limit)
    limit.rlim_cur = min(value, limit.rlim_max)
    setrlimit(resource, &limit)
  }
}
