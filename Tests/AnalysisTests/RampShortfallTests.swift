import Analysis
import TestData
import Testing

@Suite("Ramps that are not reached")
struct RampShortfallTests {
  @Test("Epochs that fall short are told, and how many would do")
  func shortfall() throws {
    // 32 training trials in batches of 8, ramps of 10 steps.
    let data = try TinyData.dataset()
    var h = TinyData.hyperparameters()
    let short = try #require(RampShortfall(h, data: data, step: 0, epochs: 2))
    #expect(short.end == 10 && short.reached == 8 && short.needed == 3)
    #expect(RampShortfall(h, data: data, step: 0, epochs: 3) == nil)
    #expect(RampShortfall(h, data: data, step: 3, epochs: .max) == nil)
    h.kl_start_step = .max
    for (epochs, reached) in [(5, 23), (Int.max, Int.max)] {
      let never = try #require(RampShortfall(h, data: data, step: 3, epochs: epochs))
      #expect(never.end == .max && never.reached == reached)
    }
  }
}
