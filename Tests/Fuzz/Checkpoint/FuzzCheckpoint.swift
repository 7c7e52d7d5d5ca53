import FuzzDriver
import Glibc
import HDF5
import LFADSModel
import Tensors
import Training

@main
enum FuzzCheckpoint {
  static func main() { fuzz(test) }
}

/// One array of a checkpoint, as numbers or texts.
private struct Part {
  var path: String
  var shape: [Int]
  var numbers: [Double] = []
  var texts: [String]?
}

/// A valid checkpoint, taken apart. The bytes of an input are edits of it, so that what is tried is what the loader makes
/// of files, and not how the C library reads them.
private let valid: (attributes: [(String, HDF5Attribute)], parts: [Part]) = {
  var h = Hyperparameters()
  for (name, value) in [
    ("gen_dim", 4.0), ("factors_dim", 2), ("ic_dim", 3), ("ic_enc_dim", 3), ("ci_enc_dim", 3), ("con_dim", 3),
  ] {
    do { try h.set(name, to: .number(value)) } catch { preconditionFailure("\(error)") }
  }
  let model = Model(h, seed: 1)
  do {
    try model.bind(
      DataDescription(steps: 5, sessions: [SessionShape(name: "a", channels: 4)], externalInputs: 0))
    try Checkpoint(model, dataName: "a", dataFingerprint: "b").write(to: path)
    let file = try HDF5File(reading: path)
    var parts: [Part] = []
    func add(_ group: String) throws {
      for child in try file.children(of: group.isEmpty ? "/" : group) {
        let place = group.isEmpty ? child.name : "\(group)/\(child.name)"
        switch child.kind {
        case .group: try add(place)
        case .array(let info) where info.elements.isString:
          parts.append(Part(path: place, shape: info.shape, texts: try file.readStrings(place).values))
        case .array(let info):
          parts.append(Part(path: place, shape: info.shape, numbers: try file.read(place, as: Double.self).values))
        case .refused: break
        }
      }
    }
    try add("")
    let attributes = try file.attributeNames().compactMap { name in try file.attribute(name).map { (name, $0) } }
    return (attributes, parts)
  } catch { preconditionFailure("\(error)") }
}()

private let path = fuzzedPath("checkpoint.h5")

/// Values that numbers of a file are replaced by.
private let extremes: [Double] = [
  0, 1, -1, 2, 0.5, .nan, .infinity, -.infinity, 1e300, 1e-300, 0x1p53, 0x1p62, -0x1p62, 0x1p24, 1e6, 100, 3, 0x1p40,
]

/// A checkpoint edited in any way is read or refused, and what was read can be kept again.
private func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = Array(UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : count))[...]
  var (attributes, parts) = valid
  func byte() -> Int { Int(input.popFirst() ?? 0) }
  while !input.isEmpty, !parts.isEmpty {
    let index = (byte() | byte() << 8) % parts.count
    switch byte() % 8 {
    case 0: parts.remove(at: index)
    case 1, 2, 3:
      guard !parts[index].numbers.isEmpty else { continue }
      parts[index].numbers[byte() % parts[index].numbers.count] = extremes[byte() % extremes.count]
    case 4:
      let extent = byte() % 40
      parts[index].numbers = Array(repeating: extremes[byte() % extremes.count], count: extent)
      parts[index].shape = [extent]
      if parts[index].texts != nil { parts[index].texts = Array(repeating: "a", count: extent) }
    case 5:
      parts[index].texts = Array(
        repeating: String(repeating: "\u{e9}", count: byte()), count: parts[index].shape.reduce(1, *))
    case 6:
      parts[index].texts = nil
      parts[index].numbers = Array(repeating: 1, count: parts[index].shape.reduce(1, *))
    default: attributes[byte() % attributes.count].1 = .number(extremes[byte() % extremes.count])
    }
  }
  write(attributes, parts)
  if let checkpoint = try? Checkpoint(reading: path) {
    let model = checkpoint.model
    _ = model.best
    _ = try? Checkpoint(model).write(to: path)
    precondition((try? Checkpoint(reading: path)) != nil, "what was kept again cannot be read")
  }
  unlink(path)
  return 0
}

private func write(_ attributes: [(String, HDF5Attribute)], _ parts: [Part]) {
  do throws(HDF5Error) {
    try HDF5File.write(to: path) { writer throws(HDF5Error) in
      for (name, value) in attributes {
        if let text = value.text {
          try writer.attribute(name, text)
        } else {
          try writer.attribute(name, value.number ?? 0)
        }
      }
      for part in parts {
        if let texts = part.texts {
          try writer.write(texts, shape: part.shape, at: part.path)
        } else if part.numbers.allSatisfy({ Int64(exactly: $0) != nil }) && !part.path.contains("learning") {
          try writer.write(part.numbers.map { Int64($0) }, shape: part.shape, at: part.path)
        } else {
          try writer.write(part.numbers, shape: part.shape, at: part.path)
        }
      }
    }
  } catch { preconditionFailure("\(error)") }
}
