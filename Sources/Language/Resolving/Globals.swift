/// The variables of the top level of a program, session or module.
final class Globals {
  private var cells: [String: Cell] = [:]
  /// Names in the order in which they were first used.
  private var order: [String] = []
  /// Built-ins whose hiding has been warned of.
  var warned: Set<String> = []

  /// The variable's store, made empty where there is none yet.
  func cell(_ name: String) -> Cell {
    if let cell = cells[name] { return cell }
    let cell = Cell()
    cells[name] = cell
    order.append(name)
    return cell
  }

  subscript(name: String) -> Value? {
    get { cells[name]?.value }
    set { cell(name).value = newValue }
  }

  /// The names that have a value, in order.
  var names: [String] { order.filter { cells[$0]?.value != nil } }
}
