import Glibc
import Language
import Synchronization

/// Ctrl-C and the signals that end a program, of which the shell alone takes notice.
///
/// While something is evaluated, the first Ctrl-C asks it to end at its next consistent point, a second one within two
/// seconds to give up at once, a third ends the program. A signal that ends the program asks for the same as a first
/// Ctrl-C, so that a checkpoint can be written; a second one ends it.
public enum Interrupts {
  /// What a press of Ctrl-C comes to.
  enum Press: Equatable {
    case finish, abort, exit
  }

  private static let window: UInt64 = 2_000_000_000
  private static let state = State()

  /// All a signal handler may touch.
  private final class State: Sendable {
    let presses = Atomic<Int>(0)
    let lastPress = Atomic<UInt64>(0)
    let ending = Atomic<Int32>(0)
    /// Address of the token of what is being evaluated, kept alive by whoever evaluates; 0 between evaluations.
    let token = Atomic<UInt>(0)
    /// The thread that waits for keys, whom signals must wake; 0 while none does.
    let reader = Atomic<UInt>(0)
  }

  /// The signal that asked the program to end; nil while it may go on.
  public static var endingSignal: Int32? {
    let number = state.ending.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Whether what is evaluated is to end, or the whole program is.
  public static var isEnding: Bool { endingSignal != nil || presentToken?.isCancelled == true }

  /// Takes over the signals, for good. What was ignored from the start (`nohup`) stays so.
  public static func install() {
    _ = state
    handle(SIGINT, restarting: false)
    for number in [SIGTERM, SIGHUP] { handle(number, restarting: false) }
    signal(SIGPIPE, SIG_IGN)
    // A file that would grow beyond the user's limit is an error of the write, after which things are put in order.
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Runs `work`, which polls `token`, with Ctrl-C leading there.
  public static func leading<Result>(to token: CancellationToken, _ work: () throws -> Result) rethrows -> Result {
    token.reset()
    state.presses.store(0, ordering: .relaxed)
    state.token.store(UInt(bitPattern: Unmanaged.passUnretained(token).toOpaque()), ordering: .releasing)
    if endingSignal != nil { token.cancel() }
    // A read or write that a signal breaks off goes on by itself here; while a line is read it must not.
    handle(SIGINT, restarting: true)
    defer {
      state.token.store(0, ordering: .releasing)
      handle(SIGINT, restarting: false)
    }
    return try withExtendedLifetime(token) { try work() }
  }

  /// Runs `work` during which another program has the terminal: Ctrl-C is for that one.
  static func whileElsewhere(_ work: () -> Void) {
    let token = state.token.exchange(0, ordering: .acquiringAndReleasing)
    work()
    state.token.store(token, ordering: .releasing)
    if endingSignal != nil { presentToken?.cancel() }
  }

  /// Says which thread waits for keys; nil when it no longer does.
  static func setReader(_ thread: pthread_t?) { state.reader.store(thread.map { UInt($0) } ?? 0, ordering: .releasing) }

  /// Hands a signal on to the thread that waits for keys, when the system has given it to another: those of a library
  /// would take it while the reader holds it back, and the reader would sleep on. Allowed within a signal handler.
  /// - Returns: Whether that was so, and nothing else is to be done.
  static func isHandedOn(_ number: Int32) -> Bool {
    let reader = state.reader.load(ordering: .acquiring)
    guard reader != 0, reader != UInt(pthread_self()) else { return false }
    pthread_kill(pthread_t(reader), number)
    return true
  }

  /// What a press means after `presses` others, the last of them `elapsed` nanoseconds ago.
  static func meaning(presses: Int, elapsed: UInt64) -> (presses: Int, press: Press) {
    let count = elapsed > window ? 1 : presses + 1
    return (count, count == 1 ? .finish : count == 2 ? .abort : .exit)
  }

  private static func handle(_ number: Int32, restarting: Bool) {
    var previous = sigaction()
    sigaction(number, nil, &previous)
    if number != SIGINT, unsafeBitCast(previous.__sigaction_handler.sa_handler, to: Int.self) == 1 { return }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { Interrupts.receive($0) }
    action.sa_flags = restarting ? SA_RESTART : 0
    sigaction(number, &action, nil)
  }

  private static var presentToken: CancellationToken? {
    UnsafeRawPointer(bitPattern: state.token.load(ordering: .acquiring))
      .map { Unmanaged<CancellationToken>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Runs inside a signal handler: atomics and calls that POSIX allows there, nothing else.
  private static func receive(_ number: Int32) {
    if isHandedOn(number) { return }
    let token = presentToken
    if number != SIGINT {
      if state.ending.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
      token?.cancel()
      return
    }
    guard let token else { return }
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let now = UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    let elapsed = now - state.lastPress.exchange(now, ordering: .relaxed)
    let (presses, press) = meaning(presses: state.presses.load(ordering: .relaxed), elapsed: elapsed)
    state.presses.store(presses, ordering: .relaxed)
    switch press {
    case .finish where token.isCancelled: return
    case .finish, .abort: token.cancel()
    case .exit: _exit(130)
    }
  }
}
