import Datasets
import LFADSModel
import Plotting
import Tensors
import Training

/// The picture of a training and a validation trial that a training leaves in its events, as the reference does.
public struct ExamplePicture: Sendable {
  private let data: Dataset
  private let renderer: Renderer
  /// A picture is made after every so many epochs, and after the first; 0 makes none.
  private let period: Int

  /// - Parameter programPath: directories in which gnuplot is looked for.
  public init(_ data: Dataset, programPath: String, every period: Int) {
    self.data = data
    self.period = period
    renderer = Renderer(searching: programPath)
  }

  /// PNG bytes for the state at an epoch's end. nil where none is due, and where none can be drawn: a training does not
  /// end for want of a picture.
  public func png(_ state: TrainingState) -> [UInt8]? {
    guard period > 0, state.epoch == 1 || state.epoch % period == 0, renderer.gnuplot != nil, let dt = data.dt,
      let figure = try? figure(state, dt: dt)
    else { return nil }
    return try? renderer.png(figure, scale: 1)
  }

  /// The first trial of each split of the first session, the posterior's means pushed through.
  private func figure(_ state: TrainingState, dt: Double) throws -> Figure? {
    let session = data.sessions[0]
    let splits = [SplitName.train, .valid].filter { session.split($0) != nil }
    let read = try Model(state).posterior(data, splits: splits, samples: nil, seed: 0, threads: 1, limit: 1)
    guard let parts = read?.sessions.first?.splits else { return nil }
    let trials = try parts.compactMap { part -> TrialValues? in
      guard let counts = session.split(part.split)?.data.selecting([0]).tensor else { return nil }
      func first(_ tensor: Tensor?) throws -> Tensor? { try tensor?.indexed([.position(0)]) }
      guard let rates = try first(part.arrays.rates), let factors = try first(part.arrays.factors) else { return nil }
      return TrialValues(
        title: "\(part.split.word), epoch \(state.epoch)",
        data: try counts.indexed([.position(0)]), rates: rates, truth: try first(session.rates(part.split)),
        inputs: try first(part.arrays.inputs), factors: factors, states: try first(part.arrays.generatorStates))
    }
    return StandardView.trials(trials, dt: dt)
  }
}
