import Syntax
import Tensors

/// One call of a built-in: its arguments, checked against the table row, and what the body may use of the session.
///
/// The reading functions take the parameter's label and fit its type in the row; asking for another type is our mistake
/// and stops the program. `…OrNil` are for parameters that may be left out.
public final class Call {
  public let builtin: Builtin
  public let machine: Machine
  /// Where the call stands.
  public let location: Location?
  /// One entry a parameter: the value given or the default, nil where an optional one was left out.
  private let arguments: [Value?]
  /// Whether the caller wrote the argument.
  private let given: [Bool]

  init(builtin: Builtin, machine: Machine, location: Location?, arguments: [Value?], given: [Bool]) {
    self.builtin = builtin
    self.machine = machine
    self.location = location
    self.arguments = arguments
    self.given = given
  }

  // MARK: Arguments

  private func position(_ label: String) -> Int {
    guard let position = builtin.parameters.firstIndex(where: { $0.label == label }) else {
      preconditionFailure("\(builtin.name) has no parameter \(label)")
    }
    return position
  }

  /// The argument, its default, or nil.
  public subscript(label: String) -> Value { arguments[position(label)] ?? .nil }

  /// Whether the caller wrote this argument.
  public func wasGiven(_ label: String) -> Bool { given[position(label)] }

  /// Every argument the caller wrote, in the order of the table.
  public var givenArguments: [(label: String, value: Value)] {
    zip(builtin.parameters, zip(arguments, given)).compactMap { parameter, argument in
      argument.1 ? (parameter.label, argument.0 ?? .nil) : nil
    }
  }

  private func read<Result>(_ label: String, _ type: String, _ convert: (Value) -> Result?) -> Result {
    let value = self[label]
    guard let result = convert(value) else {
      preconditionFailure("\(builtin.name): the row lets \(label) be a \(value.typeName), the body wants a \(type)")
    }
    return result
  }

  private func readOrNil<Result>(_ label: String, _ type: String, _ convert: (Value) -> Result?) -> Result? {
    self[label].isNil ? nil : read(label, type, convert)
  }

  public func number(_ label: String) -> Double { read(label, "number", \.asNumber) }
  public func numberOrNil(_ label: String) -> Double? { readOrNil(label, "number", \.asNumber) }
  public func integer(_ label: String) -> Int { read(label, "integer", \.asInteger) }
  public func integerOrNil(_ label: String) -> Int? { readOrNil(label, "integer", \.asInteger) }
  public func bool(_ label: String) -> Bool { read(label, "bool", \.asBool) }
  public func boolOrNil(_ label: String) -> Bool? { readOrNil(label, "bool", \.asBool) }
  public func string(_ label: String) -> String { read(label, "string", \.asString) }
  public func stringOrNil(_ label: String) -> String? { readOrNil(label, "string", \.asString) }
  /// A tensor; numbers, ranges and flat lists of numbers have become one.
  public func tensor(_ label: String) -> Tensor { read(label, "tensor", Self.tensor) }
  public func tensorOrNil(_ label: String) -> Tensor? { readOrNil(label, "tensor", Self.tensor) }

  /// A tensor, or a number where the row lets one stand for it.
  private static func tensor(_ value: Value) -> Tensor? {
    value.asTensor ?? value.asNumber.map { Tensor([$0], shape: []) }
  }
  public func list(_ label: String) -> [Value] { read(label, "list", \.asList) }
  public func listOrNil(_ label: String) -> [Value]? { readOrNil(label, "list", \.asList) }
  public func record(_ label: String) -> Record { read(label, "record", \.asRecord) }
  public func recordOrNil(_ label: String) -> Record? { readOrNil(label, "record", \.asRecord) }
  public func range(_ label: String) -> RangeValue { read(label, "range", \.asRange) }
  public func function(_ label: String) -> Function { read(label, "function", \.asFunction) }

  /// The handle behind `label`; the row must allow no other type of handle.
  public func handle<Kind: Handle>(_ label: String, as kind: Kind.Type = Kind.self) -> Kind {
    read(label, Kind.typeName) { $0.asHandle as? Kind }
  }
  public func handleOrNil<Kind: Handle>(_ label: String, as kind: Kind.Type = Kind.self) -> Kind? {
    readOrNil(label, Kind.typeName) { $0.asHandle as? Kind }
  }

  // MARK: Errors

  /// An error that lies in one argument: the carets go under it.
  public func fault(
    _ label: String, _ title: String, expected: String? = nil, found: String? = nil, hint: String? = nil,
    kind: String = "argument"
  ) -> ArgumentFaultError {
    let message = Message(title, expected: expected, found: found, hints: hint.map { [$0] } ?? [])
    return ArgumentFaultError(label: label, cause: RefusalError(message, kind: kind))
  }

  /// Runs `work`; an error from it is laid to the argument `label`.
  public func blaming<Result>(_ label: String, _ work: () throws -> Result) throws -> Result {
    do { return try work() } catch let fault as ArgumentFaultError {
      throw fault
    } catch let failure as LocatedError {
      throw failure
    } catch let interruption as InterruptionError {
      throw interruption
    } catch {
      throw ArgumentFaultError(label: label, cause: error)
    }
  }

  // MARK: The session

  public var sink: any OutputSink { machine.sink }
  public var cancellation: CancellationToken { machine.cancellation }
  public var settings: Settings { machine.settings }

  /// Shows a warning under this call.
  public func warn(_ message: Message) {
    sink.warning(Diagnostic(severity: .warning, message: message, location: location))
  }

  /// The random stream to draw from: a fresh one when the argument `seed` is given, else the session's, which moves on.
  public func withRandomStream<Result>(
    seed label: String = "seed", _ draw: (inout RandomStream) throws -> Result
  ) rethrows -> Result {
    guard let seed = integerOrNil(label) else { return try draw(&machine.random) }
    var stream = RandomStream(key: UInt64(bitPattern: Int64(seed)), stream: 0)
    return try draw(&stream)
  }

  /// Calls a function value back; an error inside carries the chain of calls.
  public func invoke(_ function: Function, _ values: [Value], labelled: [(String, Value)] = []) throws -> Value {
    try machine.invoke(function, values, labelled: labelled, from: location)
  }

  /// State of the session that belongs to whoever defines `State`; made by `initial` at first use.
  public func state<State: AnyObject>(_ type: State.Type, initial: () -> State) -> State {
    machine.state(type, initial: initial)
  }
}
