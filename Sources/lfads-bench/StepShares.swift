import LFADSModel

extension Claim {
  /// Draws and elementwise work of a step at the default sizes, on one thread: normals, masks, gates, likelihood, Adam.
  static let drawsShare = Claim(
    name: "draws_share", summary: "draws and elementwise work of a default step, one thread; share: of that step"
  ) { _ in
    let model = try BenchModel(.benchDefault, trials: 128, steps: 100, channels: 50)
    let work = StepArithmetic(model, trials: 128, steps: 100, channels: 50, shards: 4)
    let step = model.trainingSeconds(threads: 1, repeats: 5)
    return Measurement("draws_share", seconds: timed(7) { work.elementwise() }, shareOf: step)
  }

  /// What a small model's step takes beside its arithmetic: gen 64, encoders 32, batch 16.
  static let smallModel = Claim(
    name: "small_model", summary: "a step of gen 64, encoders 32, batch 16, one thread; share: outside its arithmetic"
  ) { _ in
    var hyper = Hyperparameters.benchDefault
    (hyper.gen_dim, hyper.ic_enc_dim, hyper.ci_enc_dim, hyper.con_dim, hyper.ic_dim) = (64, 32, 32, 32, 32)
    let model = try BenchModel(hyper, trials: 16, steps: 100, channels: 50)
    let work = StepArithmetic(model, trials: 16, steps: 100, channels: 50, shards: 2)
    let step = model.trainingSeconds(threads: 1, repeats: 50)
    let arithmetic = timed(50) {
      work.products()
      work.elementwise()
    }
    return Measurement(
      "small_model", seconds: step, flops: model.flops, outside: arithmetic)
  }

  /// The time a trial's time step costs, in small and large batches against the default's.
  static let scale = [(64, 50), (1024, 1000)].map { trials, steps in
    Claim(
      name: "scale_\(trials)x\(steps)",
      summary: "a step of \(trials) trials × \(steps) steps, time a cell against the default"
    ) { cores in
      let reference = try BenchModel(.benchDefault, trials: 128, steps: 100, channels: 50)
      let model = try BenchModel(.benchDefault, trials: trials, steps: steps, channels: 50)
      let usual = Measurement("", seconds: reference.trainingSeconds(threads: cores, repeats: 5)).median_ms / 12_800
      let row = Measurement(
        "scale_\(trials)x\(steps)",
        seconds: model.trainingSeconds(threads: cores, repeats: trials * steps > 100_000 ? 1 : 12), flops: model.flops)
      let ratio = row.median_ms / Double(trials * steps) / usual
      return row.with(note: "\((ratio * 1000).rounded() / 1000) × the default's time a cell")
    }
  }
}

extension Hyperparameters {
  /// The defaults with 20 factors: co_dim 1, batches of 128.
  static var benchDefault: Hyperparameters {
    var hyper = Hyperparameters()
    hyper.factors_dim = 20
    return hyper
  }
}
