import Tensors

/// Spikes as small upright ticks, a row for each trial or neuron.
public struct Raster: Sendable, Equatable {
  /// Spike times of each row, in the x axis' unit.
  public var rows: [[Double]]
  /// Position of the first row on the y axis; the others follow one apart.
  public var firstRow: Double
  /// Length of a tick, in rows.
  public var height: Double
  public var color: Color?
  public var label: String?

  public init(
    rows: [[Double]], firstRow: Double = 0, height: Double = 0.8, color: Color? = .foreground, label: String? = nil
  ) {
    self.rows = rows
    self.firstRow = firstRow
    self.height = height
    self.color = color
    self.label = label
  }

  /// Counts in bins as ticks, those of one bin spread evenly over it; at most twenty a bin.
  ///
  /// - Parameters:
  ///   - counts: [time, row].
  ///   - binWidth: of a bin, in the x axis' unit; the first begins at 0.
  public init(counts: Tensor, binWidth: Double, color: Color? = .foreground, label: String? = nil) {
    let counts = Matrix(counts)
    let rows = (0..<counts.columns).map { row in
      (0..<counts.rows).flatMap { bin -> [Double] in
        let count = counts[bin, row].isFinite ? Int(max(0, min(20, counts[bin, row].rounded()))) : 0
        return (0..<count).map { (Double(bin) + (Double($0) + 0.5) / Double(count)) * binWidth }
      }
    }
    self.init(rows: rows, color: color, label: label)
  }
}
