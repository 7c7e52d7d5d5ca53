import Glibc

/// A moment by the clock that files are stamped with, which moves in steps of some milliseconds.
struct FileTime: Comparable {
  /// Since 1970.
  private let seconds: Int
  private let nanoseconds: Int

  init(_ time: timespec) {
    seconds = time.tv_sec
    nanoseconds = time.tv_nsec
  }

  static var now: FileTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return FileTime(time)
  }

  /// When a file's content last changed; nil where nothing stands there.
  static func changed(_ path: String) -> FileTime? {
    var status = stat()
    return stat(path, &status) == 0 ? FileTime(status.st_mtim) : nil
  }

  static func < (one: FileTime, other: FileTime) -> Bool {
    (one.seconds, one.nanoseconds) < (other.seconds, other.nanoseconds)
  }
}
