import CHDF5
import Glibc
import Synchronization

/// The processes that read files nobody vouches for: this program itself, started with a word of its own.
///
/// A process has one HDF5 library and one program, so this is a setting of the process, made once by its `main`. Where
/// nobody makes it (in a test, say), the process reads every file itself.
public enum HDF5Reader {
  /// The program's first argument where it is to be such a process.
  public static let word = "--read-hdf5"

  /// How one is started.
  struct Launch: Sendable {
    let program: String
    let environment: [String]
    /// Asked again and again while an answer is waited for; true ends the waiting.
    var isInterrupted: @Sendable () -> Bool = { false }
  }

  private static let setting = Mutex<Launch?>(nil)

  static var launch: Launch? { setting.withLock { $0 } }

  /// To be called before anything else is done: serves one file and ends where the program was started to; elsewhere
  /// it sees to it that files are read by such processes from here on.
  ///
  /// - Parameters:
  ///   - program: a program that calls this too.
  ///   - environment: `NAME=value` of each variable of those processes.
  ///   - isInterrupted: asked while an answer is waited for; true ends the reading with `interrupted`.
  public static func begin(
    arguments: [String], program: String = "/proc/self/exe", environment: [String],
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    if arguments.dropFirst().first == word { SandboxChild.live() }
    setting.withLock { $0 = Launch(program: program, environment: environment, isInterrupted: isInterrupted) }
  }
}

extension HDF5Reader.Launch {
  /// Starts a process that holds nothing of this one but `socket`, as its descriptor 3, and whose group of processes is
  /// its own: Ctrl-C at the prompt is for this one, which may want to go on reading.
  ///
  /// - Returns: an error number, or 0.
  func spawn(_ process: inout pid_t, socket: Int32) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    // Also where it has that number already: then the mark that would close it goes.
    posix_spawn_file_actions_adddup2(&actions, socket, SandboxChild.socket)
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
    }
    posix_spawn_file_actions_addclosefrom_np(&actions, SandboxChild.socket + 1)
    var all = sigset_t(), none = sigset_t()
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    return withCStrings(["lfads-repl", HDF5Reader.word]) { words in
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
