import LFADSModel
import Testing
import Training

@Suite("Ramps")
struct RampTests {
  @Test("They are done where the later one ends; without an L2 cost its ramp does not count")
  func ends() {
    var h = Hyperparameters()
    (h.kl_start_step, h.kl_increase_steps, h.l2_start_step, h.l2_increase_steps) = (5, 10, 7, 20)
    #expect(h.klRampEnd == 15 && h.rampEnd == 27)
    (h.l2_gen_scale, h.l2_con_scale) = (0, 0)
    #expect(h.rampEnd == 15)
  }

  @Test("Unlimited numbers of steps make ramps that never end", arguments: ["kl_start_step", "kl_increase_steps"])
  func unlimited(name: String) throws {
    var h = Hyperparameters()
    try h.set("kl_start_step", to: .number(1000))
    try h.set(name, to: .number(.infinity))
    #expect(h.klRampEnd == .max && h.rampEnd == .max)
    #expect(CostWeights(h, step: 1 << 40).kl < 1e-6)
    try h.set("l2_start_step", to: .number(1e19))
    #expect(h.rampEnd == .max)
  }
}
