import Syntax
import Tensors

/// What a running program works with: the table, the session's state, its limits, and the calls under way.
///
/// One thread uses it at a time.
public final class Machine {
  public let table: BuiltinTable
  public let files: FileReader
  public let cancellation: CancellationToken
  public var settings: Settings
  public var sink: any OutputSink
  /// The stream that random functions without a seed draw from.
  public var random: RandomStream
  private(set) var depth = 0
  private var steps = 0
  /// Values of several parts kept so far.
  private var keptWholes = 0
  /// Address below which no call may start; set for the thread of the evaluation.
  private var stackFloor: UInt = 0
  private var states: [ObjectIdentifier: AnyObject] = [:]
  /// Takes note of what programs read, write and come to; nil where nobody does.
  public var observer: (any RunObserver)?
  /// What went wrong without ending anything, in order.
  public var pending: [PendingFailure] = []
  /// Who runs programs on it, for built-ins that look names up: `help`.
  public internal(set) weak var interpreter: Interpreter?

  /// Key of the session's random stream before anything has drawn from it.
  public static let defaultSeed: UInt64 = 0

  public init(
    table: BuiltinTable, settings: Settings, sink: any OutputSink, files: FileReader = .none,
    cancellation: CancellationToken = CancellationToken()
  ) {
    self.table = table
    self.settings = settings
    self.sink = sink
    self.files = files
    self.cancellation = cancellation
    random = RandomStream(key: Self.defaultSeed, stream: 0)
  }

  /// See `Call.state`.
  public func state<State: AnyObject>(_ type: State.Type, initial: () -> State) -> State {
    if let state = states[ObjectIdentifier(type)] as? State { return state }
    let state = initial()
    states[ObjectIdentifier(type)] = state
    return state
  }

  /// Forgets what belongs to the session: its states, and how far its random stream has come.
  public func reset() {
    states = [:]
    random = RandomStream(key: Self.defaultSeed, stream: 0)
  }

  // MARK: Limits

  /// Gets ready to run on the calling thread. Does nothing within a run: what it calls shares its limits.
  func begin() {
    guard depth == 0 else { return }
    steps = 0
    let pointer = Self.stackPointer()
    stackFloor = pointer - min(pointer, UInt(settings.limits.stackBytes))
  }

  /// One round of a loop or one call: a chance to stop.
  @inline(__always)
  func tick() throws {
    steps &+= 1
    if cancellation.isCancelled || steps > settings.limits.steps ?? Int.max { try stop() }
  }

  private func stop() throws -> Never {
    if cancellation.isCancelled { throw InterruptionError() }
    throw ValueError.stepLimit(settings.limits.steps ?? steps)
  }

  /// A value is about to be kept under a name: a chance to refuse one that grows without an end.
  ///
  /// Only now and then is it walked, and of long lists only the ends: a loop that puts a value into itself comes by often
  /// enough. 61 shares no factor with the few values that a round of a loop keeps.
  @inline(__always)
  func keep(_ value: Value) throws {
    switch value {
    case .list, .record, .function(.closure): try keepWhole(value)
    default: return
    }
  }

  private func keepWhole(_ value: Value) throws {
    keptWholes &+= 1
    guard keptWholes % 61 == 0, Nesting.exceeds(settings.limits.nesting, in: value) else { return }
    throw ValueError.nestedTooDeeply(settings.limits.nesting)
  }

  /// Runs `body` one call deeper.
  func deeper<Result>(_ body: () throws -> Result) throws -> Result {
    try tick()
    guard depth < settings.limits.callDepth, Self.stackPointer() > stackFloor else { throw ValueError.tooDeep(depth) }
    depth += 1
    defer { depth -= 1 }
    return try body()
  }

  /// About where the calling function's frame stands.
  @inline(__always)
  private static func stackPointer() -> UInt {
    var marker: UInt8 = 0
    return withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
  }

  // MARK: Calls

  /// Calls `function`; the arguments are checked, an error carries the chain of calls.
  public func invoke(
    _ function: Function, _ values: [Value], labelled: [(String, Value)] = [], from location: Location?
  ) throws -> Value {
    let labels = Array(repeating: String?.none, count: values.count) + labelled.map { Optional($0.0) }
    let all = values + labelled.map(\.1)
    do {
      let targets = try ArgumentBinder.map(labels, to: function.parameters, of: function.name ?? "fn")
      switch function {
      case .builtin(let builtin): return try call(builtin, all, targets: targets, at: location) { _ in location }
      case .closure(let closure): return try call(closure, all, targets: targets, at: location)
      }
    } catch let failure as LocatedError {
      throw failure
    } catch {
      throw LocatedError(error, at: location)
    }
  }

  /// Calls a built-in with arguments whose parameters are known.
  ///
  /// - Parameter place: where the argument of that number stands.
  func call(
    _ builtin: Builtin, _ values: [Value], targets: [Int], at location: Location?, place: (Int) -> Location?
  ) throws -> Value {
    var bound: (arguments: [Value?], given: [Bool])
    do { bound = try ArgumentBinder.bind(values, targets: targets, of: builtin) } catch {
      throw LocatedError(error.cause, at: place(error.argument))
    }
    for parameter in builtin.pathParameters {
      guard case .string(let path)? = bound.arguments[parameter] else { continue }
      do { bound.arguments[parameter] = .string(try HomePath.expanded(path, home: settings.homeDirectory)) } catch {
        throw LocatedError(error, at: targets.firstIndex(of: parameter).flatMap(place) ?? location)
      }
    }
    let call = Call(builtin: builtin, machine: self, location: location, arguments: bound.arguments, given: bound.given)
    observer?.callBegan(at: location)
    do {
      return try deeper { try builtin.body(call) }
    } catch let fault as ArgumentFaultError {
      let number = targets.firstIndex { builtin.parameters[$0].label == fault.label }
      throw LocatedError(fault, at: number.flatMap(place) ?? location)
    } catch let failure as LocatedError {
      throw failure
    } catch {
      throw LocatedError(error, at: location, phase: error is InterruptionError ? .interrupted : .running)
    }
  }
}
