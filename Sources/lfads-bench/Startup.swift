import Foundation

extension Claim {
  /// From the shell's call to the prompt's end: `lfads-repl -e 1`, dynamic loading included.
  static let startup = Claim(name: "startup", summary: "lfads-repl -e 1, whole process") { _ in
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("lfads-repl")
    let seconds = try timed(20) {
      let process = Process()
      process.executableURL = program
      process.arguments = ["-e", "1"]
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
    }
    return Measurement("startup", seconds: seconds)
  }
}
