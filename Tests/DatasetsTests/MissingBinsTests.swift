import Tensors
import Testing

@testable import Datasets

@Suite("Missing bins") struct MissingBinsTests {
  private func dataset(_ change: (inout [Float]) -> Void = { _ in }) throws -> Dataset {
    var counts = (0..<10 * 4 * 3).map { Float($0 % 3) }
    counts[5] = .nan
    counts[40] = .nan
    change(&counts)
    return try Dataset(counts: Tensor(counts, shape: [10, 4, 3]), name: "x", valid: 0)
  }

  @Test("They add nothing to a mean and are no part of it")
  func means() throws {
    let session = try dataset().sessions[0], values = session.train.data.tensor.floats
    for channel in 0..<3 {
      let seen = stride(from: channel, to: values.count, by: 3).map { values[$0] }.filter { !$0.isNaN }
      #expect(session.meanRates[channel] == seen.reduce(0.0) { $0 + Double($1) } / Double(seen.count))
    }
  }

  @Test("They fit every likelihood, unless none may be missing; what is there is still checked")
  func validation() throws {
    for domain in [ObservationDomain.counts, .reals, .zeroOrAbove(0.5)] { try dataset().validate(for: domain) }
    #expect(throws: DatasetError(file: "x", object: "train_data", cause: .missing(at: [0, 1, 2], share: 2.0 / 120))) {
      try dataset().validate(for: .counts, allowsMissing: false)
    }
    #expect(throws: DatasetError(file: "x", object: "train_data", cause: .notACount(at: [0, 0, 1], value: 0.5))) {
      try dataset { $0[1] = 0.5 }.validate(for: .counts)
    }
  }

  @Test("Jitter moves the counts between them, keeps their number, and leaves missing bins missing")
  func jitter() throws {
    let data = try dataset().sessions[0].train.data
    var target = [Float](repeating: -1, count: 10 * 4 * 3)
    let jitter = SpikeJitter(width: 2, key: 3, stream: 1)
    target.withUnsafeMutableBufferPointer { data.gather(Array(0..<10), into: $0.baseAddress!, jitter: jitter) }
    var moved = false
    for trial in 0..<10 {
      for channel in 0..<3 {
        let before = (0..<4).map { data.tensor.floats[(trial * 4 + $0) * 3 + channel] }
        let after = (0..<4).map { target[($0 * 10 + trial) * 3 + channel] }
        #expect(before.map(\.isNaN) == after.map(\.isNaN))
        #expect(before.filter { !$0.isNaN }.reduce(0, +) == after.filter { !$0.isNaN }.reduce(0, +))
        #expect(after.allSatisfy { $0.isNaN || ($0 >= 0 && $0 == $0.rounded()) })
        moved = moved || zip(before, after).contains { $0 != $1 && !$0.isNaN }
      }
    }
    #expect(moved)
  }
}
