import Glibc

/// A limit that the user or a batch system has set on the address space (`ulimit -v`).
public enum MemoryLimit {
  /// What the program needs to start, to hold the evaluator's stack and to train a small model.
  static let least = 320 << 20

  private static let variable = "OPENBLAS_NUM_THREADS"

  /// To be called first thing. Under a limit the program is started once more with OpenBLAS told to make no threads of
  /// its own, of which none is used: each reserves 128 MB when the library is loaded, and where it gets none it tries
  /// for ever.
  ///
  /// - Returns: what to say where the limit leaves too little to begin with.
  public static func prepare() -> String? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(Int64.max) else {
      return nil
    }
    if limit.rlim_cur < rlim_t(least) {
      return "a limit leaves this program \(limit.rlim_cur >> 20) MB of memory, it needs \(least >> 20)\n"
        + "  raise it: ulimit -v unlimited"
    }
    if getenv(variable).map({ String(cString: $0) }) != "1" {
      setenv(variable, "1", 1)
      execv("/proc/self/exe", CommandLine.unsafeArgv)
    }
    return nil
  }
}
