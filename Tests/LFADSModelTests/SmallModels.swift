import LFADSModel
import Tensors
import Testing

/// Small models with every part switched on in turn, and data to run them on.
struct SmallModel: Sendable, CustomTestStringConvertible {
  let name: String
  let hyperparameters: Hyperparameters
  let channels: [Int]
  var steps = 9
  var trials = 5
  var aligned = false

  var testDescription: String { name }

  static func base(_ change: (inout Hyperparameters) -> Void) -> Hyperparameters {
    var h = Hyperparameters()
    (h.ic_dim, h.factors_dim, h.ic_enc_dim, h.gen_dim, h.ci_enc_dim, h.con_dim) = (4, 5, 6, 9, 7, 8)
    (h.co_dim, h.keep_prob, h.l2_gen_scale, h.l2_con_scale) = (2, 0.8, 30, 10)
    change(&h)
    return h
  }

  static let all: [SmallModel] = [
    SmallModel(name: "controller", hyperparameters: base { _ in }, channels: [6]),
    SmallModel(name: "no controller", hyperparameters: base { $0.co_dim = 0 }, channels: [6]),
    SmallModel(
      name: "causal, lag 2, correlation",
      hyperparameters: base {
        $0.do_causal_controller = true
        $0.controller_input_lag = 2
        $0.co_mean_corr_scale = 3
      }, channels: [6]),
    SmallModel(
      name: "encoded external input", hyperparameters: base { $0.ext_input_dim = 2 }, channels: [6], aligned: true),
    SmallModel(
      name: "injected external input, rates feedback",
      hyperparameters: base {
        $0.ext_input_dim = 2
        $0.inject_ext_input_to_gen = true
        $0.feedback_factors_or_rates = .rates
      }, channels: [6]),
    SmallModel(
      name: "gaussian, rates feedback, learned prior variance",
      hyperparameters: base {
        $0.output_dist = .gaussian
        $0.feedback_factors_or_rates = .rates
        $0.ic_prior_var_max = 0.6
        $0.ic_prior_var_min = 0.05
      }, channels: [6]),
    SmallModel(
      name: "two sessions, no feedback, short initial condition",
      hyperparameters: base {
        $0.do_feed_factors_to_controller = false
        $0.num_steps_for_gen_ic = 4
      }, channels: [6, 4]),
    SmallModel(
      name: "identities",
      hyperparameters: base {
        $0.ic_dim = 9
        $0.factors_dim = 6
      }, channels: [6]),
    SmallModel(
      name: "a code wider than the generator",
      hyperparameters: base {
        $0.ic_dim = 40
        $0.gen_dim = 3
      }, channels: [6]),
    SmallModel(name: "no code of the initial condition", hyperparameters: base { $0.ic_dim = 0 }, channels: [6]),
  ]

  func layout() throws -> ParameterLayout {
    let sessions = channels.enumerated().map { index, count in
      SessionShape(
        name: "s\(index)", channels: count,
        alignment: aligned
          ? Alignment(
            matrix: (0..<(count * hyperparameters.factors_dim)).map { Float(($0 * 7) % 5) * 0.2 - 0.4 },
            bias: (0..<count).map { Float($0) * 0.1 - 1 }) : nil)
    }
    return ParameterLayout(try ModelShape(hyperparameters: hyperparameters, steps: steps, sessions: sessions))
  }

  /// Parameters away from every symmetric start.
  func parameters(_ layout: ParameterLayout, seed: UInt64 = 5) -> ParameterVector {
    let parameters = ParameterVector(layout, seed: seed)
    var stream = RandomStream(key: seed, stream: 999)
    for entry in layout.entries {
      for i in entry.range { parameters.buffer.pointer[i] += Float(stream.uniform() - 0.5) * 0.4 }
    }
    return parameters
  }

  func batch(session: Int = 0, trials: Int? = nil, seed: UInt64 = 3) -> ModelBatch {
    var stream = RandomStream(key: seed, stream: 77)
    let trials = trials ?? self.trials
    func numbers(_ width: Int, _ make: (Double) -> Double) -> [Float] {
      (0..<(trials * steps * width)).map { _ in Float(make(stream.uniform())) }
    }
    let isPoisson = hyperparameters.output_dist == .poisson
    return ModelBatch(
      session: session, trials: trials, steps: steps,
      data: numbers(channels[session]) { isPoisson ? ($0 * 3.2).rounded(.down) : $0 * 2 - 1 },
      externalInput: numbers(hyperparameters.ext_input_dim) { $0 - 0.5 })
  }
}
