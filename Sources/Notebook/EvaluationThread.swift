import Glibc

/// Runs work on a thread with a large stack and waits for it.
///
/// The evaluator walks trees and calls by recursion, so how deep a program may nest is a matter of stack. The space is only
/// reserved: pages are taken as they are touched and given back with the thread.
enum EvaluationThread {
  /// Bytes of stack of the thread.
  static let stackBytes = 512 << 20
  /// What of them the evaluator leaves for the built-ins it calls.
  static let reservedBytes = 8 << 20

  /// Sizes to try, the largest first. Under a limit on memory the largest could be had and leave nothing to the work, and
  /// libraries that get no memory crash.
  private static var sizes: [Int] {
    var limit = rlimit()
    let isLimited =
      getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 && limit.rlim_cur < rlim_t(2 * stackBytes)
    return isLimited ? [stackBytes / 8] : [stackBytes, stackBytes / 8]
  }

  /// Calls `work` on such a thread. Where none can be had (a limit on memory), it runs on the calling one.
  /// - Parameter work: given the bytes of stack it may use.
  static func run<Result>(_ work: @escaping (_ stackBytes: Int) -> Result) -> Result {
    let task = Task(work)
    for size in sizes {
      var attributes = pthread_attr_t()
      guard pthread_attr_init(&attributes) == 0 else { break }
      defer { pthread_attr_destroy(&attributes) }
      guard pthread_attr_setstacksize(&attributes, size) == 0 else { continue }
      task.stackBytes = size - reservedBytes
      var thread = pthread_t()
      let context = Unmanaged<AnyTask>.passRetained(task)
      let status = pthread_create(&thread, &attributes, { Self.main($0) }, context.toOpaque())
      guard status == 0 else {
        context.release()
        continue
      }
      pthread_join(thread, nil)
      return task.finished
    }
    task.stackBytes = Self.smallestStack
    task.perform()
    return task.finished
  }

  /// What a thread of unknown size surely has to offer.
  private static let smallestStack = 1 << 20

  private static func main(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<AnyTask>.fromOpaque(context).takeRetainedValue().perform() }
    return nil
  }

  private class AnyTask {
    var stackBytes = 0

    func perform() {}
  }

  private final class Task<Result>: AnyTask {
    private let work: (Int) -> Result
    private var result: Result?

    init(_ work: @escaping (Int) -> Result) { self.work = work }

    override func perform() { result = work(stackBytes) }

    var finished: Result {
      guard let result else { preconditionFailure("the thread ended without its work") }
      return result
    }
  }
}
