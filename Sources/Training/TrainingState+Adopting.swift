import LFADSModel
import Tensors

extension TrainingState {
  /// The same training under other hyperparameters, as long as every parameter keeps its place: nil where they make
  /// another model. What they change (learning rate, ramps, dropout, what trains …) holds from the next step on.
  public func adopting(_ hyper: Hyperparameters) throws(HyperparameterError) -> TrainingState? {
    let shape = try ModelShape(hyperparameters: hyper, steps: layout.shape.steps, sessions: layout.shape.sessions)
    let new = ParameterLayout(shape)
    guard new.hasTensors(of: layout) else { return nil }
    var twin = TrainingState(new, seed: seed, parameters: parameters.moved(to: new))
    twin.adam = Adam(
      firstMoment: adam.firstMoment.moved(to: new), secondMoment: adam.secondMoment.moved(to: new),
      updates: adam.updates)
    twin.learningRate = learningRate
    twin.step = step
    twin.history = history
    twin.shuffle = shuffle
    twin.nonFiniteStop = nonFiniteStop
    // An epoch under way goes on only through the batches it began with.
    if hyper.batch_size == layout.shape.hyperparameters.batch_size { twin.epochUnderWay = epochUnderWay }
    twin.best = best.map {
      Best(parameters: $0.parameters.moved(to: new), cost: $0.cost, epoch: $0.epoch, step: $0.step)
    }
    return twin
  }
}

extension ParameterLayout {
  /// Whether both list the same tensors of the same shapes.
  fileprivate func hasTensors(of other: ParameterLayout) -> Bool {
    entries.elementsEqual(other.entries) { $0.path == $1.path && $0.shape == $1.shape && $0.offset == $1.offset }
  }
}

extension ParameterVector {
  /// The same numbers over a layout of the same tensors.
  fileprivate func moved(to layout: ParameterLayout) -> ParameterVector {
    let twin = ParameterVector(layout)
    twin.buffer.copyContents(of: buffer)
    return twin
  }
}
