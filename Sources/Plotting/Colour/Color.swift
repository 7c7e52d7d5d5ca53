/// What a mark is coloured by. Themes and colour scales turn it into a colour when the figure is drawn, so that one
/// figure serves light and dark pages.
public enum Color: Sendable, Hashable {
  /// The n-th colour of the categorical palette, from 0; past its end it starts again.
  case category(Int)
  /// The colour a value has on the panel's colour scale.
  case scale(Double)
  /// The colour of text and axes.
  case foreground
  /// A grey that stays behind the data.
  case muted
  case rgb(RGB)
}
