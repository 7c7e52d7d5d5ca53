import Analysis
import Language
import Training

extension Theme {
  static let teaching = Theme(
    "Learning and checking", "What a model is made of, what is wrong with it, lessons to take.")
}

/// Looking for what spoils a training.
enum DoctorRows {
  static let rows: [Builtin] = [doctor]

  private static let doctor = Builtin(
    "doctor", .teaching,
    "Looks for what is likely to spoil a training, or has spoilt it, with evidence and what to change.",
    details: """
      `doctor(data)` looks at units and bin width, silent and saturated neurons, channels that share spikes, the number
      of trials, whether a Poisson likelihood can have drawn the data. `doctor(m, data)` also looks at the model's
      settings against the data and, once it has been trained, at the record of the training and at what the model makes
      of the first trials: a collapsed posterior, a controller that explains everything, rates that repeat the spikes, a
      learning rate that decayed during the ramps, gradients clipped all the time, NaN with the term and step it came
      from. Shown in short; `doctor(m, data)[0].finding`, `.evidence` and `.change` read it from a script. Nothing is
      changed or trained.
      """,
    parameters: [
      Parameter("m", .oneOf([.model, .dataset]), .optional("no model"), "The model, or the data alone"),
      Parameter("data", .dataset, .optional("no data"), "The data it is or will be trained on"),
      Parameter(
        "epochs", .count, .optional("not looked at"), "Further epochs you mean to train: will the ramps finish?"),
      Parameter("threads", .size, .optional("all cores"), "Threads for reading the model"),
    ],
    result: "diagnosis: a list of records {check, finding, evidence, change}",
    examples: [
      Example(
        """
        data = dataset(zeros(40, 20, 5), dt: 0.01)
        doctor(data)[0].finding
        """, shows: "\"neurons 0, 1, 2 and 2 more of 'data' never fire\"")
    ]
  ) { call in
    let handle = call["m"].asHandle
    let model = handle as? ModelHandle
    let given: DatasetHandle? = call.handleOrNil("data")
    if handle is DatasetHandle, given != nil {
      throw call.fault("m", "with two arguments the first is a model", found: "a dataset", hint: "`doctor(m, data)`")
    }
    let data = handle as? DatasetHandle ?? given
    guard model != nil || data != nil else {
      throw call.fault("m", "there is nothing to look at", expected: "`doctor(data)` or `doctor(m, data)`")
    }
    let cancellation = call.cancellation
    let subject = DiagnosisSubject(
      data: data?.dataset, model: model?.model, epochs: call.integerOrNil("epochs"), threads: call.threads(),
      isCancelled: { cancellation.isCancelled })
    let diagnosis = try call.blaming(given == nil ? "m" : "data") { try Diagnosis(of: subject) }
    if cancellation.isCancelled { throw InterruptionError() }
    let name = data.map { (model == nil ? "" : "a model on ") + $0.dataset.name } ?? "a model"
    return .handle(DiagnosisHandle(diagnosis, of: name))
  }
}
