import Glibc
import Sandbox

/// The processes in which unknown files are read.
public enum ReadingProcess {
  /// To be called first thing: where the program was started to read a file for another one, it does that and ends;
  /// elsewhere its own unknown files are read so from here on.
  ///
  /// - Parameters:
  ///   - readers: what unknown files are read by.
  ///   - isInterrupted: asked while a file is read; true ends the reading.
  public static func begin(
    readers: [SandboxReader], arguments: [String], isInterrupted: @escaping @Sendable () -> Bool
  ) {
    var variables: [String] = []
    var entry = environ
    while let variable = entry.pointee {
      variables.append(String(cString: variable))
      entry += 1
    }
    // Products are none of its business, and threads for them cost half of its start.
    variables.removeAll { $0.hasPrefix("OPENBLAS_NUM_THREADS=") }
    Sandbox.begin(
      readers: readers, arguments: arguments, environment: variables + ["OPENBLAS_NUM_THREADS=1"],
      isInterrupted: isInterrupted)
  }
}
