import Language
import Syntax
import Tensors

/// What the session knows of the bin widths of the data it loaded or made.
final class LoadedData {
  /// Seconds of a bin of the data loaded or made last; nil before any.
  private(set) var dt: Double?
  /// Seconds of a bin of the last data before them that had others; nil as long as all are alike.
  private(set) var other: Double?
  /// Where which width was taken with a warning, and instead of which.
  private var warned: [(place: Location, dt: Double, other: Double)] = []

  /// Takes note of data with bins of `dt` seconds.
  func met(_ dt: Double) {
    // Widths that went through single precision or few digits are the same.
    if let last = self.dt, abs(last - dt) > 1e-5 * last { other = last }
    self.dt = dt
  }

  /// Whether a warning of two widths is the first at its place: a loop says it once.
  func isFirst(at place: Location?, _ dt: Double, _ other: Double) -> Bool {
    guard let place else { return true }
    let isKnown = warned.contains {
      $0.place.source === place.source && $0.place.span == place.span && $0.dt == dt && $0.other == other
    }
    if !isKnown { warned.append((place, dt, other)) }
    return !isKnown
  }
}

extension Call {
  /// Takes note of data with bins of `dt` seconds.
  func meets(binWidth dt: Double) { state(LoadedData.self, initial: LoadedData.init).met(dt) }

  /// Seconds of a bin for a call that says nothing of them: those of the data loaded or made last; nil before any.
  ///
  /// Where the session has met others too, a warning says which were taken.
  func lastBinWidth() -> Double? {
    let data = state(LoadedData.self, initial: LoadedData.init)
    if let dt = data.dt, let other = data.other, data.isFirst(at: location, dt, other) {
      let (taken, left) = (NumberText.rounded(dt * 1000), NumberText.rounded(other * 1000))
      warn(
        Message(
          "bins of \(taken) ms were taken, as of the data loaded or made last; earlier data have bins of \(left) ms",
          hints: ["say which in seconds: `dt: \(NumberText.shortest(dt))` or `dt: \(NumberText.shortest(other))`"]))
    }
    return data.dt
  }
}
