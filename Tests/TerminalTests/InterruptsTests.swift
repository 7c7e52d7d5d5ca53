import Testing

@testable import Terminal

@Suite struct `Presses of Ctrl-C` {
  static let second: UInt64 = 1_000_000_000

  @Test(
    arguments: [
      ([0], [.finish]), ([0, 1], [.finish, .abort]), ([0, 1, 2], [.finish, .abort, .exit]),
      ([0, 3], [.finish, .finish]), ([0, 3, 4, 5], [.finish, .finish, .abort, .exit]),
      ([0, 1, 9, 10], [.finish, .abort, .finish, .abort]),
    ] as [([UInt64], [Interrupts.Press])])
  func `mean more the closer they follow`(seconds: [UInt64], expected: [Interrupts.Press]) {
    var presses = 0
    var last: UInt64 = 0
    var meanings: [Interrupts.Press] = []
    for second in seconds {
      let now = (100 + second) * Self.second
      let (count, press) = Interrupts.meaning(presses: presses, elapsed: now - last)
      presses = count
      last = now
      meanings.append(press)
    }
    #expect(meanings == expected)
  }
}
