/// Reading and writing variables by place.
extension Frame {
  /// The variable's value; nil while it has none.
  @inline(__always)
  func load(_ place: Place) -> Value? {
    switch place {
    case .local(let index): slots[index]
    case .shared(let index): cells[index].value
    case .captured(let index): captured[index].value
    case .global(let cell): cell.value
    }
  }

  @inline(__always)
  func store(_ value: Value?, in place: Place) {
    switch place {
    case .local(let index): slots[index] = value
    case .shared(let index): cells[index].value = value
    case .captured(let index): captured[index].value = value
    case .global(let cell): cell.value = value
    }
  }
}
