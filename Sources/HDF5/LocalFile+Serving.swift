import Sandbox

extension SandboxReader {
  /// Answers questions about one HDF5 file.
  public static let hdf5 = SandboxReader(kind: "hdf5") { LocalFile.serve($0) }
}

/// The life of the reading process.
extension LocalFile {
  /// About so many bytes are read and sent at a time.
  private static let blockBytes = 8 << 20

  /// Opens the file named by the first message and answers the others until the other side hangs up.
  fileprivate static func serve(_ channel: Channel) {
    guard case .open(let path, let budget)? = channel.receive(Request.self) else { return }
    let file: LocalFile
    do {
      file = try LocalFile(reading: path, budget: budget)
    } catch {
      _ = channel.send(Reply.failed(error))
      return
    }
    guard channel.send(Reply.done) else { return }
    while let request = channel.receive(Request.self) {
      ReadingLimits.grantTime()
      let reply: Reply
      do {
        if case .numbers(let array, let rows, let kind) = request {
          guard try file.send(array, rows: rows, as: kind, to: channel) else { return }
        }
        reply = try file.answer(request)
      } catch {
        reply = .failed(error)
      }
      guard channel.send(reply) else { return }
    }
  }

  /// Sends the numbers in blocks of whole chunks of the file, so that no chunk is unpacked twice and little memory is
  /// taken here.
  ///
  /// - Returns: false when the other side has hung up.
  private func send(
    _ path: String, rows: Range<Int>?, as kind: HDF5ElementKind, to channel: Channel
  ) throws(HDF5Error) -> Bool {
    let array = try openArray(path)
    let shape = try array.shape(rows: rows, as: kind, budget: budget)
    let rowBytes = max(1, shape.dropFirst().reduce(kind.bytes, *))
    ReadingLimits.grantTime(bytes: shape.reduce(kind.bytes, *))
    guard let all = rows ?? shape.first.map({ 0..<$0 }) else {
      return try Self.send(array, rows: nil, bytes: kind.bytes, as: kind, to: channel)
    }
    let chunkRows = max(1, array.info.chunk?.first ?? 1)
    let blockRows = max(1, Self.blockBytes / rowBytes / chunkRows) * chunkRows
    var start = all.lowerBound
    while start < all.upperBound {
      let end = min(all.upperBound, (start / chunkRows) * chunkRows + blockRows)
      guard try Self.send(array, rows: start..<end, bytes: (end - start) * rowBytes, as: kind, to: channel) else {
        return false
      }
      start = end
    }
    return true
  }

  private static func send(
    _ array: borrowing OpenArray, rows: Range<Int>?, bytes: Int, as kind: HDF5ElementKind, to channel: Channel
  ) throws(HDF5Error) -> Bool {
    guard bytes > 0, !array.isNull else { return true }
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 16)
    defer { block.deallocate() }
    try array.read(into: block, rows: rows, as: kind)
    return channel.send(Reply.bytes(bytes)) && channel.send(bytes: UnsafeRawBufferPointer(block))
  }
}
