import CHDF5
import Glibc

/// The life of the child process: it answers questions about one file until the other side hangs up.
enum SandboxChild {
  /// Processor seconds for one question, beside those its bytes take at 10 MB/s; then the library goes in circles.
  private static let processorSeconds = 20
  private static let bytesPerSecond = 10_000_000
  /// Seconds for one question whatever the child does.
  private static let patience = 600
  /// About so many bytes are read and sent at a time.
  private static let blockBytes = 8 << 20

  /// - Parameter socket: this process's end of the pair.
  static func live(path: String, budget: Int, socket: Int32) -> Never {
    let channel = harden(socket)
    grantTime(bytes: 0)
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

  /// Silence, no core dumps, no handlers and no descriptors of the parent: another child holding this one's socket
  /// would keep it from noticing that the parent is gone.
  private static func harden(_ socket: Int32) -> Channel {
    for crash in [SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTRAP, SIGALRM, SIGXCPU] { signal(crash, SIG_DFL) }
    // Ctrl-C at the prompt is for the parent, which may want to go on reading.
    signal(SIGINT, SIG_IGN)
    let kept: Int32 = 3
    let null = open("/dev/null", O_RDWR)
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] { dup2(null, stream) }
    if socket != kept { dup2(socket, kept) }
    closefrom(kept + 1)
    setLimit(RLIMIT_CORE, to: 0)
    return Channel(socket: kept)
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
