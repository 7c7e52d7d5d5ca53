import LFADSModel
import Testing
import Training

@Suite("Learning-rate rule")
struct LearningRateRuleTests {
  private func h(compared: Int) -> Hyperparameters {
    var h = Hyperparameters()
    h.learning_rate_n_to_compare = compared
    return h
  }

  @Test("It decays only when more costs are recorded than compared, and the new one exceeds them all")
  func decays() {
    let h = h(compared: 2)
    var rule = LearningRate(h)
    // While two are recorded, not more than two, no cost is too large.
    let decays = [5.0, 9, 100, 99, 101].map { rule.record($0, h) }
    #expect(decays == [false, false, false, false, true])
    #expect(rule.rate == 0.01 * 0.95)
  }

  @Test("After a decay as many epochs pass before the next as are compared")
  func waits() {
    let h = h(compared: 2)
    var rule = LearningRate(h)
    let decays = [1.0, 1, 1, 2, 3, 4, 5].map { rule.record($0, h) }
    #expect(decays == [false, false, false, true, false, false, true])
    #expect(rule.costs == [1, 1, 1, .infinity, 3, 4, .infinity])
  }

  @Test("It ends below the stop, not at it")
  func ends() {
    var h = Hyperparameters()
    h.learning_rate_stop = 0.01
    #expect(!LearningRate(h).isFinished(h))
    h.learning_rate_stop = 0.0101
    #expect(LearningRate(h).isFinished(h))
  }
}
