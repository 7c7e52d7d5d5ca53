import Glibc
import Synchronization

/// The signals that matter while keys are awaited, held back at all other times of a reading: libedit is never broken off
/// in the midst of drawing, and its own handlers, which signal the whole process group, stay out.
final class ReadingSignals {
  /// What ended a wait.
  enum Event: Equatable {
    /// There is something to read, or nothing more will come.
    case input
    /// Ctrl-C, or a signal that ends the program.
    case interrupted
    /// The window has another size.
    case resized
    /// Ctrl-Z.
    case suspended
    /// The program goes on after having been stopped, and the terminal may have been used by others.
    case continued
  }

  private static let watched = [SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT, SIGQUIT]
  /// Those handled here; the first three belong to `Interrupts`.
  private static let own = [SIGWINCH, SIGTSTP, SIGCONT, SIGQUIT]
  /// What has arrived, a bit a signal.
  private static let arrived = Atomic<UInt64>(0)

  private var previousMask = sigset_t()
  private var previousActions: [Int32: sigaction] = [:]

  /// Starts holding back.
  init() {
    Self.arrived.store(0, ordering: .relaxed)
    for number in Self.own {
      var action = sigaction()
      var previous = sigaction()
      action.__sigaction_handler.sa_handler = { ReadingSignals.note($0) }
      sigaction(number, &action, &previous)
      previousActions[number] = previous
    }
    var mask = Self.set(Self.watched)
    pthread_sigmask(SIG_BLOCK, &mask, &previousMask)
    Interrupts.setReader(pthread_self())
  }

  /// Ends holding back; to be called once.
  func end() {
    Interrupts.setReader(nil)
    for (number, action) in previousActions {
      var action = action
      sigaction(number, &action, nil)
    }
    pthread_sigmask(SIG_SETMASK, &previousMask, nil)
  }

  /// Waits until there is something to read on standard input or a signal has come.
  func wait() -> Event {
    while true {
      var descriptors = fd_set()
      descriptors.__fds_bits.0 = 1 << STDIN_FILENO
      let status = pselect(STDIN_FILENO + 1, &descriptors, nil, nil, nil, &previousMask)
      guard status < 0, errno == EINTR else { return .input }
      let signals = Self.arrived.exchange(0, ordering: .relaxed)
      func has(_ number: Int32) -> Bool { signals & (1 << UInt64(number)) != 0 }
      if has(SIGTSTP) { return .suspended }
      if has(SIGCONT) { return .continued }
      if has(SIGWINCH) { return .resized }
      if !has(SIGQUIT) { return .interrupted }
    }
  }

  /// Stops the program as Ctrl-Z does, until it is continued.
  func suspend() {
    var standard = sigaction()
    var ours = sigaction()
    standard.__sigaction_handler.sa_handler = SIG_DFL
    sigaction(SIGTSTP, &standard, &ours)
    raise(SIGTSTP)
    var mask = Self.set([SIGTSTP])
    pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    // Here the program stands still.
    pthread_sigmask(SIG_BLOCK, &mask, nil)
    sigaction(SIGTSTP, &ours, nil)
  }

  private static func note(_ number: Int32) {
    if Interrupts.isHandedOn(number) { return }
    arrived.bitwiseOr(1 << UInt64(number), ordering: .relaxed)
  }

  private static func set(_ numbers: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for number in numbers { sigaddset(&set, number) }
    return set
  }
}
