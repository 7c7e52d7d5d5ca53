import Tensors

extension Dataset {
  /// A data set of counts in memory.
  ///
  /// - Parameters:
  ///   - counts: [trial, time, neuron]; a missing bin is not a number.
  ///   - dt: seconds of a bin, where known.
  ///   - valid: the share of trials set aside for validation, spread evenly: 0.2 takes every fifth. Where there are
  ///     conditions, every fifth of each.
  ///   - test: the share set aside for a test, spread evenly over the others.
  ///   - truth: true rates in spikes per bin, [trial, time, neuron].
  ///   - conditions: one number a trial.
  ///   - conditionNames: what the conditions 0, 1, … are called; kept beside them as `condition_names`.
  ///   - externalInput: [trial, time, input].
  public convenience init(
    counts: Tensor, name: String = "data", dt: Double? = nil, valid: Double = 0.2, test: Double = 0,
    truth: Tensor? = nil,
    conditions: Tensor? = nil, conditionNames: [String]? = nil, externalInput: Tensor? = nil
  ) throws(DatasetError) {
    func fail(_ object: String, _ cause: DatasetError.Cause) -> DatasetError {
      DatasetError(file: name, object: object, cause: cause)
    }
    func check(_ tensor: Tensor, _ object: String, _ names: [String], like shape: [Int?]) throws(DatasetError) {
      guard tensor.rank == names.count else {
        throw fail(object, .rank(shape: tensor.shape, axes: "[\(names.joined(separator: ", "))]"))
      }
      for (axis, extents) in zip(names, zip(tensor.shape, shape)) {
        if let expected = extents.1, expected != extents.0 {
          throw fail(object, .extent(axis: axis, found: extents.0, expected: expected, of: "the counts"))
        }
      }
      if tensor.shape.contains(0) { throw fail(object, .empty(shape: tensor.shape)) }
    }
    try check(counts, "counts", ["trial", "time", "neuron"], like: [nil, nil, nil])
    if let dt, !(dt > 0 && dt.isFinite) { throw fail("dt", .notPositive(dt)) }
    let shape = counts.shape.map { Optional($0) }
    if let truth { try check(truth, "truth", ["trial", "time", "neuron"], like: shape) }
    if let conditions { try check(conditions, "conditions", ["trial"], like: shape) }
    if let externalInput {
      try check(externalInput, "ext_input", ["trial", "time", "input"], like: [shape[0], shape[1], nil])
    }
    let all = Observations(
      narrowing: counts.floats, trials: counts.shape[0], bins: counts.shape[1], channels: counts.shape[2])
    if let cause = all.fault { throw fail("counts", cause) }
    let inputs = externalInput.map {
      ExternalInput($0.floats, trials: $0.shape[0], bins: $0.shape[1], inputs: $0.shape[2])
    }
    if let inputs, let position = inputs.values.firstIndex(where: { !$0.isFinite }) {
      throw fail(
        "ext_input", .notFinite(at: [position / (inputs.bins * inputs.inputs)], value: inputs.values[position]))
    }
    for (name, share) in [("valid", valid), ("test", test)] where !(share >= 0 && share < 1) {
      throw fail(name, .share(share, of: name == "test" ? .test : .valid, trials: all.trials))
    }
    guard
      let parts = Self.parts(trials: all.trials, validShare: valid, testShare: test, conditions: conditions?.doubles)
    else {
      throw test > 0
        ? fail("test", .shares(valid: valid, test: test, trials: all.trials))
        : fail("valid", .share(valid, of: .valid, trials: all.trials))
    }
    func split(_ name: SplitName, _ positions: [Int]) -> Split {
      var arrays: [String: StoredArray] = [:]
      if let truth {
        let rows = Observations(.float(truth.floats), trials: all.trials, bins: all.bins, channels: all.channels)
        if case .float(let values) = rows.selecting(positions).storage {
          arrays["truth"] = StoredArray(
            .floats(values), shape: [positions.count, all.bins, all.channels],
            fileName: ArrayName.fileName("truth", of: name))
        }
      }
      if let conditions = conditions?.doubles {
        let chosen = positions.map { conditions[$0] }
        arrays["condition_labels"] = StoredArray(
          chosen.allSatisfy { $0 == $0.rounded() && abs($0) < 0x1p53 }
            ? .integers(chosen.map { Int64($0) }) : .reals(chosen),
          shape: [chosen.count], fileName: ArrayName.fileName("condition_labels", of: name))
      }
      return Split(
        name: name, data: all.selecting(positions), externalInput: inputs?.selecting(positions), index: positions,
        arrays: arrays)
    }
    var arrays: [String: StoredArray] = [:]
    if let names = conditionNames {
      arrays["condition_names"] = StoredArray(.texts(names), shape: [names.count], fileName: "condition_names")
    }
    let session = Session(
      name: name, train: split(.train, parts[.train, default: []]), valid: parts[.valid].map { split(.valid, $0) },
      test: parts[.test].map { split(.test, $0) }, dt: dt, conversionFactor: nil, truthPerRate: 1, alignment: nil,
      arrays: arrays, layout: "memory")
    try self.init(name: name, sessions: [session])
  }

  /// The trials of each split that has any; nil where the shares leave nothing to train on.
  ///
  /// Trial k of n (of its condition) is validation where ⌊(k+1)·share⌋ exceeds ⌊k·share⌋: the last of every five for
  /// a share of 0.2. A thousandth of a trial is added against rounding. Of those that are not validation, test trials
  /// are taken by the same rule with the share test / (1 − valid): without test trials the others stay as they are.
  static func parts(
    trials: Int, validShare: Double, testShare: Double = 0, conditions: [Double]?
  ) -> [SplitName: [Int]]? {
    guard validShare + testShare < 1 else { return nil }
    func takes(_ k: Int, _ share: Double) -> Bool {
      (Double(k + 1) * share + 1e-3).rounded(.down) > (Double(k) * share + 1e-3).rounded(.down)
    }
    // How many trials of each condition have come, and how many of them are not for validation.
    var seen: [Double: (all: Int, others: Int)] = [:]
    var parts: [SplitName: [Int]] = [:]
    for trial in 0..<trials {
      var (all, others) = seen[conditions?[trial] ?? 0] ?? (0, 0)
      var split = SplitName.train
      if takes(all, validShare) {
        split = .valid
      } else {
        if takes(others, testShare / (1 - validShare)) { split = .test }
        others += 1
      }
      all += 1
      seen[conditions?[trial] ?? 0] = (all, others)
      parts[split, default: []].append(trial)
    }
    return parts[.train] == nil ? nil : parts
  }
}
