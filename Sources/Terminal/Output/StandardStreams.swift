import Glibc

/// The three streams a program starts with.
public enum StandardStreams {
  /// Puts something in the place of streams that were closed, or the next file that is opened would be taken for one, and
  /// what is printed would end up in it. What is printed there is not wanted; to read from there is an error.
  public static func fill() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", O_WRONLY)
    }
  }
}
