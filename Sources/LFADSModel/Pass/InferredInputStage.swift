import Kernels

/// The posterior of the inferred inputs, their samples, and what both cost.
final class InferredInputStage {
  private let model: PackedModel
  private let hyper: Hyperparameters
  let posterior: AlignedBuffer<Float>  // [T, R, 2U]: mean, log variance
  let samples: AlignedBuffer<Float>  // [T, R, U]
  let dPosterior: AlignedBuffer<Float>  // [T, R, 2U]
  private let dSamples: AlignedBuffer<Float>  // [T, R, U]: of the KL alone
  private let dMeans: AlignedBuffer<Float>  // [T, R, U]: of the correlation cost alone
  private let dStep: AlignedBuffer<Float>  // [R, U]: of one step's samples
  /// The gradient of every log variance through log q alone.
  private var dLogQ: Float = 0

  init(_ model: PackedModel, rows capacity: Int) {
    let shape = model.shape, inputs = shape.hyperparameters.co_dim, cells = shape.steps * capacity
    self.model = model
    hyper = shape.hyperparameters
    posterior = AlignedBuffer(count: cells * 2 * inputs)
    samples = AlignedBuffer(count: cells * inputs)
    dPosterior = AlignedBuffer(count: cells * 2 * inputs)
    dSamples = AlignedBuffer(count: cells * inputs)
    dMeans = AlignedBuffer(count: cells * inputs)
    dStep = AlignedBuffer(count: capacity * inputs)
  }

  /// Where step t reads its noise and leaves posterior and sample.
  func places(_ t: Int, _ extent: PassExtent, _ noise: ShardNoise) -> InputPlaces {
    let count = hyper.co_dim, first = t * extent.rows * count
    return InputPlaces(
      posterior: posterior.pointer + 2 * first, noise: noise.inputs.pointer + first, noiseStride: count,
      inputs: samples.pointer + first)
  }

  private func paths(_ extent: PassExtent, _ noise: ShardNoise) -> InputPaths {
    InputPaths(
      steps: extent.steps, rows: extent.rows, count: hyper.co_dim, samples: samples.pointer,
      posterior: posterior.pointer, noise: noise.inputs.pointer)
  }

  /// The one-sample KL of trial `row`'s inputs, without its weight: Σ_t log q(u_t) − log p(u_t | u_{t−1}).
  func divergence(_ row: Int, _ extent: PassExtent, _ noise: ShardNoise, _ prior: any InputPrior) -> Double {
    var sum = 0.0
    prior.divergences(paths(extent, noise), row: row) { _, _, term in sum += term }
    return sum
  }

  /// The same of every step and input.
  func divergences(
    _ row: Int, _ extent: PassExtent, _ noise: ShardNoise, _ prior: any InputPrior,
    _ body: (_ step: Int, _ input: Int, Double) -> Void
  ) {
    prior.divergences(paths(extent, noise), row: row, body)
  }

  /// Keeps `weight` times the gradient of the KL for ``backward(_:_:_:dInputs:)``, and adds the prior's.
  func divergenceBackward(
    _ extent: PassExtent, _ noise: ShardNoise, _ prior: any InputPrior, weight: Double,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    dLogQ = Float(-0.5 * weight)
    guard hyper.hasController else { return }
    prior.divergenceBackward(
      paths(extent, noise), weight: weight, into: dSamples.pointer, model.inputPriorParameters.map { gradient + $0 })
  }

  /// To be called before ``correlation(_:_:gradientScale:)`` adds to the gradient.
  func clearCorrelation() { dMeans.fill(0) }

  /// The mean over input pairs i < j of ½(Σ_t μ_i μ_j)² of trial `row`, 0 where its cost is off; with a scale, its
  /// gradient is kept too.
  func correlation(_ row: Int, _ extent: PassExtent, gradientScale: Double?) -> Double {
    let count = hyper.co_dim, rows = extent.rows, steps = extent.steps
    guard count > 1 && hyper.co_mean_corr_scale != 0 else { return 0 }
    let pairs = Double(count * (count - 1) / 2)
    func mean(_ t: Int, _ i: Int) -> Double { Double(posterior.pointer[(t * rows + row) * 2 * count + i]) }
    var sum = 0.0
    for i in 0..<count {
      for j in (i + 1)..<count {
        var product = 0.0
        for t in 0..<steps { product += mean(t, i) * mean(t, j) }
        sum += 0.5 * product * product
        guard let gradientScale else { continue }
        let slope = gradientScale * product / pairs
        for t in 0..<steps {
          let at = (t * rows + row) * count
          dMeans.pointer[at + i] += Float(slope * mean(t, j))
          dMeans.pointer[at + j] += Float(slope * mean(t, i))
        }
      }
    }
    return sum / pairs
  }

  /// The gradient of step t's posterior [R, 2U] from `dInputs`, the generator's gradient of its samples [R, U].
  func backward(
    _ t: Int, _ extent: PassExtent, _ noise: ShardNoise, dInputs: UnsafePointer<Float>
  ) -> UnsafePointer<Float> {
    let count = hyper.co_dim, first = t * extent.rows * count
    for row in 0..<extent.rows {
      let at = first + row * count, d = dStep.pointer + row * count
      let dMean = dPosterior.pointer + 2 * at, dLogvar = dMean + count
      for i in 0..<count {
        d[i] = dInputs[row * count + i] + dSamples.pointer[at + i]
        dMean[i] = dMeans.pointer[at + i]
        dLogvar[i] = dLogQ
      }
      DiagonalGaussian.sampleBackward(
        d, logVariance: posterior.pointer + 2 * at + count, noise: noise.inputs.pointer + at, count: count,
        addingMean: dMean, addingLogVariance: dLogvar)
    }
    return UnsafePointer(dPosterior.pointer + 2 * first)
  }
}
