/// Where everything of a figure stands, in points from the upper left corner. All that is written or drawn later
/// follows from it: nothing is left to gnuplot's own guesses, so nothing can overlap.
struct FigureLayout: Equatable {
  struct Rect: Equatable {
    var x, y, width, height: Double
    var right: Double { x + width }
    var bottom: Double { y + height }
  }

  /// Words with a place. The place is the middle of the text's height; along the text it is what `anchor` says.
  struct Text: Equatable {
    enum Role { case figureTitle, title, label }
    var lines: [String]
    var x, y: Double
    var anchor: Note.Anchor
    var isRotated = false
    var role: Role
  }

  struct AxisLayout: Equatable {
    var limits: Limits
    var marks: TickMarks
    /// Whether the numbers are written, not only marked.
    var showsNumbers = true
    var label: Text?
  }

  struct ColorBar: Equatable {
    var rect: Rect
    var marks: TickMarks
    var label: Text?
  }

  struct PanelLayout: Equatable {
    var panel: Panel
    var plot: Rect
    var x, y: AxisLayout
    var title: Text?
    var legend: LegendLayout?
    var colors: [Color]
    /// The resolved ends of the colour scale.
    var colorLimits: Limits
    var colorBar: ColorBar?
  }

  var width, height: Double
  var title: Text?
  /// The legend above all panels; its samples are marks of the first.
  var legend: LegendLayout?
  var panels: [PanelLayout]
  var metrics: TextMetrics
}
