import Kernels
import Synchronization
import Tensors

/// Collects what forward passes leave behind, by name, trial-major.
///
/// Names and shapes (B trials): `encoder_input` [B, T, E], `ic_enc_fwd ic_enc_rev` [B, S, n], `ci_enc_fwd ci_enc_rev`
/// [B, T, n], `post_g0_mean post_g0_logvar` [B, ic_dim], `g0_sample` [B, ic_dim], `gen_ics` [B, G], `con_seen`
/// [B, T, encoder width + feedback width], `con_states` [B, T, n], `post_co_mean post_co_logvar controller_outputs`
/// [B, T, U], `gen_states` [B, T, G], `factors` [B, T, F], every part of the output [B, T, D] (`log_rates` of Poisson,
/// `output_mean output_logvar` of Gaussian), `output_dist_params` [B, T, quantities·D] (rates, or means and variances) and of it
/// `rates` [B, T, D].
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
    rows: Range<Int>, column: Int = 0, of total: Int? = nil
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
          for i in 0..<width { recorded.values[to + i] = from[i] }
        }
      }
      arrays[name] = recorded
    }
  }

  /// Copies everything a pass holds between its forward half and its backward half.
  func take(
    _ pass: ShardPass, trials rows: Range<Int>, _ g0Prior: any InitialConditionPrior, _ inputPrior: any InputPrior,
    parameters: ParameterVector
  ) {
    takeEncoders(pass, rows)
    if pass.hyper.hasInitialConditionCode { takeInitialCondition(pass, rows, g0Prior) }
    if let history = pass.generation.controller { takeController(pass, history, rows, inputPrior) }
    takeGenerator(pass, rows)
    takeOutput(pass, parameters: parameters, rows)
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
    let steps = pass.extent.encodedSteps
    put(
      "encoder_input", pass.readIn.encoderInput.pointer, steps: steps, width: pass.shape.encoderInputWidth, rows: rows)
    for (name, history) in zip(["ic_enc_fwd", "ic_enc_rev"], pass.initialCondition.encoders.histories) {
      put(name, states: name, history, steps: pass.shape.initialConditionSteps, rows: rows)
    }
    for (name, history) in zip(["ci_enc_fwd", "ci_enc_rev"], pass.controllerInput.encoders.histories) {
      put(name, states: name, history, steps: steps, rows: rows)
    }
  }

  private func takeInitialCondition(_ pass: ShardPass, _ rows: Range<Int>, _ prior: any InitialConditionPrior) {
    let stage = pass.initialCondition, posterior = stage.posterior.pointer, dim = pass.hyper.ic_dim
    put("post_g0_mean", posterior, steps: nil, width: dim, leadingDimension: 2 * dim, rows: rows)
    put("post_g0_logvar", posterior + dim, steps: nil, width: dim, leadingDimension: 2 * dim, rows: rows)
    put("g0_sample", stage.g0.pointer, steps: nil, width: dim, rows: rows)
    let divergences = AlignedBuffer<Float>(count: rows.count * dim)
    for row in 0..<rows.count {
      prior.divergences(mean: stage.mean(row), logVariance: stage.logVariance(row)) { i, term in
        divergences.pointer[row * dim + i] = Float(term)
      }
    }
    put("kl_g0", divergences.pointer, steps: nil, width: dim, rows: rows)
  }

  private func takeController(
    _ pass: ShardPass, _ history: CellHistory, _ rows: Range<Int>, _ prior: any InputPrior
  ) {
    let steps = pass.extent.steps, u = pass.hyper.co_dim, posterior = pass.input.posterior.pointer
    let encoded = pass.shape.controllerEncoderWidth, feedback = pass.shape.feedbackWidth
    put(
      "con_seen", pass.controllerInput.seen.pointer, steps: steps, width: encoded, rows: rows, of: encoded + feedback)
    put(
      "con_seen", pass.generation.feedback.pointer, steps: steps, width: feedback, rows: rows, column: encoded,
      of: encoded + feedback)
    put("con", states: "con_states", history, steps: steps, rows: rows)
    put("post_co_mean", posterior, steps: steps, width: u, leadingDimension: 2 * u, rows: rows)
    put("post_co_logvar", posterior + u, steps: steps, width: u, leadingDimension: 2 * u, rows: rows)
    put("controller_outputs", pass.input.samples.pointer, steps: steps, width: u, rows: rows)
    let divergences = AlignedBuffer<Float>(count: steps * rows.count * u)
    for row in 0..<rows.count {
      pass.input.divergences(row, pass.extent, pass.noise, prior) { t, i, term in
        divergences.pointer[(t * rows.count + row) * u + i] = Float(term)
      }
    }
    put("kl_inputs", divergences.pointer, steps: steps, width: u, rows: rows)
  }

  private func takeGenerator(_ pass: ShardPass, _ rows: Range<Int>) {
    let generator = pass.generation.generator, hyper = pass.hyper, steps = pass.extent.steps
    put(
      "gen_ics", generator.first(rows: rows.count, steps: steps), steps: nil, width: hyper.gen_dim, rows: rows)
    put("gen", states: "gen_states", generator, steps: steps, rows: rows)
    put("factors", pass.generation.factors.pointer, steps: steps, width: hyper.factors_dim, rows: rows)
  }

  private func takeOutput(_ pass: ShardPass, parameters: ParameterVector, _ rows: Range<Int>) {
    let stage = pass.observation, output = stage.output.pointer, d = pass.extent.channels, steps = pass.extent.steps
    let likelihood = pass.shape.likelihood, parts = likelihood.parts, quantities = likelihood.quantities.count
    put("log_likelihood", stage.rowLogLikelihood.pointer, steps: steps, width: 1, rows: rows)
    for (index, part) in parts.enumerated() {
      put(
        part.activation, output + index * d, steps: steps, width: d, leadingDimension: parts.count * d, rows: rows)
    }
    let distribution = AlignedBuffer<Float>(count: pass.extent.cells * quantities * d)
    likelihood.traced(
      stage.rows(output, count: pass.extent.cells, pass.extent, parameters.buffer.pointer),
      into: distribution.pointer)
    put("output_dist_params", distribution.pointer, steps: steps, width: quantities * d, rows: rows)
    put("rates", distribution.pointer, steps: steps, width: d, leadingDimension: quantities * d, rows: rows)
  }
}
