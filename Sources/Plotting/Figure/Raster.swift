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
}
