import Glibc

/// The processors this process may use.
public enum Cores {
  public static let count = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}

/// Time that only moves on.
public enum SteadyClock {
  /// Seconds from a fixed point.
  public static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
