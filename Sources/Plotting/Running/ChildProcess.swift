import Dispatch
import Glibc
import Subprocess
import Synchronization

/// Another program run to its end. The one place where the asynchronous `Subprocess` meets synchronous code: the
/// calling thread itself runs the tasks it waits for. On the shared threads they could wait for ever, where all of those
/// wait here.
struct ChildProcess {
  struct Outcome: Sendable {
    var output: [UInt8]
    var complaint: String
    var succeeded: Bool
  }

  var program: RenderError.Program
  var path: String
  var arguments: [String]
  var timeout: Duration

  /// How often a request to stop is looked for while the program runs.
  private static let patience = DispatchTimeInterval.milliseconds(20)

  /// Runs the program on some input and gives back what it wrote.
  ///
  /// The environment holds nothing but a UTF-8 locale: the same picture wherever it is drawn.
  ///
  /// - Parameter isCancelled: asked again and again while the program runs; true ends it.
  func run(_ input: [UInt8], isCancelled: () -> Bool) throws(RenderError) -> Outcome {
    guard !isCancelled() else { throw .cancelled }
    let file = try InputFile(input, for: program)
    let (result, thread) = (ResultBox(), CallingThread())
    let (executable, words, descriptor) = (path, arguments, file.descriptor)
    let task = Task(executorPreference: thread, priority: .high) {
      let outcome = await Self.outcome(executable, words, descriptor)
      result.value.withLock { $0 = outcome }
    }
    let deadline = ContinuousClock.now + timeout
    var interruption: RenderError?
    while result.value.withLock({ $0 == nil }) {
      guard !thread.runJob(waiting: Self.patience), interruption == nil else { continue }
      if isCancelled() {
        interruption = .cancelled
      } else if ContinuousClock.now > deadline {
        interruption = .timedOut(program, after: timeout)
      }
      // The task ends the program; wait for that, so that nothing is left behind.
      if interruption != nil { task.cancel() }
    }
    if let interruption { throw interruption }
    switch result.value.withLock({ $0 }) {
    case .success(let outcome): return outcome
    case nil: throw .unstartable(program, reason: "it was never started")
    case .failure(let reason): throw reason.isMissing ? .missing(program) : .unstartable(program, reason: reason.words)
    }
  }

  private final class ResultBox: Sendable {
    let value = Mutex<Result<Outcome, StartError>?>(nil)
  }

  private struct StartError: Error {
    var isMissing: Bool
    var words: String
  }

  private static func outcome(
    _ path: String, _ arguments: [String], _ descriptor: CInt
  ) async -> Result<Outcome, StartError> {
    var options = PlatformOptions()
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(200))]
    do {
      let result = try await Subprocess.run(
        .path(.init(path)), arguments: Arguments(arguments), environment: .custom(["LC_ALL": "C.UTF-8"]),
        platformOptions: options,
        input: .fileDescriptor(.init(rawValue: descriptor), closeAfterSpawningProcess: false),
        output: .bytes(limit: .max), error: .bytes(limit: .max))
      let complaint = String(decoding: result.standardError.prefix(4000), as: UTF8.self)
      return .success(
        Outcome(
          output: result.standardOutput, complaint: complaint, succeeded: result.terminationStatus == .exited(0)))
    } catch let error as SubprocessError {
      return .failure(StartError(isMissing: error.code == .executableNotFound, words: "\(error)"))
    } catch {
      return .failure(StartError(isMissing: false, words: "\(error)"))
    }
  }
}

/// Runs the jobs of tasks on the thread that waits for them.
private final class CallingThread: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  private let count = DispatchSemaphore(value: 0)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    count.signal()
  }

  /// Runs the next job; false if none has come after a while.
  func runJob(waiting: DispatchTimeInterval) -> Bool {
    guard count.wait(timeout: .now() + waiting) == .success else { return false }
    jobs.withLock { $0.removeFirst() }.runSynchronously(on: asUnownedTaskExecutor())
    return true
  }
}

/// Memory without a name that a program reads as its standard input.
///
/// Not a pipe: a program that ends before it has read everything would break one, and the signal of a broken pipe
/// would end this process.
private struct InputFile: ~Copyable {
  let descriptor: CInt
  /// Distinguishes the names of one process in the moment before they are taken away.
  private static let serial = Atomic<UInt32>(0)

  init(_ bytes: [UInt8], for program: RenderError.Program) throws(RenderError) {
    let number = Self.serial.add(1, ordering: .relaxed).newValue
    let name = "/lfads-repl.\(getpid())-\(number)"
    let descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    self.descriptor = descriptor
    if descriptor >= 0 { shm_unlink(name) }
    let isWritten =
      descriptor >= 0
      && bytes.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
          if count < 0, errno != EINTR { return false }
          rest = rest.dropFirst(max(count, 0))
        }
        return lseek(descriptor, 0, SEEK_SET) == 0
      }
    guard isWritten else { throw .unstartable(program, reason: String(cString: strerror(errno))) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
