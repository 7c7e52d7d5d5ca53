/// Functions that know themselves by name, alone or in turns: each is held by the variable that it holds, and would stay for
/// ever once the function around them has returned.
enum CellCircles {
  /// Empties those variables of a function that has returned which nothing but functions in them holds any more.
  static func empty(_ cells: [Cell]) {
    guard let code = cells.lazy.compactMap({ closure(in: $0)?.code }).first else { return }
    let excess = Excess(code)
    /// What the function in a variable captured, if nothing else holds that function.
    func capturedByOwn(_ cell: Cell) -> [Cell] {
      // Counted before it is taken out, which holds it too.
      holders(ofClosureIn: cell) - excess.ofClosure == 1 ? closure(in: cell)?.captured ?? [] : []
    }
    var heldInside = [Int](repeating: 0, count: cells.count)
    for captured in cells.map(capturedByOwn) {
      for place in cells.indices { heldInside[place] += captured.count { $0 === cells[place] } }
    }
    // What is held from outside lives, and so does what the functions in it hold.
    var lives = cells.indices.map { holders(of: cells, $0) - excess.ofCell > 1 + heldInside[$0] }
    var fresh = cells.indices.filter { lives[$0] }
    while let place = fresh.popLast() {
      let captured = closure(in: cells[place])?.captured ?? []
      for other in cells.indices where !lives[other] && captured.contains(where: { $0 === cells[other] }) {
        lives[other] = true
        fresh.append(other)
      }
    }
    for place in cells.indices where !lives[place] { cells[place].value = nil }
  }

  private static func closure(in cell: Cell) -> Closure? {
    if case .function(.closure(let closure))? = cell.value { closure } else { nil }
  }

  // MARK: Counting

  /// How often more the compiler holds an object while its holders are counted: always as often at the same place.
  private struct Excess {
    let ofCell: Int
    let ofClosure: Int

    init(_ code: FunctionCode) {
      ofCell = holders(of: [Cell()], 0) - 1
      ofClosure = holders(ofClosureIn: Cell(.function(.closure(Closure(code: code, captured: []))))) - 1
    }
  }

  @inline(never)
  private static func holders(of cells: [Cell], _ place: Int) -> Int { Int(_getRetainCount(cells[place])) }

  @inline(never)
  private static func holders(ofClosureIn cell: Cell) -> Int {
    guard case .function(.closure(let closure))? = cell.value else { return 0 }
    return Int(_getRetainCount(closure))
  }
}
