extension Figure {
  /// Gives all panels whose colours show values one colour scale: common limits, one map, and one bar at the end of
  /// each row.
  ///
  /// The map is that of the first heat map that has another than suits its values, which somebody must have chosen;
  /// where there is none, the map that suits all values together.
  public mutating func shareColors() {
    let places = panels.indices.filter { panels[$0]?.showsValues == true }
    let shown = places.compactMap { panels[$0] }
    let chosen = shown.first { $0.hasHeatMap && $0.colorScale.map != .suiting($0.scaledValues) }
    let map = chosen?.colorScale.map ?? .suiting(shown.flatMap(\.scaledValues))
    for place in places {
      panels[place]?.colorScale.map = map
      panels[place]?.colorScale.group = "shared"
    }
  }
}
