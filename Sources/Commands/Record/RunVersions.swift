import Glibc
import HDF5
import Kernels
import Tensors

/// What results might depend on besides what a run reads: the program, its kernels and libraries, the machine.
enum RunVersions {
  /// `name value` of each.
  static func current(program: String) -> [String] {
    var system = utsname()
    uname(&system)
    func text<Tuple>(_ field: Tuple) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return [
      "lfads-repl \(program)", "kernels \(InstructionSet.current.rawValue)", "OpenBLAS \(BLAS.version)",
      "HDF5 \(HDF5File.libraryVersion)", "system \(text(system.sysname)) \(text(system.machine))",
    ]
  }

  /// The name in front of a value.
  static func name(of line: String) -> Substring { line.prefix { $0 != " " } }
}
