import Glibc

/// The program of `$PAGER`, which shows long texts a window at a time. It is started directly, not through a shell.
struct Pager {
  let words: [String]

  /// Shows the text and waits until the reader leaves; false when the pager cannot be started.
  func show(_ text: String) -> Bool {
    guard let program = words.first else { return false }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    // The pager must not hold the writing end, or it would wait for itself.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    guard let process = start(program, reading: ends[0]) else {
      close(ends[0])
      close(ends[1])
      return false
    }
    close(ends[0])
    Interrupts.whileElsewhere {
      write(text, to: ends[1])
      close(ends[1])
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
    return true
  }

  private func start(_ program: String, reading input: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    // What this program ignores or handles, the pager need not.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    // `less` with colours, without its screen for what fits, unless its user has said otherwise.
    var environment: [UnsafeMutablePointer<CChar>?] = []
    var hasOptions = false
    var entry = environ
    while let pair = entry.pointee {
      hasOptions = hasOptions || strncmp(pair, "LESS=", 5) == 0
      environment.append(strdup(pair))
      entry += 1
    }
    if !hasOptions { environment.append(strdup("LESS=FRX")) }
    var arguments = words.map { strdup($0) }
    defer { for text in environment + arguments { free(text) } }
    var process: pid_t = 0
    let result = posix_spawnp(&process, program, &actions, &attributes, &arguments.terminated, &environment.terminated)
    return result == 0 ? process : nil
  }

  /// Writes until the reader has had enough.
  private func write(_ text: String, to pipe: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(pipe, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { return }
      rest = rest.dropFirst(max(count, 0))
    }
  }
}

extension Array where Element == UnsafeMutablePointer<CChar>? {
  /// With the null at its end that C expects.
  fileprivate var terminated: [Element] {
    get { self + [nil] }
    set { self = newValue.dropLast() }
  }
}
