/// Brings the arguments of a call to the parameters of a function.
public enum ArgumentBinder {
  /// For every argument of a call the number of the parameter it goes to.
  ///
  /// - Parameter labels: the label of every argument, nil for those given by place, which come first.
  /// - Throws: `BindingError` for an unknown label, a parameter given twice, too many arguments or a missing one.
  public static func map(
    _ labels: [String?], to parameters: [Parameter], of function: String
  ) throws(BindingError) -> [Int] {
    func fault(_ reason: BindingError.Reason, _ argument: Int?) -> BindingError {
      BindingError(reason: reason, function: function, parameters: parameters, argument: argument)
    }
    var filled = Array(repeating: false, count: parameters.count)
    var targets: [Int] = []
    targets.reserveCapacity(labels.count)
    for (argument, label) in labels.enumerated() {
      let target: Int
      if let label {
        guard let named = parameters.firstIndex(where: { $0.answers(to: label) }) else {
          throw fault(.unknownLabel(label), argument)
        }
        if filled[named] { throw fault(.givenTwice(parameters[named].label), argument) }
        target = named
      } else if let last = targets.last, parameters[last].isRepeated {
        target = last
      } else {
        target = argument
        guard target < parameters.count else {
          throw fault(.tooMany(given: labels.prefix { $0 == nil }.count), argument)
        }
        if parameters[target].needsLabel { throw fault(.needsLabels, argument) }
      }
      filled[target] = true
      targets.append(target)
    }
    let missing = parameters.indices.filter { parameters[$0].isRequired && !filled[$0] }
    if !missing.isEmpty { throw fault(.missing(missing.map { parameters[$0].label }), nil) }
    return targets
  }

  /// The values of a call as the body of `builtin` gets them: checked, defaults filled in.
  ///
  /// - Parameter targets: what `map` gave for this call.
  /// - Throws: `MisfitError` with the number of the guilty argument.
  static func bind(
    _ values: [Value], targets: [Int], of builtin: Builtin
  ) throws(MisfitError) -> (arguments: [Value?], given: [Bool]) {
    let parameters = builtin.parameters
    var arguments: [Value?] = Array(repeating: nil, count: parameters.count)
    var given = Array(repeating: false, count: parameters.count)
    var repeated: [Value] = []
    for (number, target) in targets.enumerated() {
      let parameter = parameters[target]
      let value: Value?
      do { value = try checked(values[number], parameter, builtin) } catch {
        throw MisfitError(argument: number, cause: error)
      }
      if parameter.isRepeated {
        repeated.append(value ?? .nil)
      } else {
        arguments[target] = value
      }
      given[target] = value != nil || parameter.isRepeated
    }
    for (position, parameter) in parameters.enumerated() {
      switch parameter.presence {
      case .repeated: arguments[position] = .list(repeated)
      case .defaults(let value) where arguments[position] == nil: arguments[position] = value
      default: break
      }
    }
    return (arguments, given)
  }

  /// An argument that does not fit its parameter, by its number in the call.
  struct MisfitError: Error {
    let argument: Int
    let cause: ArgumentError
  }

  /// Whether `value` fits the parameter.
  static func check(_ value: Value, _ parameter: Parameter, of builtin: Builtin) throws(ArgumentError) {
    _ = try checked(value, parameter, builtin)
  }

  /// The value as the body gets it; nil for a nil that stands for leaving an argument out.
  private static func checked(_ value: Value, _ parameter: Parameter, _ builtin: Builtin) throws(ArgumentError)
    -> Value?
  {
    if value.isNil {
      switch parameter.presence {
      case .optional, .defaults(.nil): return nil
      default: break
      }
    }
    do { return try parameter.type.accepted(value, unit: parameter.unit) } catch {
      throw .argument(
        label: parameter.label, function: builtin.name, error,
        advice: ArgumentAdvice.lines(value, for: parameter, of: builtin))
    }
  }
}
