import Datasets
import HDF5
import LFADSModel
import Training

/// Under whose names a posterior is written.
public enum PosteriorLayout: String, Sendable, CaseIterable {
  /// The reference's: a file `model_runs_<session>_<split>_<kind>` for every split.
  case lfads
  /// lfads-torch's: a file `lfads_output_<session>.h5` with both splits.
  case torch = "lfads-torch"
}

/// Writes posteriors as other programs do, under their names of files and arrays.
public struct PosteriorExport: Sendable {
  public let layout: PosteriorLayout
  /// What stands before the files' names: the directory with its slash, and a stem where there is one.
  private let prefix: String
  /// How it was read: `posterior_sample_and_average` or `posterior_push_mean`.
  private let kind: String
  private let hyperparameters: Hyperparameters

  public init(_ layout: PosteriorLayout, prefix: String, kind: String, hyperparameters: Hyperparameters) {
    self.layout = layout
    self.prefix = prefix
    self.kind = kind
    self.hyperparameters = hyperparameters
  }

  /// Whether the posterior is to be read with the controller's states.
  public var needsControllerStates: Bool { layout == .torch }

  /// The splits among `splits` to be read and written at a time. Where the layout allows it that is one, as the states of
  /// the generator alone may fill the memory.
  public func parts(of splits: [SplitName]) -> [[SplitName]] { layout == .torch ? [splits] : splits.map { [$0] } }

  /// Writes what was read of a part, each file atomically.
  ///
  /// - Returns: the paths written, and how many trials each holds.
  public func write(
    _ posterior: Posterior, of data: Dataset
  ) throws(HDF5Error) -> [(path: String, trials: Int)] {
    var written: [(path: String, trials: Int)] = []
    for (session, source) in zip(posterior.sessions, data.sessions) where !session.splits.isEmpty {
      switch layout {
      case .lfads:
        for (split, arrays) in session.splits {
          let path = prefix + ModelRunsFile.name(session: session.name, split: split, kind: kind)
          try ModelRunsFile.write(
            arrays, step: posterior.steps, correlationScale: hyperparameters.co_mean_corr_scale, to: path)
          written.append((path, arrays.trials))
        }
      case .torch:
        let path = TorchPosteriorFile.path(prefix + TorchPosteriorFile.name, session: session.name)
        try TorchPosteriorFile.write(session, of: source, injectedInputs: hyperparameters.injectedInputs, to: path)
        written.append((path, session.splits.reduce(0) { $0 + $1.arrays.trials }))
      }
    }
    return written
  }
}
