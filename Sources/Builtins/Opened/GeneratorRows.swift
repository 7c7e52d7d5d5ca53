import LFADSModel
import Language
import Tensors
import Training

/// The generator run by hand, as the dynamical system it is.
enum GeneratorRows {
  static let rows: [Builtin] = [step, simulate, decode]

  private static let inputsNote = "Inferred inputs come first, then injected external inputs, where the model has such."

  private static let step = Builtin(
    "step", .opened, "One step of the generator: the state that follows a state.",
    details: """
      The map whose fixed points, slow points and local linear behaviour say what the model's dynamics are. No noise, no
      dropout, no controller. \(inputsNote)
      """,
    parameters: [
      Parameter("m", .model, .required, "The model, as it is"),
      Parameter("state", .tensor(rank: 1...2), .required, "The state [unit] or [trial, unit]"),
      Parameter("input", .tensor(rank: 1...2), .optional("zeros"), "The input [input] or [trial, input]"),
    ],
    result: "tensor of the state's shape",
    examples: [Example(OpenedRows.exampleModel + "shape(step(m, zeros(8), [0.5]))", shows: "[8]")]
  ) { call in
    let generator = try GeneratorCall(call)
    let state = try generator.rows("state", width: generator.hyper.gen_dim, axis: "unit")
    let input = try generator.rows("input", width: generator.width, axis: "input")
    let trials = try generator.trials([state, input], labels: ["state", "input"])
    let run = try generator.run(
      trials: trials, steps: 1, from: state?.filled(trials) ?? [],
      inputs: input?.filled(trials) ?? generator.zeros(trials * generator.width))
    let isSingle = state?.trials == nil && input?.trials == nil
    return .tensor(
      Tensor(
        run.states, shape: (isSingle ? [] : [trials]) + [generator.hyper.gen_dim],
        axes: (isSingle ? [] : ["trial"]) + ["unit"]))
  }

  private static let simulate = Builtin(
    "simulate", .opened, "Runs the generator from a state, with inputs and kicks: states, factors and rates.",
    details: """
      `kicks` are records, one or a list: {at: 50, state: x} adds x [unit] to the state that step 50 starts from,
      {at: 20, input: v} adds v [input] to the input of step 20. No noise, no dropout, no controller. \(inputsNote)
      """,
    parameters: [
      Parameter("m", .model, .required, "The model, as it is"),
      Parameter(
        "from", .tensor(rank: 1...2), .optional("where the prior mean of g0 leads"),
        "The state it starts from, [unit] or [trial, unit]"),
      Parameter(
        "inputs", .tensor(rank: 2...3), .optional("zeros"), "Inputs [time, input] or [trial, time, input]"),
      Parameter("steps", .size, .optional("as many as the inputs, else as the model's trials"), "How many steps"),
      Parameter("kicks", .oneOf([.record, .list(of: .record)]), .optional("none"), "What pushes it when"), .session,
    ],
    result: "record: states, factors, rates, variances where Gaussian, each [time, …] or [trial, time, …]",
    examples: [
      Example(
        OpenedRows.exampleModel
          + "shape(simulate(m, from: zeros(8), steps: 30, kicks: {at: 10, input: [1]}).factors)", shows: "[30, 3]")
    ]
  ) { call in
    let generator = try GeneratorCall(call)
    let from = try generator.rows("from", width: generator.hyper.gen_dim, axis: "unit")
    return try generator.simulate(
      from: from, inputs: generator.series("inputs"), steps: call.integerOrNil("steps"),
      kicks: call["kicks"])
  }

  private static let decode = Builtin(
    "decode", .opened, "What the model makes of an initial-condition code and inputs: states, factors and rates.",
    details: """
      The decoding half of the model with the controller's place taken by given inputs: the first state is made from the
      code, then the generator runs as in `simulate`. \(inputsNote)
      """,
    parameters: [
      Parameter("m", .model, .required, "The model, as it is"),
      Parameter(
        "g0", .tensor(rank: 1...2), .optional("the prior mean"),
        "The code [code] or [trial, code]; none where the model has a learned first state"),
      Parameter(
        "inputs", .tensor(rank: 2...3), .optional("zeros"), "Inputs [time, input] or [trial, time, input]"), .session,
    ],
    result:
      "record: initial_states, states, factors, rates, variances where Gaussian, each for one trial or [trial, …]",
    examples: [Example(OpenedRows.exampleModel + "shape(decode(m, zeros(4), zeros(20, 1)).rates)", shows: "[20, 5]")]
  ) { call in
    let generator = try GeneratorCall(call)
    guard generator.hyper.hasInitialConditionCode || !call.wasGiven("g0") else {
      throw call.fault(
        "g0", "this model has no initial-condition code", found: "ic_dim: 0",
        hint: "leave it out: the first state is learned")
    }
    let codes = try generator.rows("g0", width: generator.hyper.ic_dim, axis: "code")
    return try generator.decode(codes: codes, inputs: generator.series("inputs"))
  }
}
