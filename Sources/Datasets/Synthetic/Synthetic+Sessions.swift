extension Synthetic {
  /// Splits what was observed and adds everything the reference writes beside it.
  func session(_ number: Int, _ source: SyntheticSource, data: SyntheticData) -> Session {
    let p = parameters
    let valid = trials(.valid)
    let perBin = p.maxRate * SyntheticParameters.dt
    // The stored factor of two sets does not bring rates per bin, or noisy rates, to the truth's 0 … 1.
    let factor = name == .itb_rnn ? perBin : 1 / perBin
    let truthPerRate = name == .gaussian_chaotic_rnn_no_inputs ? 1 / p.maxRate : 1 / perBin
    return Session(
      name: sessionName(number), train: split(.train, trials(.train), source, data),
      valid: valid.isEmpty ? nil : split(.valid, valid, source, data), dt: SyntheticParameters.dt,
      conversionFactor: factor, truthPerRate: truthPerRate, alignment: nil, arrays: arrays(source), layout: Self.layout)
  }

  func truth(_ split: SplitName, _ source: SyntheticSource) -> StoredArray {
    let trials = trials(split)
    return StoredArray(
      .made { source.truth(of: trials[$0]) }, shape: [trials.count, source.steps, source.channels],
      fileName: ArrayName.fileName("truth", of: split))
  }

  private func split(
    _ split: SplitName, _ trials: [Int], _ source: SyntheticSource, _ data: SyntheticData
  ) -> Split {
    let all: Observations.Storage =
      switch data {
      case .counts(let counts): .uint8(counts)
      case .noisy(let values): .float(values)
      }
    let observations = Observations(all, trials: parameters.trials, bins: source.steps, channels: source.channels)
    var arrays = ["truth": truth(split, source)]
    func add(_ name: String, _ content: StoredArray.Source, _ shape: [Int]) {
      arrays[name] = StoredArray(content, shape: shape, fileName: ArrayName.fileName(name, of: split))
    }
    if let network = source.inputs {
      let runs = trials.map { $0 / parameters.replications }
      add("inputs_u", .reals(network.inputs(of: runs)), [trials.count, source.steps, 1])
      add("outputs_u", .floats(network.outputs(of: runs)), [trials.count, source.steps])
    } else {
      add("condition_labels", .integers(trials.map { Int64($0 / parameters.replications) }), [trials.count])
    }
    var external: ExternalInput?
    if let labels = source.labels {
      let values = trials.flatMap { [Float](repeating: Float(labels[$0]), count: source.steps) }
      external = ExternalInput(values, trials: trials.count, bins: source.steps, inputs: 1)
    } else if source.inputs == nil {
      let pulses = source.pulses.isEmpty ? [] : trials.map { source.pulses[$0] }
      add("input_times", pulses.isEmpty ? .reals([]) : .integers(pulses.map { Int64($0) }), [pulses.count])
      var truth = [Double](repeating: 0, count: trials.count * source.steps)
      for (row, pulse) in pulses.enumerated() { truth[row * source.steps + pulse] = parameters.inputMagnitude }
      add("input_truth", .reals(truth), [trials.count, source.steps, 1])
    }
    let first = split == .train ? 0 : self.trials(.train).count
    return Split(
      name: split, data: observations.selecting(trials), externalInput: external,
      index: Array(first..<(first + trials.count)), arrays: arrays)
  }

  private func arrays(_ source: SyntheticSource) -> [String: StoredArray] {
    let p = parameters
    var arrays: [String: StoredArray] = [:]
    func add(_ name: String, _ content: StoredArray.Source, _ shape: [Int] = []) {
      arrays[name] = StoredArray(content, shape: shape, fileName: name)
    }
    add("nreplications", .integers([Int64(p.replications)]))
    add("train_percentage", .reals([p.trainShare]))
    if name == .itb_rnn {
      add("u_std", .reals([IntegratorNetwork.inputDeviation]))
      add("max_firing_rate", .reals([p.maxRate]))
    } else {
      add("P_sxn", .reals(source.matrix), [source.channels, p.units])
      if source.labels == nil { add("input_magnitude", .reals([p.inputMagnitude])) }
    }
    return arrays
  }
}
