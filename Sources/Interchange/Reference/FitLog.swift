import Files
import FoundationEssentials
import Tensors
import Training

/// The reference's `fitlog.csv`: a line for every epoch, names and numbers in turn, no header.
///
///     epoch,E, step,S, total,TRAIN,VALID, recon,TRAIN,VALID, kl,TRAIN,VALID, l2,X, klweight,W, l2weight,W
///
/// Without validation data the VALID columns are missing.
public final class FitLog {
  private let file: AppendedFile

  /// Opens the log.
  ///
  /// - Parameter step: where a training goes on; lines of later steps, of epochs that a crash undid, are dropped. Nil
  ///   for a new training, which leaves what is there.
  public init(_ path: String, goingOnAt step: Int?) throws(AtomicFile.WriteError) {
    if let step, let bytes = FileManager.default.contents(atPath: path) {
      let text = String(decoding: bytes, as: UTF8.self)
      let kept = Self.lines(of: text, upTo: step)
      if kept != text { try AtomicFile.write(kept, to: path) }
    }
    file = try AppendedFile(path)
  }

  public func add(_ record: EpochRecord) throws(AtomicFile.WriteError) {
    try file.append(Array(Self.line(record).utf8))
  }

  static func line(_ record: EpochRecord) -> String {
    func costs(_ name: String, _ value: KeyPath<SplitCosts, Double>) -> String {
      ([name, fixed(record.train[keyPath: value])] + (record.valid.map { [fixed($0[keyPath: value])] } ?? []))
        .joined(separator: ",")
    }
    return [
      "epoch,\(record.epoch)", "step,\(record.step)", costs("total", \.total), costs("recon", \.reconstruction),
      costs("kl", \.kl), "l2,\(NumberText.fixed(record.l2, digits: 5))", "klweight,\(fixed(record.weights.kl))",
      "l2weight,\(fixed(record.weights.l2))",
    ].joined(separator: ", ") + "\n"
  }

  private static func fixed(_ value: Double) -> String { NumberText.fixed(value, digits: 2) }

  /// The whole lines of steps up to `step`; lines that say none are kept.
  static func lines(of text: String, upTo step: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().filter { line in
      let words = line.split(separator: ",").map { $0.drop(while: \.isWhitespace) }
      guard let place = words.firstIndex(of: "step"), place + 1 < words.count, let found = Int(words[place + 1]) else {
        return true
      }
      return found <= step
    }.map { "\($0)\n" }.joined()
  }
}
