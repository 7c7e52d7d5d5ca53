/// The data blocks of a script: numbers under names, `$name << EOD`.
struct GnuplotData {
  private(set) var text = ""
  private var count = 0
  /// Whether numbers are written as doubles, not at the precision of single floats.
  var isPrecise = false

  /// Adds a block of rows and returns its name. A nil row is a blank line, which ends a stretch of a curve.
  mutating func block(_ what: String, _ rows: some Sequence<[Double]?>) -> String {
    let name = open(what)
    for row in rows {
      if let row { append(row) }
      text += "\n"
    }
    text += "EOD\n"
    return name
  }

  /// Adds a matrix, row by row.
  mutating func matrix(_ what: String, rows: Int, row: (Int) -> ArraySlice<Double>) -> String {
    let name = open(what)
    for index in 0..<rows {
      append(row(index))
      text += "\n"
    }
    text += "EOD\n"
    return name
  }

  private mutating func open(_ what: String) -> String {
    count += 1
    let name = "$\(what)\(count)"
    text += "\(name) << EOD\n"
    return name
  }

  private mutating func append(_ numbers: some Sequence<Double>) {
    var isFirst = true
    for number in numbers {
      if !isFirst { text += " " }
      text += isPrecise ? GnuplotText.number(number) : GnuplotText.datum(number)
      isFirst = false
    }
  }
}
