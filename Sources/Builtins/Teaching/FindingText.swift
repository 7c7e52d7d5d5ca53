import Analysis
import Language
import Tensors
import Training

/// A finding in words: what is wrong, the numbers that show it, the change to try.
struct FindingText: Equatable {
  let finding: String
  let evidence: String
  let change: String

  init(_ finding: String, _ evidence: String, try change: String) {
    self.finding = finding
    self.evidence = evidence
    self.change = change
  }

  /// `3`, `3 and 17`, `3, 17, 20 and 9 more`.
  static func list(_ neurons: [Int]) -> String {
    let words = neurons.map(String.init)
    guard words.count > 4 else {
      return words.count < 2
        ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + (words.last ?? "")
    }
    return words.prefix(3).joined(separator: ", ") + " and \(words.count - 3) more"
  }

  /// `neuron 3`, `neurons 3 and 17`.
  static func neurons(_ neurons: [Int]) -> String { (neurons.count == 1 ? "neuron " : "neurons ") + list(neurons) }

  static func number(_ value: Double, _ digits: Int = 3) -> String { NumberText.rounded(value, digits: digits) }

  static func percent(_ share: Double) -> String { number(100 * share, 2) + " %" }
}

extension Finding {
  /// The finding in words.
  var text: FindingText {
    dataText ?? settingText ?? trainingText
  }

  private typealias T = FindingText

  /// What is wrong with the data.
  private var dataText: FindingText? {
    switch self {
    case .binWidthUnknown(let session):
      T(
        "'\(session)' does not say how wide a bin is", "no `dt` in it",
        try: UnknownBinWidth.advice)
    case .binWidthUnusual(let session, let seconds):
      T(
        "'\(session)' has bins of an unusual width", "\(T.number(seconds * 1000)) ms",
        try: seconds > 0.1
          ? "5 to 20 ms: dynamics faster than a bin are lost"
          : "5 to 20 ms: narrower bins cost time and hardly hold a spike; is `dt` in seconds?")
    case .tooFast(let session, let neurons, let highest):
      T(
        "'\(session)' holds rates in spikes per second, not spike counts, or `dt` is wrong",
        "\(T.neurons(neurons)) would fire \(T.number(highest)) spikes/s on average",
        try: "give the counts of each bin: `bin_spikes(…)`; check that `dt` is the bin's width in seconds")
    case .smoothCounts(let session, let mean, let dispersion):
      T(
        "'\(session)' holds smooth numbers, not spike counts",
        "at \(T.number(mean)) a bin, changes from bin to bin have \(T.number(dispersion, 2)) of the variance of counts",
        try: "give unsmoothed counts, or `lfads(output_dist: \"gaussian\")` for a signal that is none")
    case .notCounts(let session, let value, let place, let share):
      T(
        "'\(session)' has numbers that are no counts, which a Poisson likelihood cannot have drawn",
        "\(T.number(value)) at trial \(place[0]), bin \(place[1]), neuron \(place[2]); \(T.percent(share)) of all",
        try: "give counts, not rates or smoothed counts; for real numbers `lfads(output_dist: \"gaussian\")`")
    case .countTooLarge(let session, let value, let place):
      T(
        "'\(session)' has a number too large for a spike count",
        "\(T.number(value)) at trial \(place[0]), bin \(place[1]), neuron \(place[2])",
        try: "put counts in the place of fill values of missing data, or leave those trials out")
    case .countsAsReals(let session, let mean):
      T(
        "'\(session)' holds counts, the model expects real numbers", "whole numbers only, mean \(T.number(mean)) a bin",
        try: "`output_dist: \"poisson\"`")
    case .outOfDomain(let session, let bound, let value, let place, let share):
      T(
        "'\(session)' has numbers that this model's likelihood cannot have drawn: neither 0 nor above \(T.number(bound))",
        "\(T.number(value)) at trial \(place[0]), bin \(place[1]), neuron \(place[2]); \(T.percent(share)) of all",
        try: "`lfads(output_dist: \"gaussian\")` for real numbers of either sign")
    case .silent(let session, let neurons):
      T(
        "\(T.neurons(neurons)) of '\(session)' never \(neurons.count == 1 ? "fires" : "fire")",
        "0 spikes in all training trials",
        try: "leave \(neurons.count == 1 ? "it" : "them") out: `dataset(counts[:, :, kept], …)`")
    case .nearlySilent(let session, let neurons, let spikes):
      T(
        "\(T.neurons(neurons)) of '\(session)' hardly \(neurons.count == 1 ? "fires" : "fire")",
        "at most \(spikes) spikes in all training trials",
        try: "leave out what is not needed: nothing can be learned of it")
    case .clipped(let session, let neurons, let ceiling, let share):
      T(
        "the counts of \(T.neurons(neurons)) in '\(session)' stop at a ceiling",
        "never above \(ceiling), where their mean rate would be above it in \(T.percent(share)) of bins",
        try: "bin the spikes again without a limit on the count, or use narrower bins")
    case .coincident(let session, let pairs):
      T(
        pairs.count == 1
          ? "two channels of '\(session)' share their spikes"
          : "\(pairs.count) pairs of channels of '\(session)' share spikes",
        pairs.prefix(3).map { "\($0.first) and \($0.second): correlation \(T.number($0.correlation, 2))" }
          .joined(separator: "; "),
        try: "keep one of each pair: a model spends its factors on what is only there twice")
    default: nil
    }
  }

  /// What is wrong with trials and settings.
  private var settingText: FindingText? {
    switch self {
    case .fewTrials(let session, let trials):
      T(
        "'\(session)' has too few trials to learn from", "\(trials) training trials",
        try: "more trials, or cut long ones into several; 100 are few, 1000 are good")
    case .fewerTrialsThanBatch(let session, let trials, let batch, let end):
      T(
        "'\(session)' has fewer training trials than a batch",
        "\(trials) trials, `batch_size` \(batch): one step an epoch, so the ramps "
          + (end == .max ? "never end" : "take \(end) epochs"),
        try: "`batch_size: \(max(trials / 4, 8))`")
    case .smallBatch(let batch, let trials):
      T(
        "the batches are very small", "`batch_size` \(batch) of \(trials) trials: gradients are mostly noise",
        try: "`batch_size: \(min(max(trials / 8, 16), 128))`")
    case .noValidation:
      T(
        "there are no validation trials", "all trials are for training",
        try: "set some aside: `dataset(…, valid: 0.2)`; without them overfitting cannot be seen")
    case .rampsUnfinished(let end, let reached, let epochs, let needed):
      T(
        "the ramps do not finish in the epochs asked for",
        "they \(end == .max ? "never end" : "end at step \(end)"); \(epochs) epochs reach step \(reached)",
        try: (end == .max ? "" : "`epochs: \(needed)`, or ")
          + "`kl_increase_steps` and `l2_increase_steps` of at most \(max(reached / 2, 1))")
    case .noRamp(let end):
      T(
        "the KL cost has no ramp", "at full weight from step \(end) on",
        try: "`kl_increase_steps: 2000`: let the posterior learn to be useful before it must be cheap")
    case .heavyKL(let name, let weight):
      T(
        "the KL cost outweighs the data", "`\(name)` is \(T.number(weight)), 1 is the bound on the likelihood",
        try: "`\(name): 1` or less")
    case .strongDropout(let keep):
      T(
        "dropout removes most of what the model sees", "`keep_prob` is \(T.number(keep)): it keeps \(T.percent(keep))",
        try: "`keep_prob: 0.95`; below 0.7 hardly ever helps")
    case .highLearningRate(let rate):
      T(
        "the learning rate is very high", "`learning_rate_init` is \(T.number(rate))",
        try: "`learning_rate_init: 0.01`")
    default: nil
    }
  }

  /// What went wrong in training, or with what came of it.
  private var trainingText: FindingText {
    switch self {
    case .notFinite(let stop):
      T(
        "the training met a number that is none", "the \(stop.quantity) at step \(stop.step); \(stop.keptText)",
        try: "a smaller `learning_rate_init` or `max_grad_norm`, and data without outliers")
    case .diverged(let first, let last, let epochs):
      T(
        "the cost rose instead of falling",
        "reconstruction cost \(T.number(first, 4)) in the first epoch, \(T.number(last, 4)) after \(epochs)",
        try: "a smaller `learning_rate_init`, or a smaller `max_grad_norm`")
    case .rateDecayedDuringRamps(let from, let to, let epoch):
      T(
        "the learning rate decayed while the ramps raised the cost",
        "from \(T.number(from)) to \(T.number(to)) by epoch \(epoch), before the ramps were done",
        try: "smaller `kl_increase_steps` and `l2_increase_steps`, or a smaller `batch_size`, so that the ramps end "
          + "sooner; or a larger `learning_rate_n_to_compare`: what rises there is the ramp, not the error")
    case .clippedGradients(let share, let epochs, let norm, let limit):
      T(
        "gradients are clipped nearly all the time",
        "\(T.percent(share)) of the steps of the last \(epochs) epochs; norms up to \(T.number(norm)), "
          + "`max_grad_norm` \(T.number(limit))",
        try: "a smaller `learning_rate_init`, or a `max_grad_norm` above the usual norm")
    case .validationRises(let epoch, let best, let last):
      T(
        "the model overfits: validation costs rise while training costs fall",
        "reconstruction cost of validation trials: lowest \(T.number(best, 4)) at epoch \(epoch), now \(T.number(last, 4))",
        try: "use `m.best`; a smaller `keep_prob`, more `l2_gen_scale`, or a smaller model")
    case .collapsed(let initial, let inputs):
      T(
        "the posterior has collapsed: the codes say nothing of a trial",
        "trials are told apart by \(T.number(initial, 2)) nats in g0 and \(T.number(inputs, 2)) in the inputs",
        try: "smaller `kl_ic_weight` and `kl_co_weight`, longer `kl_increase_steps`, a milder `keep_prob`")
    case .controllerExplainsAll(let initial, let inputs):
      T(
        "the controller explains everything, the initial condition nothing",
        "trials are told apart by \(T.number(inputs, 2)) nats in the inputs, by \(T.number(initial, 2)) in g0",
        try: "a larger `kl_co_weight`, a smaller `co_dim`, or `co_dim: 0` where nothing drives the system")
    case .followsSpikes(let correlation, let perSpike):
      T(
        "the rates repeat the spikes they should explain",
        "a spike raises its own bin's rate by \(T.number(perSpike, 2)); correlation \(T.number(correlation, 2))",
        try: "a larger `kl_co_weight`, fewer `co_dim` and `factors`, a smaller `keep_prob`")
    default: T("\(self)", "", try: "")
    }
  }
}
