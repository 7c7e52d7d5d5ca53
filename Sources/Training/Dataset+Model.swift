import Datasets
import LFADSModel

extension Dataset {
  /// What a model must fit to be trained on this data.
  ///
  /// - Parameter means: whether to work out each channel's mean, for `initial_rates: "data"`.
  public func description(withChannelMeans means: Bool) -> DataDescription {
    DataDescription(
      steps: bins,
      sessions: sessions.map { session in
        SessionShape(
          name: session.name, channels: session.channels,
          alignment: session.alignment.map {
            Alignment(matrix: $0.matrix.map { Float($0) }, bias: $0.bias.map { Float($0) })
          },
          channelMeans: means ? session.meanRates : nil)
      },
      externalInputs: inputs)
  }

  /// Trials of one session as a batch for the engine; shards copy their own from where the data is kept.
  ///
  /// - Parameter missing: what bins count that are not missing, beside some that are.
  func batch(
    _ batch: Batch, split name: SplitName, missing: MissingBins, jitter: SpikeJitter? = nil
  ) -> ModelBatch {
    guard let split = sessions[batch.session].split(name) else { preconditionFailure("no \(name.rawValue) trials") }
    var made = ModelBatch(session: batch.session, trials: batch.trials.count) { rows, data, externalInput in
      let trials = batch.trials[rows]
      split.data.gather(trials, into: data, jitter: jitter)
      split.externalInput?.gather(trials, into: externalInput)
    }
    if split.data.hasMissing {
      made.parts[0].leaveOutMissing(by: missing) { split.data.missingShare(batch.trials) }
    }
    return made
  }
}

extension ExternalInput {
  /// The input of the first `count` trials, [count, T, I], from the first again where there are fewer.
  public func firstTrials(_ count: Int) -> [Float] {
    let size = bins * inputs
    return (0..<count).flatMap { values[($0 % trials * size)..<(($0 % trials + 1) * size)] }
  }
}
