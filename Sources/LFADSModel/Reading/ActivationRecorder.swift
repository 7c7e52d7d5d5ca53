import Kernels
import Synchronization
import Tensors

/// Collects what forward passes leave behind, by name, trial-major.
///
/// Names and shapes (B trials): `encoder_input` [B, T, E], `ic_enc_fwd ic_enc_rev` [B, S, n], `ci_enc_fwd ci_enc_rev`
/// [B, T, n], `post_g0_mean post_g0_logvar` [B, ic_dim], `g0_sample` [B, ic_dim], `gen_ics` [B, G], `con_seen`
/// [B, T, encoder width + feedback width], `con_states` [B, T, n], `post_co_mean post_co_logvar controller_outputs`
/// [B, T, U], `gen_states` [B, T, G], `factors` [B, T, F], `log_rates` [B, T, D] (Poisson) or `output_mean
/// output_logvar` [B, T, D], `output_dist_params` [B, T, D] (rates per bin) or [B, T, 2D] (means, then variances).
/// Of every cell its gates and candidate: `_r`, `_u`, `_c` behind `ic_enc_fwd`, …, `con`, `gen`. Costs in nats, without
/// their weights: `log_likelihood` [B, T, 1], `kl_g0` [B, ic_dim], `kl_inputs` [B, T, U].
public final class ActivationRecorder: Sendable {
  public let trials: Int
  private let kept: Set<String>?
  private let arrays = Mutex<[String: RecordedArray]>([:])

  private struct RecordedArray {
    var values: [Float]
    let steps: Int?
    let width: Int
  }

  /// - Parameter kept: the names to record; nil for all.
  public init(trials: Int, keeping kept: Set<String>? = nil) {
    self.trials = trials
    self.kept = kept
  }

  /// One recorded array, nil where the model has no such part.
  public func tensor(_ name: String) -> Tensor? {
    arrays.withLock { $0[name] }.map { recorded in
      Tensor(recorded.values, shape: [trials] + (recorded.steps.map { [$0] } ?? []) + [recorded.width])
    }
  }

  /// Copies time-major rows of a shard, [steps, R, width] of an array of the given leading dimension, to their columns
  /// of an array [B, steps, total]. Without `steps` the array has no time axis.
  private func put(
    _ name: String, _ source: UnsafePointer<Float>, steps: Int?, width: Int, leadingDimension: Int? = nil,
    rows: Range<Int>, column: Int = 0, of total: Int? = nil, map: ((Float) -> Float)? = nil
  ) {
    if let kept, !kept.contains(name) { return }
    let total = total ?? width, ld = leadingDimension ?? width, count = steps ?? 1
    arrays.withLock { arrays in
      var recorded =
        arrays.removeValue(forKey: name)
        ?? RecordedArray(values: Array(repeating: 0, count: trials * count * total), steps: steps, width: total)
      for t in 0..<count {
        for (r, trial) in rows.enumerated() {
          let from = source + (t * rows.count + r) * ld
          let to = (trial * count + t) * total + column
          for i in 0..<width { recorded.values[to + i] = map.map { $0(from[i]) } ?? from[i] }
        }
      }
      arrays[name] = recorded
    }
  }

  /// Copies everything a pass holds between its forward half and its backward half.
  func take(_ pass: ShardPass, trials rows: Range<Int>, _ g0Prior: InitialConditionPrior, _ inputPrior: InputPrior) {
    takeEncoders(pass, rows)
    if pass.h.hasInitialConditionCode { takeInitialCondition(pass, rows, g0Prior) }
    if let history = pass.controllerHistory { takeController(pass, history, rows, inputPrior) }
    takeGenerator(pass, rows)
    takeOutput(pass, rows)
  }

  /// States, gates and candidates of one cell.
  private func put(_ cell: String, states: String, _ history: CellHistory, steps: Int, rows: Range<Int>) {
    let n = history.units, gates = history.gates.pointer
    put(states, history.allAfter(rows: rows.count), steps: steps, width: n, rows: rows)
    put(cell + "_r", gates, steps: steps, width: n, leadingDimension: 2 * n, rows: rows)
    put(cell + "_u", gates + n, steps: steps, width: n, leadingDimension: 2 * n, rows: rows)
    put(cell + "_c", history.candidates.pointer, steps: steps, width: n, rows: rows)
  }

  private func takeEncoders(_ pass: ShardPass, _ rows: Range<Int>) {
    put(
      "encoder_input", pass.encoderInput.pointer, steps: pass.steps, width: pass.shape.encoderInputWidth, rows: rows)
    for (name, history) in zip(["ic_enc_fwd", "ic_enc_rev"], pass.icHistories) {
      put(name, states: name, history, steps: pass.shape.initialConditionSteps, rows: rows)
    }
    for (name, history) in zip(["ci_enc_fwd", "ci_enc_rev"], pass.ciHistories) {
      put(name, states: name, history, steps: pass.steps, rows: rows)
    }
  }

  private func takeInitialCondition(_ pass: ShardPass, _ rows: Range<Int>, _ prior: InitialConditionPrior) {
    let posterior = pass.g0Posterior.pointer, dim = pass.h.ic_dim
    put("post_g0_mean", posterior, steps: nil, width: dim, leadingDimension: 2 * dim, rows: rows)
    put("post_g0_logvar", posterior + dim, steps: nil, width: dim, leadingDimension: 2 * dim, rows: rows)
    put("g0_sample", pass.g0.pointer, steps: nil, width: dim, rows: rows)
    let divergences = AlignedBuffer<Float>(count: rows.count * dim)
    for row in 0..<rows.count {
      pass.initialDivergences(row, prior) { i, twice in divergences.pointer[row * dim + i] = Float(0.5 * twice) }
    }
    put("kl_g0", divergences.pointer, steps: nil, width: dim, rows: rows)
  }

  private func takeController(_ pass: ShardPass, _ history: CellHistory, _ rows: Range<Int>, _ prior: InputPrior) {
    let steps = pass.steps, u = pass.h.co_dim, posterior = pass.inputPosterior.pointer
    let encoded = pass.shape.controllerEncoderWidth, feedback = pass.shape.feedbackWidth
    put(
      "con_seen", pass.controllerEncoderInput.pointer, steps: steps, width: encoded, rows: rows, of: encoded + feedback)
    put(
      "con_seen", pass.feedback.pointer, steps: steps, width: feedback, rows: rows, column: encoded,
      of: encoded + feedback)
    put("con", states: "con_states", history, steps: steps, rows: rows)
    put("post_co_mean", posterior, steps: steps, width: u, leadingDimension: 2 * u, rows: rows)
    put("post_co_logvar", posterior + u, steps: steps, width: u, leadingDimension: 2 * u, rows: rows)
    put("controller_outputs", pass.inputs.pointer, steps: steps, width: u, rows: rows)
    let divergences = AlignedBuffer<Float>(count: steps * rows.count * u)
    for row in 0..<rows.count {
      for i in 0..<u {
        pass.inputDivergences(row, i, prior) { t, term in
          divergences.pointer[(t * rows.count + row) * u + i] = Float(term)
        }
      }
    }
    put("kl_inputs", divergences.pointer, steps: steps, width: u, rows: rows)
  }

  private func takeGenerator(_ pass: ShardPass, _ rows: Range<Int>) {
    let generator = pass.generatorHistory, h = pass.h
    put("gen_ics", generator.first(rows: rows.count, steps: pass.steps), steps: nil, width: h.gen_dim, rows: rows)
    put("gen", states: "gen_states", generator, steps: pass.steps, rows: rows)
    put("factors", pass.factors.pointer, steps: pass.steps, width: h.factors_dim, rows: rows)
  }

  private func takeOutput(_ pass: ShardPass, _ rows: Range<Int>) {
    let output = pass.output.pointer, d = pass.channels, steps = pass.steps
    put("log_likelihood", pass.rowLogLikelihood.pointer, steps: steps, width: 1, rows: rows)
    switch pass.h.output_dist {
    case .poisson:
      put("log_rates", output, steps: steps, width: d, rows: rows)
      put("output_dist_params", output, steps: steps, width: d, rows: rows, map: { $0.exponential })
    case .gaussian:
      put("output_mean", output, steps: steps, width: d, leadingDimension: 2 * d, rows: rows)
      put("output_logvar", output + d, steps: steps, width: d, leadingDimension: 2 * d, rows: rows)
      put("output_dist_params", output, steps: steps, width: d, leadingDimension: 2 * d, rows: rows, of: 2 * d)
      put(
        "output_dist_params", output + d, steps: steps, width: d, leadingDimension: 2 * d, rows: rows, column: d,
        of: 2 * d, map: { $0.exponential })
    }
  }
}
