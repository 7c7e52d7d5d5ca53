import Synchronization
import Tensors

/// Collects what forward passes leave behind, by name, trial-major.
///
/// Names and shapes (B trials): `ic_enc_fwd ic_enc_rev` [B, S, n], `ci_enc_fwd ci_enc_rev` [B, T, n],
/// `post_g0_mean post_g0_logvar` [B, ic_dim], `g0_sample` [B, ic_dim], `gen_ics` [B, G], `con_states` [B, T, n],
/// `post_co_mean post_co_logvar controller_outputs` [B, T, U], `gen_states` [B, T, G], `factors` [B, T, F],
/// `output_dist_params` [B, T, D] (rates per bin) or [B, T, 2D] (means, then variances).
public final class ActivationRecorder: Sendable {
  public let trials: Int
  private let arrays = Mutex<[String: RecordedArray]>([:])

  struct RecordedArray {
    var values: [Float]
    let steps: Int?
    let width: Int
  }

  public init(trials: Int) { self.trials = trials }

  /// One recorded array, nil where the model has no such part.
  public func tensor(_ name: String) -> Tensor? {
    arrays.withLock { $0[name] }.map { recorded in
      Tensor(recorded.values, shape: [trials] + (recorded.steps.map { [$0] } ?? []) + [recorded.width])
    }
  }

  /// The names of all recorded arrays, sorted.
  public var names: [String] { arrays.withLock { $0.keys.sorted() } }

  /// Copies time-major rows of a shard, [steps, R, width] from an array of the given leading dimension.
  private func put(
    _ name: String, _ source: UnsafePointer<Float>, steps: Int?, width: Int, leadingDimension: Int? = nil,
    rows: Range<Int>, map: ((Float) -> Float)? = nil, column: Int = 0, of total: Int? = nil
  ) {
    let total = total ?? width, ld = leadingDimension ?? width
    arrays.withLock { arrays in
      let count = trials * (steps ?? 1) * total
      var recorded =
        arrays.removeValue(forKey: name)
        ?? RecordedArray(values: Array(repeating: 0, count: count), steps: steps, width: total)
      for t in 0..<(steps ?? 1) {
        for (r, trial) in rows.enumerated() {
          let from = source + (t * rows.count + r) * ld
          let to = (trial * (steps ?? 1) + t) * total + column
          for i in 0..<width { recorded.values[to + i] = map.map { $0(from[i]) } ?? from[i] }
        }
      }
      arrays[name] = recorded
    }
  }

  /// Copies everything a pass holds after its forward half.
  func take(_ pass: ShardPass, trials rows: Range<Int>) {
    let h = pass.h, count = pass.rows, steps = pass.steps
    for (index, history) in pass.icHistories.enumerated() {
      put(
        index == 0 ? "ic_enc_fwd" : "ic_enc_rev", history.allAfter(rows: count),
        steps: pass.shape.initialConditionSteps,
        width: history.units, rows: rows)
    }
    for (index, history) in pass.ciHistories.enumerated() {
      put(
        index == 0 ? "ci_enc_fwd" : "ci_enc_rev", history.allAfter(rows: count), steps: steps, width: history.units,
        rows: rows)
    }
    if h.hasInitialConditionCode {
      let posterior = pass.g0Posterior.pointer, dim = h.ic_dim
      put("post_g0_mean", posterior, steps: nil, width: dim, leadingDimension: 2 * dim, rows: rows)
      put("post_g0_logvar", posterior + dim, steps: nil, width: dim, leadingDimension: 2 * dim, rows: rows)
      put("g0_sample", pass.g0.pointer, steps: nil, width: dim, rows: rows)
    }
    if let history = pass.controllerHistory {
      let posterior = pass.inputPosterior.pointer, u = h.co_dim
      put("con_states", history.allAfter(rows: count), steps: steps, width: history.units, rows: rows)
      put("post_co_mean", posterior, steps: steps, width: u, leadingDimension: 2 * u, rows: rows)
      put("post_co_logvar", posterior + u, steps: steps, width: u, leadingDimension: 2 * u, rows: rows)
      put("controller_outputs", pass.inputs.pointer, steps: steps, width: u, rows: rows)
    }
    let generator = pass.generatorHistory
    put("gen_ics", generator.first(rows: count, steps: steps), steps: nil, width: h.gen_dim, rows: rows)
    put("gen_states", generator.allAfter(rows: count), steps: steps, width: h.gen_dim, rows: rows)
    put("factors", pass.factors.pointer, steps: steps, width: h.factors_dim, rows: rows)
    let output = pass.output.pointer, channels = pass.channels
    switch h.output_dist {
    case .poisson:
      put("output_dist_params", output, steps: steps, width: channels, rows: rows, map: { $0.exponential })
    case .gaussian:
      put(
        "output_dist_params", output, steps: steps, width: channels, leadingDimension: 2 * channels, rows: rows,
        of: 2 * channels)
      put(
        "output_dist_params", output + channels, steps: steps, width: channels, leadingDimension: 2 * channels,
        rows: rows, map: { $0.exponential }, column: channels, of: 2 * channels)
    }
  }
}
