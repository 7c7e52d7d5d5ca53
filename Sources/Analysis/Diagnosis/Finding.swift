import Training

/// Something a check found that is likely to spoil a training or has spoilt one, with the numbers that show it. Sentences
/// stand above, where there is a language to write them in.
public enum Finding: Sendable, Equatable {
  // Units
  /// Nothing says how wide a bin is.
  case binWidthUnknown(session: String)
  /// Bins narrower than a millisecond or wider than a tenth of a second.
  case binWidthUnusual(session: String, seconds: Double)
  /// Mean rates that no neuron reaches, as where rates in Hz were taken for counts.
  case tooFast(session: String, neurons: [Int], highest: Double)
  /// Numbers that change from bin to bin far less than counts would: variance of the change over twice the mean.
  case smoothCounts(session: String, mean: Double, dispersion: Double)
  /// Negative or broken numbers under a Poisson likelihood: the first, its trial, bin and neuron, and their share.
  case notCounts(session: String, value: Double, place: [Int], share: Double)
  /// A number under a Poisson likelihood that is too large for a count; its trial, bin and neuron.
  case countTooLarge(session: String, value: Double, place: [Int])
  /// Whole numbers only, under a Gaussian likelihood.
  case countsAsReals(session: String, mean: Double)
  /// Numbers that are neither 0 nor above a bound, which the likelihood needs.
  case outOfDomain(session: String, bound: Double, value: Double, place: [Int], share: Double)

  // Neurons
  /// Neurons without a spike in the training trials.
  case silent(session: String, neurons: [Int])
  /// Neurons with hardly any; the most that one of them has.
  case nearlySilent(session: String, neurons: [Int], spikes: Int)
  /// Neurons whose counts stop at a ceiling that they should often pass; the lowest such ceiling.
  case clipped(session: String, neurons: [Int], ceiling: Int, share: Double)
  /// Pairs whose counts move together from bin to bin; the correlation of their changes.
  case coincident(session: String, pairs: [CoincidentPair])

  // Trials and batches
  case fewTrials(session: String, trials: Int)
  case fewerTrialsThanBatch(session: String, trials: Int, batch: Int, rampEnd: Int)
  case smallBatch(batch: Int, trials: Int)
  case noValidation

  // Settings
  /// The ramps end after the training asked for, or never, at `Int.max`; the steps it reaches and the epochs that would
  /// do.
  case rampsUnfinished(end: Int, reached: Int, epochs: Int, needed: Int)
  /// The KL cost at full weight from the first steps on.
  case noRamp(end: Int)
  case heavyKL(name: String, weight: Double)
  case strongDropout(keep: Double)
  case highLearningRate(rate: Double)

  // What the training recorded
  /// A number that is none ended it.
  case notFinite(NonFiniteStop)
  /// The reconstruction cost rose.
  case diverged(first: Double, last: Double, epochs: Int)
  /// The rate decayed while the ramps raised the cost.
  case rateDecayedDuringRamps(from: Double, to: Double, epoch: Int)
  case clippedGradients(share: Double, epochs: Int, norm: Double, limit: Double)
  /// The validation cost rises while the training cost falls.
  case validationRises(epoch: Int, best: Double, last: Double)

  // What the model does with the data
  /// The posterior says next to nothing of the trials: nats that each code tells them apart by.
  case collapsed(initial: Double, inputs: Double)
  /// The inferred inputs carry nearly all that the model knows of a trial.
  case controllerExplainsAll(initial: Double, inputs: Double)
  /// Rates that jump where the spikes are: the correlation of their changes with the counts'.
  case followsSpikes(correlation: Double, perSpike: Double)
}

/// Two channels that fire together.
public struct CoincidentPair: Sendable, Equatable {
  public let first: Int
  public let second: Int
  public let correlation: Double

  public init(first: Int, second: Int, correlation: Double) {
    self.first = first
    self.second = second
    self.correlation = correlation
  }
}
