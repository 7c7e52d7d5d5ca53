import CSpawn
import Glibc

/// How a process apart is started.
public struct SandboxLaunch: Sendable {
  /// The descriptor through which the process is spoken to.
  static let socket: Int32 = 3

  let program: String
  let environment: [String]
  /// Asked again and again while an answer is waited for; true ends the waiting.
  let isInterrupted: @Sendable () -> Bool

  /// - Parameters:
  ///   - program: a program that calls `Sandbox.begin`.
  ///   - environment: `NAME=value` of each variable of the process.
  public init(
    program: String, environment: [String], isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.program = program
    self.environment = environment
    self.isInterrupted = isInterrupted
  }

  /// Starts a process that holds nothing of this one but `socket`, as its descriptor 3, and whose group of processes is
  /// its own: Ctrl-C at the prompt is for this one, which may want to go on reading.
  ///
  /// - Returns: an error number, or 0.
  func spawn(_ process: inout pid_t, as reader: SandboxReader, socket: Int32) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    // Also where it has that number already: then the mark that would close it goes.
    posix_spawn_file_actions_adddup2(&actions, socket, Self.socket)
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
    }
    posix_spawn_file_actions_addclosefrom_np(&actions, Self.socket + 1)
    var all = sigset_t(), none = sigset_t()
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    return withCStrings(["lfads-repl", Sandbox.word, reader.kind]) { words in
      withCStrings(environment) { variables in
        posix_spawn(&process, program, &actions, &attributes, words, variables)
      }
    }
  }

  /// Texts as C has lists of them, with a null at the end.
  private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let pointers = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("a list with its end is not empty") }
      return body(start)
    }
  }
}
