import LFADSModel
import Language
import Syntax
import Tensors

/// The random numbers of a pass as a record: {g0 [trial, code], u [trial, time, input], masks: {…}}, as far as the model
/// has such parts.
struct NoiseRecord {
  let shape: ModelShape
  let session: Int

  private var hyper: Hyperparameters { shape.hyperparameters }

  static let maskNames: [(place: DropoutPlace, name: String)] = [
    (.data, "data"), (.externalInput, "ext_input"), (.initialConditionCode, "ic_encoder"),
    (.controllerEncoder, "ci_encoder"), (.feedback, "feedback"), (.generator, "generator"),
  ]

  func record(_ noise: Noise, trials: Int) -> Record {
    var record = Record()
    if hyper.hasInitialConditionCode {
      record["g0"] = .tensor(Tensor(noise.initialCondition, shape: [trials, hyper.ic_dim], axes: ["trial", nil]))
    }
    if hyper.hasController {
      record["u"] = .tensor(
        Tensor(noise.inputs, shape: [trials, shape.steps, hyper.co_dim], axes: ["trial", "time", "input"]))
    }
    if let masks = noise.masks {
      let parts = Self.maskNames.compactMap { place, name -> (String, Value)? in
        guard let values = masks[place], !values.isEmpty else { return nil }
        return (name, .tensor(mask(values, place, trials: trials)))
      }
      record["masks"] = .record(Record(parts))
    }
    return record
  }

  private func mask(_ values: [UInt8], _ place: DropoutPlace, trials: Int) -> Tensor {
    let last: String? =
      switch place {
      case .data: "neuron"
      case .externalInput: "input"
      case .generator: "unit"
      case .initialConditionCode, .controllerEncoder, .feedback: nil
      }
    return Tensor(
      values.map { $0 != 0 },
      shape: [trials] + (place.hasSteps ? [place.steps(shape)] : []) + [place.width(shape, session: session)],
      axes: ["trial"] + (place.hasSteps ? ["time"] : []) + [last])
  }

  /// Reads such a record for trials of a batch. A part that is left out is zero; masks left out mean no dropout, one mask
  /// left out keeps everything there.
  ///
  /// - Parameters:
  ///   - trials: trials of the batch, all of which the record must have noise for.
  ///   - chosen: the one trial that is run; noise of one trial alone is then taken for it.
  func noise(_ record: Record, trials: Int, chosen: Int?) throws -> Noise {
    try check(record, names: ["g0", "u", "masks"], of: "noise")
    func part(_ value: Value?, _ name: String, _ shape: [Int]) throws -> Tensor? {
      try self.part(value, name, shape, trials: trials, chosen: chosen)
    }
    func zeros(_ count: Int) -> [Float] { Array(repeating: 0, count: (chosen == nil ? trials : 1) * count) }
    var noise = Noise(
      initialCondition: try part(record["g0"], "g0", [hyper.ic_dim])?.floats ?? zeros(hyper.ic_dim),
      inputs: try part(record["u"], "u", [shape.steps, hyper.co_dim])?.floats ?? zeros(shape.steps * hyper.co_dim))
    guard let value = record["masks"], !value.isNil else { return noise }
    guard let masks = value.asRecord else { throw RefusalError(Message("masks are a record", found: value.foundText)) }
    guard hyper.keep_prob < 1 else {
      throw RefusalError(
        Message("this model has no dropout, so no masks either", expected: "keep_prob below 1", found: "keep_prob: 1"))
    }
    try check(masks, names: Self.maskNames.map(\.name), of: "masks")
    noise.masks = Dictionary(
      uniqueKeysWithValues: try Self.maskNames.map { place, name in
        let size = (place.hasSteps ? [place.steps(shape)] : []) + [place.width(shape, session: session)]
        let kept = try part(masks[name], "masks.\(name)", size)?.doubles.map { UInt8($0 != 0 ? 1 : 0) }
        return (
          place, kept ?? Array(repeating: 1, count: (chosen == nil ? trials : 1) * size.reduce(1, *))
        )
      })
    return noise
  }

  private func check(_ record: Record, names: [String], of what: String) throws {
    for name in record.keys where !names.contains(name) {
      throw RefusalError(
        Message(
          "\(what) has no part `\(name)`",
          hints: [
            Suggestion.hint(for: name, among: names)
              ?? "its parts are \(names.map { "`\($0)`" }.joined(separator: ", "))"
          ]))
    }
  }

  /// One part: [trials, …size], or of a single trial without that axis; of the chosen trial alone where one is.
  private func part(_ value: Value?, _ name: String, _ size: [Int], trials: Int, chosen: Int?) throws -> Tensor? {
    guard let value, !value.isNil else { return nil }
    let count = size.reduce(1, *)
    if let tensor = value.countingAsTensor {
      let isOne = tensor.shape == size || tensor.shape == [1] + size
      if isOne, chosen != nil || trials == 1 { return tensor }
      if tensor.shape == [trials] + size {
        guard let chosen else { return tensor }
        return Tensor(Array(tensor.floats[(chosen * count)..<((chosen + 1) * count)]), shape: size)
      }
    }
    let sizes = size.map(String.init).joined(separator: ", ")
    throw RefusalError(
      Message(
        "`\(name)` of the noise has another shape",
        expected: chosen == nil ? "[\(trials), \(sizes)]" : "[1, \(sizes)], or [\(trials), \(sizes)] for all trials",
        found: value.foundText, hints: ["`noise(m, seed: …, trials: \(chosen == nil ? trials : 1))` draws it"]))
  }
}
