/// Reads one data file into a session.
struct SessionReader {
  private let file: DataFile
  /// For every array that belongs to a split: our name of it and the file's.
  private let splitNames: [SplitName: [String: String]]

  init(_ file: DataFile) {
    self.file = file
    splitNames = Dictionary(uniqueKeysWithValues: SplitName.allCases.map { ($0, Self.names(of: $0, in: file)) })
  }

  /// - Parameters:
  ///   - name: the session's name.
  ///   - dt: bin width in seconds for a file that has none.
  func session(named name: String, dt: Double?) throws(DatasetError) -> Session {
    guard let train = try observations(.train) else {
      throw DatasetError(file: file.path, cause: .noTrainingData(available: file.names.sorted()))
    }
    var found: [SplitName: Observations] = [.train: train]
    var parts = [try index(.train, train)]
    for name in SplitName.allCases where name != .train {
      guard let data = try observations(name) else { continue }
      try require("time", data.bins, train.bins, at: fileName("data", name), like: fileName("data", .train))
      try require("neuron", data.channels, train.channels, at: fileName("data", name), like: fileName("data", .train))
      found[name] = data
      parts.append(try index(name, data))
    }
    let numbers = try TrialNumbers(parts, in: file.path)
    let trainSplit = try split(.train, train, index: numbers[.train])
    func other(_ name: SplitName) throws(DatasetError) -> Split? {
      guard let data = found[name] else { return nil }
      let split = try split(name, data, index: numbers[name])
      try checkExternalInputs(trainSplit, split)
      return split
    }
    let (validSplit, testSplit) = (try other(.valid), try other(.test))
    let factor = try positive("conversion_factor")
    return Session(
      name: name, train: trainSplit, valid: validSplit, test: testSplit, dt: try binWidth(given: dt),
      conversionFactor: factor,
      truthPerRate: try file.attribute(Self.truthPerRate) ?? factor ?? 1, alignment: try alignment(train.channels),
      arrays: try sessionArrays(), layout: file.layout.name + (file.isMatlab ? ", MATLAB v7.3" : ""))
  }

  /// Where a file says what its truth is to be divided by, when that is not its conversion factor.
  static let truthPerRate = "truth_per_rate"

  private func fileName(_ name: String, _ split: SplitName) -> String {
    splitNames[split]?[name] ?? ArrayName.fileName(name, of: split)
  }

  private func require(
    _ axis: String, _ found: Int, _ expected: Int, at object: String, like other: String
  ) throws(DatasetError) {
    guard found == expected else {
      throw DatasetError(
        file: file.path, object: object,
        cause: .extent(axis: axis, found: found, expected: expected, of: "'\(other)'"))
    }
  }
}

// MARK: - Which array is whose

extension SessionReader {
  /// An array bears a split's name if it is one of those every split has, if another split has its counterpart, or
  /// if it is as long as the split: `train_percentage` is none of these and belongs to the session.
  private static func names(of split: SplitName, in file: DataFile) -> [String: String] {
    let known: Set<String> = ["data", "truth", "ext_input", "inds"]
    let all = file.names.sorted().map { (file: $0, name: ArrayName($0)) }
    let counterparts = Set(all.filter { $0.name.split != nil && $0.name.split != split }.map(\.name.name))
    var names: [String: String] = [:]
    for (fileName, name) in all
    where name.split == split && (known.contains(name.name) || counterparts.contains(name.name)) {
      names[name.name] = fileName
    }
    // The program's own names, unless ours is there as well.
    for (theirs, ours) in file.layout.names where names[ours] == nil {
      names[ours] =
        names.removeValue(forKey: theirs) ?? file.names.first { ArrayName($0) == ArrayName(split: split, name: theirs) }
    }
    guard let data = names["data"], let trials = try? file.shape(data).first else { return names }
    for (fileName, name) in all where name.split == split && names[name.name] == nil && !names.values.contains(fileName)
    {
      if (try? file.shape(fileName))?.first == trials { names[name.name] = fileName }
    }
    return names
  }

  /// What belongs to no split and has no meaning of its own here.
  private func sessionArrays() throws(DatasetError) -> [String: StoredArray] {
    let taken = Set(splitNames.values.flatMap(\.values))
    var arrays: [String: StoredArray] = [:]
    for name in file.names where !taken.contains(name) { arrays[ours(name)] = try file.stored(name) }
    for known in ["dt", "conversion_factor", "alignment_matrix_cxf", "alignment_bias_c"] { arrays[known] = nil }
    return arrays
  }

  private func ours(_ fileName: String) -> String {
    file.layout.names.first { $0.theirs == fileName }?.ours ?? fileName
  }

  /// The file's name of an array of the session.
  private func sessionName(_ name: String) -> String? {
    if file.names.contains(name) { return name }
    return file.layout.names.first { $0.ours == name && file.names.contains($0.theirs) }?.theirs
  }
}

// MARK: - Splits

extension SessionReader {
  private func observations(_ split: SplitName) throws(DatasetError) -> Observations? {
    guard let name = splitNames[split]?["data"] else { return nil }
    return try file.observations(name)
  }

  private func split(_ name: SplitName, _ data: Observations, index: [Int]) throws(DatasetError) -> Split {
    var arrays: [String: StoredArray] = [:]
    for (ours, theirs) in splitNames[name] ?? [:] where !["data", "ext_input", "inds"].contains(ours) {
      arrays[ours] = try file.stored(theirs)
    }
    if let truth = arrays["truth"] {
      guard truth.shape.count == 3 else {
        throw DatasetError(
          file: file.path, object: truth.fileName, cause: .rank(shape: truth.shape, axes: "[trial, time, neuron]"))
      }
      for (axis, extents) in zip(["trial", "time", "neuron"], zip(truth.shape, data.shape)) {
        try require(axis, extents.0, extents.1, at: truth.fileName, like: fileName("data", name))
      }
    }
    return Split(
      name: name, data: data, externalInput: try externalInput(name, data), index: index, arrays: arrays)
  }

  /// [trial, time, input]; [trial, time] is one input, since MATLAB drops a last axis of one.
  private func externalInput(_ split: SplitName, _ data: Observations) throws(DatasetError) -> ExternalInput? {
    guard let name = splitNames[split]?["ext_input"] else { return nil }
    let shape = try file.shape(name)
    guard shape.count == 3 || shape.count == 2 else {
      throw DatasetError(file: file.path, object: name, cause: .rank(shape: shape, axes: "[trial, time, input]"))
    }
    try require("trial", shape[0], data.trials, at: name, like: fileName("data", split))
    try require("time", shape[1], data.bins, at: name, like: fileName("data", split))
    let inputs = shape.count == 3 ? shape[2] : 1
    guard inputs > 0 else { throw DatasetError(file: file.path, object: name, cause: .empty(shape: shape)) }
    let values = try file.numbers(name, as: Float.self).values
    if let position = values.firstIndex(where: { !$0.isFinite }) {
      let place = [position / (inputs * data.bins), position / inputs % data.bins, position % inputs]
      throw DatasetError(file: file.path, object: name, cause: .notFinite(at: place, value: values[position]))
    }
    return ExternalInput(values, trials: data.trials, bins: data.bins, inputs: inputs)
  }

  private func checkExternalInputs(_ train: Split, _ other: Split) throws(DatasetError) {
    let names = (train: fileName("ext_input", .train), other: fileName("ext_input", other.name))
    switch (train.externalInput, other.externalInput) {
    case (nil, nil): break
    case (nil, _): throw DatasetError(file: file.path, object: names.train, cause: .missingBeside(names.other))
    case (_, nil): throw DatasetError(file: file.path, object: names.other, cause: .missingBeside(names.train))
    case (let train?, let other?): try require("input", other.inputs, train.inputs, at: names.other, like: names.train)
    }
  }

  /// Where the trials stood in the recording, as the file has it.
  private func index(_ split: SplitName, _ data: Observations) throws(DatasetError) -> TrialNumbers.Part {
    guard let name = splitNames[split]?["inds"] else {
      return TrialNumbers.Part(split: split, trials: data.trials, numbers: nil)
    }
    let numbers = try file.numbers(name, as: Double.self).values
    try require("trial", numbers.count, data.trials, at: name, like: fileName("data", split))
    return TrialNumbers.Part(split: split, trials: data.trials, numbers: numbers)
  }
}

// MARK: - What belongs to the session

extension SessionReader {
  /// A single positive number, in whatever shape it is stored.
  private func positive(_ name: String) throws(DatasetError) -> Double? {
    guard let fileName = sessionName(name) else { return nil }
    let values = try file.numbers(fileName, as: Double.self).values
    guard values.count == 1 else {
      throw DatasetError(
        file: file.path, object: fileName, cause: .rank(shape: try file.shape(fileName), axes: "a single number"))
    }
    guard values[0] > 0, values[0].isFinite else {
      throw DatasetError(file: file.path, object: fileName, cause: .notPositive(values[0]))
    }
    return values[0]
  }

  private func binWidth(given: Double?) throws(DatasetError) -> Double? {
    let stored = try positive("dt")
    if let given, let stored, abs(given - stored) > 1e-9 * stored {
      throw DatasetError(file: file.path, cause: .binWidth(given: given, file: stored))
    }
    return stored ?? given
  }

  private func alignment(_ channels: Int) throws(DatasetError) -> AlignmentMatrix? {
    let biasName = sessionName("alignment_bias_c")
    guard let matrixName = sessionName("alignment_matrix_cxf") else {
      guard let biasName else { return nil }
      throw DatasetError(file: file.path, object: "alignment_matrix_cxf", cause: .missingBeside(biasName))
    }
    let matrix = try file.numbers(matrixName, as: Double.self)
    guard matrix.shape.count == 2 else {
      throw DatasetError(
        file: file.path, object: matrixName, cause: .rank(shape: matrix.shape, axes: "[neuron, factor]"))
    }
    guard !matrix.shape.contains(0) else {
      throw DatasetError(file: file.path, object: matrixName, cause: .empty(shape: matrix.shape))
    }
    let data = fileName("data", .train)
    try require("neuron", matrix.shape[0], channels, at: matrixName, like: data)
    var bias = [Double](repeating: 0, count: channels)
    if let biasName {
      bias = try file.numbers(biasName, as: Double.self).values
      try require("neuron", bias.count, channels, at: biasName, like: data)
    }
    for (name, values) in [(matrixName, matrix.values), (biasName ?? matrixName, bias)] {
      if let position = values.firstIndex(where: { !$0.isFinite }) {
        throw DatasetError(
          file: file.path, object: name, cause: .notFinite(at: [position], value: Float(values[position])))
      }
    }
    return AlignmentMatrix(matrix: matrix.values, bias: bias)
  }
}
