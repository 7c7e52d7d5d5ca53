extension Figure {
  /// One line of text for where the picture cannot be seen: its title, or its panels'.
  public var summary: String {
    if let title = PlainText.clean(title) { return title }
    let named = panels.compactMap { $0 }.compactMap { panel in
      PlainText.clean(panel.title)
        ?? [panel.y, panel.x].compactMap { PlainText.clean($0.label) }.joined(separator: " against ")
    }.filter { !$0.isEmpty }
    return named.isEmpty ? "figure" : named.joined(separator: "; ")
  }
}
