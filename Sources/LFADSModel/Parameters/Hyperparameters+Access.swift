extension Hyperparameters {
  /// The value of the hyperparameter called `name`, nil where there is none.
  public func value(named name: String) -> HyperparameterValue? {
    guard let row = HyperparameterTable.row(named: name) else { return nil }
    switch row.access {
    case .integer(let path, _): return .number(Double(self[keyPath: path]))
    case .number(let path, _): return .number(self[keyPath: path])
    case .flag(let path): return .flag(self[keyPath: path])
    case .choice(let get, _, _): return .word(get(self))
    }
  }

  /// Sets one hyperparameter by name, within its range.
  public mutating func set(_ name: String, to value: HyperparameterValue) throws(HyperparameterError) {
    guard let row = HyperparameterTable.row(named: name) else {
      throw .unknown(name, near: [])
    }
    switch (row.access, value) {
    case (.integer(let path, let range), .number(let number)):
      self[keyPath: path] = try Self.integer(number, range, name)
    case (.number(let path, let range), .number(let number)):
      guard range.contains(number) else {
        throw .outOfRange(name: name, found: number, lower: range.lowerBound, upper: range.upperBound)
      }
      self[keyPath: path] = number
    case (.flag(let path), .flag(let flag)):
      self[keyPath: path] = flag
    case (.choice(_, let set, let choices), .word(let word)):
      guard set(&self, word) else { throw .notAChoice(name: name, found: word, choices: choices) }
    case (.integer, _): throw .wrongKind(name: name, expected: "an integer", found: value)
    case (.number, _): throw .wrongKind(name: name, expected: "a number", found: value)
    case (.flag, _): throw .wrongKind(name: name, expected: "true or false", found: value)
    case (.choice(_, _, let choices), _):
      throw .wrongKind(name: name, expected: choices.joined(separator: " or "), found: value)
    }
  }

  /// A whole number within `range`. Numbers beyond what an integer holds mean "unlimited", as in the reference's files.
  private static func integer(
    _ number: Double, _ range: ClosedRange<Int>, _ name: String
  ) throws(HyperparameterError) -> Int {
    guard number == number.rounded() || number.isInfinite else { throw .notAnInteger(name: name, found: number) }
    let value = number >= 0x1p63 ? Int.max : number < -0x1p63 ? Int.min : Int(number)
    guard range.contains(value) else {
      throw .outOfRange(
        name: name, found: number, lower: Double(range.lowerBound), upper: Double(range.upperBound))
    }
    return value
  }

  /// Checks what no single range can: values that exclude each other.
  public func validate(sessions: Int) throws(HyperparameterError) {
    if feedsRates && sessions > 1 {
      throw .contradiction(
        names: ["feedback_factors_or_rates"],
        reason: "rates feedback needs a single session, the data has \(sessions)")
    }
    if ic_prior_var_min > ic_prior_var_max {
      throw .contradiction(
        names: ["ic_prior_var_min", "ic_prior_var_max"],
        reason: "the lower bound \(ic_prior_var_min) is above the upper bound \(ic_prior_var_max)")
    }
    if do_train_io_only && do_train_encoder_only {
      throw .contradiction(
        names: ["do_train_io_only", "do_train_encoder_only"], reason: "together they leave nothing to train")
    }
  }
}
