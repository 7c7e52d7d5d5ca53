/// Tensors as text: small ones as their literal, larger ones by axes, shape, range, mean and a corner.
extension Tensor {
  /// How precisely numbers are written.
  public enum Precision: Sendable {
    /// The shortest text that reads back.
    case exact
    /// Rounded to that many significant digits.
    case digits(Int)
  }

  /// Whether the text of the tensor is its literal: at most 24 elements and 2 axes.
  public var isShownWhole: Bool {
    count <= 24 && rank <= 2 && (count > 0 || rank == 1)
  }

  /// The literal if the tensor is small, a summary otherwise.
  public func text(_ precision: Precision = .exact) -> String {
    isShownWhole ? literalText(precision) : summaryText(precision)
  }

  /// The tensor as the language writes it: `[1, 2, 3]`, `[[1, 2], [3, 4]]`; a number without axes as itself.
  public func literalText(_ precision: Precision = .exact) -> String {
    literal(axis: 0, start: 0, strides: layout.strides, precision)
  }

  private func literal(axis: Int, start: Int, strides: [Int], _ precision: Precision) -> String {
    if axis == rank { return elementText(start, precision) }
    let parts = (0..<shape[axis]).map {
      literal(axis: axis + 1, start: start + $0 * strides[axis], strides: strides, precision)
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }

  /// The element at a position of the flat storage, as text.
  public func elementText(_ position: Int, _ precision: Precision = .exact) -> String {
    switch (storage, precision) {
    case (.bool(let elements), _): elements[position] ? "true" : "false"
    case (.float(let elements), .exact): NumberText.shortest(elements[position])
    case (.double(let elements), .exact): NumberText.shortest(elements[position])
    case (.float(let elements), .digits(let digits)): NumberText.rounded(Double(elements[position]), digits: digits)
    case (.double(let elements), .digits(let digits)): NumberText.rounded(elements[position], digits: digits)
    }
  }

  /// Axes, shape, range and mean in one line, then the corner where all positions are small:
  ///
  ///     tensor [trial: 200, time: 100, neuron: 50] of float, 0 to 12.3, mean 0.514
  ///     at [0, ..]:
  ///       0.12   0.3  0.25  0.31  …
  ///       0.11  0.29  0.22   0.3  …
  ///          …
  public func summaryText(_ precision: Precision = .exact) -> String {
    let head = "tensor \(layout) of \(elementType.rawValue)"
    guard count > 0 else { return head + ", empty" }
    return ([head + ", " + contentText] + corner(precision)).joined(separator: "\n")
  }

  /// Range and mean of what is a number, and how much is not; the share of true in a mask.
  private var contentText: String {
    switch storage {
    case .bool(let elements): "\(elements.count { $0 }) of \(count) true"
    case .float(let elements): Tensor.contentText(elements)
    case .double(let elements): Tensor.contentText(elements)
    }
  }

  private static func contentText<T: RealElement>(_ elements: [T]) -> String {
    var low = T.infinity, high = -T.infinity, sum = 0.0, missing = 0
    for x in elements {
      if x.isNaN {
        missing += 1
      } else {
        if x < low { low = x }
        if x > high { high = x }
        sum += Double(x)
      }
    }
    if missing == elements.count { return "all nan" }
    let (least, most, mean) = (Double(low), Double(high), sum / Double(elements.count - missing))
    let range = "\(NumberText.rounded(least, digits: 4)) to \(NumberText.rounded(most, digits: 4))"
    return range + ", mean \(NumberText.rounded(mean, digits: 4))" + (missing > 0 ? ", \(missing) nan" : "")
  }

  /// The first rows and columns of the last two axes, aligned.
  private func corner(_ precision: Precision) -> [String] {
    let (rows, columns) = rank > 1 ? (shape[rank - 2], shape[rank - 1]) : (1, shape.last ?? 1)
    let (shownRows, shownColumns) = (min(rows, 4), min(columns, 6))
    let digits: Precision = if case .digits(let wanted) = precision { .digits(min(wanted, 4)) } else { .digits(4) }
    var cells = (0..<shownRows).map { row in
      (0..<shownColumns).map { elementText(row * columns + $0, digits) } + (columns > shownColumns ? ["…"] : [])
    }
    if rows > shownRows { cells.append(["…"]) }
    let widths = (0..<shownColumns).map { column in
      cells.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    let lines = cells.map { row in
      "  "
        + row.enumerated().map { column, text in
          column < shownColumns ? String(repeating: " ", count: widths[column] - text.count) + text : text
        }.joined(separator: "  ")
    }
    let place = rank > 2 ? ["at [" + Array(repeating: "0, ", count: rank - 2).joined() + "..]:"] : []
    return place + lines
  }
}
