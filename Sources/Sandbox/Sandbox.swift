import Glibc
import Synchronization

/// The processes that read files nobody vouches for: this program itself, started with a word of its own and the kind of
/// reader it is to be.
///
/// A process has one program, so this is a setting of the process, made once by its `main`. Where nobody makes it (in a
/// test, say), the process reads every file itself.
public enum Sandbox {
  /// The program's first argument where it is to be such a process; the second is the kind of reader.
  public static let word = "--read"

  private static let setting = Mutex<(launch: SandboxLaunch, kinds: Set<String>)?>(nil)

  /// To be called before anything else is done: serves as one of the readers and ends where the program was started to;
  /// elsewhere it sees to it that such processes read from here on.
  ///
  /// - Parameters:
  ///   - readers: all that files are read by; their kinds differ.
  ///   - program: a program that calls this too, with the same readers.
  ///   - environment: `NAME=value` of each variable of those processes.
  ///   - isInterrupted: asked while an answer is waited for; true ends the reading with `interrupted`.
  public static func begin(
    readers: [SandboxReader], arguments: [String], program: String = "/proc/self/exe", environment: [String],
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    let words = arguments.dropFirst().prefix(2)
    if let reader = readers.first(where: { words.elementsEqual([word, $0.kind]) }) { live(as: reader) }
    let launch = SandboxLaunch(program: program, environment: environment, isInterrupted: isInterrupted)
    setting.withLock { $0 = (launch, Set(readers.map(\.kind))) }
  }

  /// How a process is started that reads so; nil where this process has to read itself.
  public static func launch(of reader: SandboxReader) -> SandboxLaunch? {
    setting.withLock { $0.flatMap { $0.kinds.contains(reader.kind) ? $0.launch : nil } }
  }

  private static func live(as reader: SandboxReader) -> Never {
    ReadingLimits.forbidCoreFiles()
    ReadingLimits.grantTime()
    reader.serve(Channel(socket: SandboxLaunch.socket))
    _exit(0)
  }
}
