import Tensors
import Testing

@testable import Datasets

@Suite("Batches") struct BatchesTests {
  @Test(
    "An epoch has every trial of every session, in batches of one session, a short last one filled up",
    arguments: [([10], 4), ([8], 4), ([3], 8), ([10, 3, 7], 4), ([1, 1], 1)])
  func epoch(sizes: [Int], batchSize: Int) {
    var stream = RandomStream(key: 5, stream: 9)
    let batches = Batches.epoch(sizes: sizes, batchSize: batchSize, using: &stream)
    #expect(batches.count == sizes.reduce(0) { $0 + ($1 + batchSize - 1) / batchSize })
    for (session, size) in sizes.enumerated() {
      let own = batches.filter { $0.session == session }
      #expect(Set(own.flatMap(\.trials)) == Set(0..<size))
      for batch in own {
        #expect(batch.trials.count == min(batchSize, size))
        // Nobody stands twice in a batch.
        #expect(Set(batch.trials).count == batch.trials.count)
      }
    }
  }

  @Test("The same stream gives the same epoch, another place of it another")
  func stream() {
    var first = RandomStream(key: 5, stream: 9), second = first
    let a = Batches.epoch(sizes: [64, 32], batchSize: 8, using: &first)
    #expect(Batches.epoch(sizes: [64, 32], batchSize: 8, using: &second) == a)
    #expect(Batches.epoch(sizes: [64, 32], batchSize: 8, using: &second) != a)
  }

  @Test("Batches of several sessions come mixed")
  func mixed() {
    var stream = RandomStream(key: 1, stream: 2)
    let sessions = Batches.epoch(sizes: [80, 80], batchSize: 8, using: &stream).map(\.session)
    #expect(sessions != sessions.sorted())
  }

  @Test("In order, each trial comes once and the last batch is short")
  func inOrder() {
    let batches = Batches.inOrder(sizes: [5, 0, 2], batchSize: 3)
    #expect(batches.map(\.session) == [0, 0, 2] && batches.map(\.trials) == [[0, 1, 2], [3, 4], [0, 1]])
  }
}

@Suite("Spike jitter") struct SpikeJitterTests {
  @Test("Every shift of −width … width is equally frequent", arguments: [1, 2, 7])
  func distribution(width: Int) {
    let bins = 1000, draws = 40_000
    var counts: [Int: Int] = [:]
    let jitter = SpikeJitter(width: width, key: 11, stream: 3)
    for cell in 0..<draws / 8 {
      jitter.move(8, from: 500, of: bins, cell: UInt64(cell)) { counts[$0 - 500, default: 0] += 1 }
    }
    #expect(Set(counts.keys) == Set(-width...width))
    let expected = Double(draws) / Double(2 * width + 1)
    let chiSquare = counts.values.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    // The mean of χ² is its degrees of freedom, 2·width; five standard deviations above it.
    #expect(chiSquare < Double(2 * width) + 5 * (4 * Double(width)).squareRoot(), "χ² \(chiSquare)")
  }

  @Test("The ends are mirrors that stand on the first and the last bin")
  func reflection() {
    #expect((-3...6).map { SpikeJitter.reflected($0, 4) } == [3, 2, 1, 0, 1, 2, 3, 2, 1, 0])
    #expect((-5...5).allSatisfy { SpikeJitter.reflected($0, 1) == 0 })
    #expect((-40...40).allSatisfy { (0..<3).contains(SpikeJitter.reflected($0, 3)) })
  }

  @Test("A spike's draw depends on the stream and its place alone")
  func places() {
    func moved(_ jitter: SpikeJitter, _ cell: UInt64, _ count: Int) -> [Int] {
      var bins: [Int] = []
      jitter.move(count, from: 50, of: 100, cell: cell) { bins.append($0) }
      return bins
    }
    let jitter = SpikeJitter(width: 9, key: 1, stream: 2)
    #expect(moved(jitter, 7, 20) == moved(jitter, 7, 20))
    #expect(Array(moved(jitter, 7, 20).prefix(5)) == moved(jitter, 7, 5))
    #expect(moved(jitter, 7, 20) != moved(jitter, 8, 20))
    #expect(moved(jitter, 7, 20) != moved(SpikeJitter(width: 9, key: 1, stream: 3), 7, 20))
  }

  @Test("No spike is lost or made")
  func conserves() {
    let data = Observations(.uint8((0..<6 * 5 * 4).map { UInt8($0 % 5) }), trials: 6, bins: 5, channels: 4)
    var target = [Float](repeating: 0, count: 120)
    let jitter = SpikeJitter(width: 3, key: 1, stream: 2)
    target.withUnsafeMutableBufferPointer { data.gather([4, 0, 2], into: $0.baseAddress!, jitter: jitter) }
    for (row, trial) in [4, 0, 2].enumerated() {
      for channel in 0..<4 {
        let before = (0..<5).reduce(0) { $0 + ((trial * 5 + $1) * 4 + channel) % 5 }
        #expect((0..<5).reduce(Float(0)) { $0 + target[($1 * 3 + row) * 4 + channel] } == Float(before))
      }
    }
  }
}
