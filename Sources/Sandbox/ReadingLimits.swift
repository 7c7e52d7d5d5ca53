import Glibc

/// What a reading process may take; over it the system ends the process.
public enum ReadingLimits {
  /// Processor seconds for one question, beside those its bytes take at 10 MB/s; then the reader goes in circles.
  private static let processorSeconds = 20
  private static let bytesPerSecond = 10_000_000
  /// Seconds for one question whatever the process does.
  private static let patience = 600

  /// Grants the time for one question, from now on, in place of what is left of the last grant.
  ///
  /// - Parameter bytes: how many bytes the answer has.
  public static func grantTime(bytes: Int = 0) {
    var used = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &used)
    let spent = Int(used.ru_utime.tv_sec + used.ru_stime.tv_sec)
    let seconds = processorSeconds + bytes / bytesPerSecond
    set(RLIMIT_CPU, to: rlim_t(spent + seconds))
    alarm(UInt32(clamping: patience + seconds))
  }

  /// A crash is expected, and nobody wants its picture of the memory.
  static func forbidCoreFiles() { set(RLIMIT_CORE, to: 0) }

  private static func set(_ resource: __rlimit_resource, to value: rlim_t) {
    let resource = __rlimit_resource_t(resource.rawValue)
    var limit = rlimit()
    getrlimit(resource, &limit)
    limit.rlim_cur = min(value, limit.rlim_max)
    setrlimit(resource, &limit)
  }
}
