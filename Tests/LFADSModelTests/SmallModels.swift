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
  /// Channels and steps at the end that the encoders do not see.
  var heldOut = 0, forward = 0
  /// Whether some bins are missing, and some observations count otherwise in value and gradient than once.
  var missing = false, weighted = false

  var testDescription: String { name }

  static func base(_ change: (inout Hyperparameters) -> Void) -> Hyperparameters {
    var h = Hyperparameters()
    (h.ic_dim, h.factors_dim, h.ic_enc_dim, h.gen_dim, h.ci_enc_dim, h.con_dim) = (4, 5, 6, 9, 7, 8)
    (h.co_dim, h.keep_prob, h.l2_gen_scale, h.l2_con_scale) = (2, 0.8, 30, 10)
    change(&h)
    return h
  }

  private static func gamma(_ h: inout Hyperparameters) {
    (h.output_dist, h.gamma_loc) = (.zeroInflatedGamma, 0.1)
    (h.zig_scale_init, h.zig_scale_prior, h.zig_scale_penalty) = (2, 1.5, 0.3)
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
    SmallModel(
      name: "held-out channels, forward prediction", hyperparameters: base { _ in }, channels: [6], heldOut: 2,
      forward: 3),
    SmallModel(
      name: "missing bins, held-out channels, two sessions with external input",
      hyperparameters: base { $0.ext_input_dim = 2 }, channels: [6, 5], heldOut: 1, forward: 2, missing: true),
    SmallModel(
      name: "gaussian under weights", hyperparameters: base { $0.output_dist = .gaussian }, channels: [6],
      missing: true, weighted: true),
    SmallModel(
      name: "zero-inflated gamma", hyperparameters: base { gamma(&$0) }, channels: [6]),
    SmallModel(
      name: "zero-inflated gamma under weights, rates feedback",
      hyperparameters: base {
        gamma(&$0)
        $0.feedback_factors_or_rates = .rates
      }, channels: [6], missing: true, weighted: true),
  ]

  func layout() throws -> ParameterLayout {
    let sessions = channels.enumerated().map { index, count in
      SessionShape(
        name: "s\(index)", channels: count, encodedChannels: count - heldOut,
        alignment: aligned
          ? Alignment(
            matrix: (0..<(count * hyperparameters.factors_dim)).map { Float(($0 * 7) % 5) * 0.2 - 0.4 },
            bias: (0..<count).map { Float($0) * 0.1 - 1 }) : nil)
    }
    return ParameterLayout(
      try ModelShape(
        hyperparameters: hyperparameters, steps: steps, encodedSteps: steps - forward, sessions: sessions))
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
    func observed(_ u: Double) -> Double {
      switch hyperparameters.likelihood.domain {
      case .counts: (u * 3.2).rounded(.down)
      case .reals: u * 2 - 1
      case .zeroOrAbove(let bound): u < 0.3 ? 0 : Double(bound) + u
      }
    }
    var data = numbers(channels[session], observed)
    if missing {
      for i in stride(from: 3, to: data.count, by: 7) { data[i] = .nan }
    }
    var batch = ModelBatch(
      session: session, trials: trials, steps: steps, data: data,
      externalInput: numbers(hyperparameters.ext_input_dim) { $0 - 0.5 })
    let width = channels[session], count = steps
    if weighted {
      batch.parts[0].likelihoodScale = 1.25
      batch.parts[0].weigh = { rows, values, gradients in
        for (r, trial) in rows.enumerated() {
          for t in 0..<count {
            for i in 0..<width {
              let weight = Float((trial * 5 + t * 3 + i) % 4) * 0.5, at = (t * rows.count + r) * width + i
              (values[at], gradients[at]) = (weight, weight)
            }
          }
        }
      }
    }
    return batch
  }

  /// A batch of every session, and with several one of all side by side.
  func batches() -> [ModelBatch] {
    let single = channels.indices.map { batch(session: $0) }
    guard single.count > 1 else { return single }
    return single + [ModelBatch(channels.indices.flatMap { batch(session: $0, trials: 4 + $0).parts })]
  }
}
