extension Observations {
  /// Copies trials as floats, time-major, as the engine reads them.
  ///
  /// - Parameters:
  ///   - positions: the trials, R of them.
  ///   - target: room for [T, R, D].
  ///   - jitter: moves spikes in time; data that are not counts stay as they are.
  public func gather(
    _ positions: some RandomAccessCollection<Int>, into target: UnsafeMutablePointer<Float>, jitter: SpikeJitter? = nil
  ) {
    switch storage {
    case .uint8(let values): gather(values, positions, target, jitter)
    case .uint16(let values): gather(values, positions, target, jitter)
    case .int32(let values): gather(values, positions, target, jitter)
    case .float(let values): gather(values, positions, target, jitter)
    }
  }

  /// Counts beside missing bins move too; a missing bin stays one, and what would move there stays where it was.
  private func gather(
    _ values: [Float], _ positions: some RandomAccessCollection<Int>, _ target: UnsafeMutablePointer<Float>,
    _ jitter: SpikeJitter?
  ) {
    copy(values, positions, target) { $0 }
    guard let jitter, jitter.width > 0, hasMissing, holdsCounts else { return }
    let rows = positions.count
    for (row, trial) in positions.enumerated() {
      for bin in 0..<bins {
        for channel in 0..<channels {
          let position = (trial * bins + bin) * channels + channel
          guard values[position] > 0 else { continue }
          jitter.move(Int(values[position]), from: bin, of: bins, cell: UInt64(position)) { moved in
            let place = (moved * rows + row) * channels + channel
            guard !target[place].isNaN else { return }
            target[(bin * rows + row) * channels + channel] -= 1
            target[place] += 1
          }
        }
      }
    }
  }

  private func gather<Count: FixedWidthInteger & BitwiseCopyable>(
    _ values: [Count], _ positions: some RandomAccessCollection<Int>, _ target: UnsafeMutablePointer<Float>,
    _ jitter: SpikeJitter?
  ) {
    if let jitter, jitter.width > 0 {
      scatter(values, positions, target, jitter)
    } else {
      copy(values, positions, target) { Float($0) }
    }
  }

  /// Trials are read from front to back; every one writes D neighbours per step.
  @inline(__always)
  private func copy<Element: BitwiseCopyable>(
    _ values: [Element], _ positions: some RandomAccessCollection<Int>, _ target: UnsafeMutablePointer<Float>,
    _ float: (Element) -> Float
  ) {
    let rows = positions.count
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for (row, trial) in positions.enumerated() {
        precondition(trial >= 0 && trial < trials, "trial \(trial) of \(trials)")
        var source = base + trial * bins * channels
        var place = target + row * channels
        for _ in 0..<bins {
          for channel in 0..<channels { place[channel] = float(source[channel]) }
          source += channels
          place += rows * channels
        }
      }
    }
  }

  /// Every spike goes to a bin of its own choice.
  private func scatter<Count: FixedWidthInteger & BitwiseCopyable>(
    _ values: [Count], _ positions: some RandomAccessCollection<Int>, _ target: UnsafeMutablePointer<Float>,
    _ jitter: SpikeJitter
  ) {
    let rows = positions.count
    target.update(repeating: 0, count: bins * rows * channels)
    for (row, trial) in positions.enumerated() {
      for bin in 0..<bins {
        for channel in 0..<channels {
          let count = Int(values[(trial * bins + bin) * channels + channel])
          guard count > 0 else { continue }
          jitter.move(count, from: bin, of: bins, cell: UInt64((trial * bins + bin) * channels + channel)) { moved in
            target[(moved * rows + row) * channels + channel] += 1
          }
        }
      }
    }
  }
}
