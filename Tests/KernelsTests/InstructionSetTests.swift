import Testing

@testable import Kernels

@Suite struct InstructionSetTests {
  @Test func `The best set of a machine is in force, and never the one for tests`() {
    #expect(InstructionSet.supported.first == .portable)
    #expect(InstructionSet.current == InstructionSet.supported.last { $0 != .wide })
  }

  @Test(arguments: InstructionSet.supported)
  func `A set is in force while a body runs, on its thread`(set: InstructionSet) {
    let before = InstructionSet.current
    set.run {
      #expect(InstructionSet.current == set)
      InstructionSet.portable.run { #expect(InstructionSet.current == .portable) }
      #expect(InstructionSet.current == set)
    }
    #expect(InstructionSet.current == before)
  }
}
