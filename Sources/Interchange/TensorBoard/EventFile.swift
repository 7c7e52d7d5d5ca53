import Files
import FoundationEssentials
import Glibc
import SwiftProtobuf

/// A file of events for TensorBoard, appended to record by record.
public final class EventFile {
  private let file: AppendedFile
  private let now: @Sendable () -> Double

  /// Begins a file in a directory that exists.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - goingOnAt: the step a training goes on at; readers forget what was written before for later ones.
  public init(in directory: String, now: @escaping @Sendable () -> Double, goingOnAt step: Int?) throws(AtomicFile
    .WriteError)
  {
    self.now = now
    file = try AppendedFile("\(directory)/\(Self.name(seconds: now()))")
    try append { $0.fileVersion = "brain.Event:2" }
    guard let step else { return }
    try append { event in
      event.step = Int64(step) + 1
      event.sessionLog = SessionRecord.with { $0.status = .start }
    }
  }

  /// Names sort by time, and no two files of the same second share one.
  private static func name(seconds: Double) -> String {
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let name = String(decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return "events.out.tfevents.\(Int(seconds)).\(name.isEmpty ? "localhost" : name).\(getpid())."
      + "\(UInt64((seconds - seconds.rounded(.down)) * 1e6))"
  }

  /// Adds scalars of one step.
  public func add(_ scalars: [(tag: String, value: Double)], step: Int) throws(AtomicFile.WriteError) {
    try append { event in
      event.step = Int64(step)
      event.summary.value = scalars.map { scalar in
        SummaryRecord.Value.with {
          $0.tag = scalar.tag
          $0.simpleValue = Float(scalar.value)
        }
      }
    }
  }

  /// Adds a picture. Bytes that are no PNG are left out.
  public func add(_ tag: String, png: [UInt8], step: Int) throws(AtomicFile.WriteError) {
    guard let header = PNGHeader(png) else { return }
    try append { event in
      event.step = Int64(step)
      event.summary.value = [
        SummaryRecord.Value.with {
          $0.tag = tag
          $0.image.width = Int32(header.width)
          $0.image.height = Int32(header.height)
          $0.image.colorspace = Int32(header.channels)
          $0.image.encodedImageString = Data(png)
        }
      ]
    }
  }

  private func append(_ fill: (inout EventRecord) -> Void) throws(AtomicFile.WriteError) {
    var event = EventRecord()
    event.wallTime = now()
    fill(&event)
    let data: [UInt8]
    do {
      data = try event.serializedBytes()
    } catch {
      preconditionFailure("a record of our own does not encode: \(error)")
    }
    try file.append(Self.framed(data))
  }

  /// Length and data, each with its checksum.
  static func framed(_ data: [UInt8]) -> [UInt8] {
    let length = bytes(UInt64(data.count))
    return length + bytes(CRC32C.masked(length)) + data + bytes(CRC32C.masked(data))
  }

  private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}

/// What a PNG file says of itself at its start.
struct PNGHeader: Equatable {
  let width: Int
  let height: Int
  /// Grey, grey and opacity, three colours, three and opacity: 1 to 4.
  let channels: Int

  init?(_ bytes: [UInt8]) {
    guard bytes.count > 25, Array(bytes[0..<8]) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],
      Array(bytes[12..<16]) == Array("IHDR".utf8)
    else { return nil }
    func number(_ start: Int) -> Int { bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } }
    (width, height) = (number(16), number(20))
    // Colour types of the format; a palette (3) decodes to three colours.
    guard let channels = [0: 1, 2: 3, 3: 3, 4: 2, 6: 4][bytes[25]] else { return nil }
    self.channels = channels
  }
}
