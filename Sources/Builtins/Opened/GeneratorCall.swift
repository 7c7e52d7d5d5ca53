import LFADSModel
import Language
import Syntax
import Tensors
import Training

/// One call that runs the generator: the model's state and the arguments brought to its sizes.
struct GeneratorCall {
  private let call: Call
  private let state: TrainingState
  private let session: Int
  private var shape: ModelShape { state.layout.shape }
  var hyper: Hyperparameters { shape.hyperparameters }
  /// Inputs of the generator: inferred ones, then injected ones.
  var width: Int { hyper.co_dim + hyper.injectedInputs }

  init(_ call: Call) throws {
    let handle: ModelHandle = call.handle("m")
    self.call = call
    state = try call.blaming("m") { try handle.state() }
    let hasSession = call.builtin.parameters.contains { $0.label == "session" }
    session = hasSession ? try call.sessionNumber(state.layout.shape) : 0
  }

  /// An argument with or without an axis of trials.
  struct Rows {
    let values: [Float]
    /// Nil for one trial without the axis.
    let trials: Int?
    /// Steps of every trial; 1 where there is no axis of time.
    let steps: Int

    /// The values of so many trials; those of one serve all.
    func filled(_ count: Int) -> [Float] {
      trials == count || count == 1 ? values : (0..<count).flatMap { _ in values }
    }
  }

  /// The argument `label`, [width] or [trial, width]; nil where it was left out.
  func rows(_ label: String, width: Int, axis: String) throws -> Rows? {
    guard let tensor = call.tensorOrNil(label) else { return nil }
    guard tensor.shape.last == width, tensor.rank == 1 || tensor.shape[0] > 0 else {
      throw misfit(label, tensor, "[\(axis): \(width)] or [trial, \(axis): \(width)]")
    }
    return try finite(label, Rows(values: tensor.floats, trials: tensor.rank == 2 ? tensor.shape[0] : nil, steps: 1))
  }

  /// The argument `label`, [time, input] or [trial, time, input]; nil where it was left out.
  func series(_ label: String) throws -> Rows? {
    guard let tensor = call.tensorOrNil(label) else { return nil }
    guard width > 0 else {
      throw call.fault(
        label, "this model's generator has no inputs", expected: "nothing", found: Value.tensor(tensor).foundText)
    }
    guard tensor.shape.last == width, !tensor.shape.contains(0) else {
      throw misfit(label, tensor, "[time, input: \(width)] or [trial, time, input: \(width)]")
    }
    return try finite(
      label,
      Rows(
        values: tensor.floats, trials: tensor.rank == 3 ? tensor.shape[0] : nil, steps: tensor.shape[tensor.rank - 2]))
  }

  private func misfit(_ label: String, _ tensor: Tensor, _ expected: String) -> ArgumentFaultError {
    call.fault(
      label, "this does not fit the model's generator", expected: "a tensor \(expected)",
      found: Value.tensor(tensor).foundText)
  }

  private func finite(_ label: String, _ rows: Rows) throws -> Rows {
    guard let place = rows.values.firstIndex(where: { !$0.isFinite }) else { return rows }
    throw call.fault(
      label, "this holds a number that is not finite", found: "\(rows.values[place]) at element \(place)")
  }

  /// How many trials the arguments are of.
  func trials(_ arguments: [Rows?], labels: [String]) throws -> Int {
    var trials: Int?
    for (rows, label) in zip(arguments, labels) {
      guard let count = rows?.trials else { continue }
      if let trials, trials != count {
        throw call.fault(
          label, "the arguments are of different numbers of trials", expected: "\(trials) trials", found: "\(count)")
      }
      trials = count
    }
    return trials ?? 1
  }

  func zeros(_ count: Int) -> [Float] { Array(repeating: 0, count: count) }

  func run(trials: Int, steps: Int, from first: [Float], inputs: [Float], kicks: [Kick] = []) throws -> GeneratorRun {
    let cancellation = call.cancellation
    let run = GeneratorRunner(state.layout).run(
      state.parameters, session: session, trials: trials, steps: steps, from: first, inputs: inputs, kicks: kicks,
      isCancelled: { cancellation.isCancelled })
    guard let run else { throw InterruptionError() }
    return run
  }

  /// The first states that codes lead to; that of the prior mean without codes.
  private func firstStates(_ codes: Rows?) -> Rows {
    let mean = state.parameters.initialConditionPrior?.mean ?? []
    let count = codes?.trials ?? 1
    let states = GeneratorRunner(state.layout).firstStates(
      state.parameters, codes: codes?.values ?? mean, trials: count)
    return Rows(values: states, trials: codes?.trials, steps: 1)
  }

  func decode(codes: Rows?, inputs: Rows?) throws -> Value {
    let first = firstStates(codes)
    guard case .record(var record) = try simulate(from: first, inputs: inputs, steps: nil, kicks: .nil) else {
      return .nil
    }
    record["initial_states"] = .tensor(
      Tensor(
        first.values, shape: (first.trials.map { [$0] } ?? []) + [hyper.gen_dim],
        axes: (first.trials == nil ? [] : ["trial"]) + ["unit"]))
    return .record(record)
  }

  func simulate(from: Rows?, inputs: Rows?, steps asked: Int?, kicks: Value) throws -> Value {
    let first = from ?? firstStates(nil)
    let trials = try trials([from, inputs], labels: ["from", "inputs"])
    let steps = asked ?? inputs?.steps ?? shape.steps
    if let inputs, inputs.steps != steps {
      throw call.fault(
        "steps", "there are not as many inputs as steps", expected: "\(inputs.steps)", found: "\(steps)",
        hint: "leave `steps:` out, or give inputs for all of them")
    }
    let size = Double(trials) * Double(steps) * Double(hyper.gen_dim + hyper.factors_dim + 2 * shape.maximumChannels)
    guard size <= Double(call.settings.limits.elements) else {
      throw call.fault("steps", "a run of \(trials) trials and \(steps) steps is too long", found: "\(steps)")
    }
    let run = try run(
      trials: trials, steps: steps, from: first.filled(trials),
      inputs: inputs?.filled(trials) ?? zeros(trials * steps * width), kicks: try self.kicks(kicks, steps: steps))
    let isSingle = first.trials == nil && inputs?.trials == nil
    func value(_ values: [Float], _ axis: String) -> Value {
      let width = values.count / (trials * steps)
      return .tensor(
        Tensor(
          values, shape: (isSingle ? [] : [trials]) + [steps, width],
          axes: (isSingle ? [] : ["trial"]) + ["time", axis]))
    }
    return .record(
      Record(
        [("states", value(run.states, "unit")), ("factors", value(run.factors, "factor"))]
          + run.outputs.map { ($0.name, value($0.values, "neuron")) }))
  }

  private func kicks(_ value: Value, steps: Int) throws -> [Kick] {
    let records = value.asRecord.map { [$0] } ?? value.asList?.compactMap(\.asRecord) ?? []
    return try call.blaming("kicks") { try records.map { try kick($0, steps: steps) } }
  }

  private func kick(_ record: Record, steps: Int) throws -> Kick {
    let names = ["at", "state", "input"]
    for name in record.keys where !names.contains(name) {
      throw RefusalError(
        Message(
          "a kick has no part `\(name)`",
          hints: [Suggestion.hint(for: name, among: names) ?? "its parts are `at`, `state` and `input`"]))
    }
    guard let step = record["at"]?.asInteger, (0..<steps).contains(step) else {
      throw RefusalError(
        Message(
          "a kick says before which step it comes", expected: "at: 0 to \(steps - 1)",
          found: record["at"]?.foundText ?? "no `at`"))
    }
    guard record["state"] != nil || record["input"] != nil else {
      throw RefusalError(Message("a kick moves something", expected: "`state` or `input`", found: "neither"))
    }
    func push(_ name: String, _ width: Int) throws -> [Float] {
      guard let value = record[name] else { return [] }
      guard let tensor = value.asTensor, tensor.shape == [width], tensor.floats.allSatisfy(\.isFinite) else {
        throw RefusalError(
          Message(
            "the kick's `\(name)` does not fit the generator", expected: "a tensor [\(width)] of finite numbers",
            found: value.foundText))
      }
      return tensor.floats
    }
    return Kick(step: step, state: try push("state", hyper.gen_dim), input: try push("input", width))
  }
}
