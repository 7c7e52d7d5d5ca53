import Foundation

/// The program that is measured from outside: the one built beside this one.
enum Program {
  /// Runs it to its end, without output. Spawned and waited for directly: a run loop would add to the time.
  static func run(_ arguments: [String], environment: [String: String] = [:]) throws {
    let path = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("lfads-repl").path
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
    var words = ([path] + arguments).map { strdup($0) } + [nil], settings = variables.map { strdup($0) } + [nil]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      for text in words + settings { free(text) }
    }
    var child = pid_t(), status: Int32 = -1
    guard posix_spawn(&child, path, &actions, nil, &words, &settings) == 0, waitpid(child, &status, 0) == child,
      status == 0
    else { throw BenchError(arguments: arguments) }
  }

  struct BenchError: Error, CustomStringConvertible {
    let arguments: [String]
    var description: String { "lfads-repl \(arguments.joined(separator: " ")) failed" }
  }
}

extension Claim {
  /// From the shell's call to the program's end: `lfads-repl -e 1`, dynamic loading included.
  static let startup = Claim(name: "startup", summary: "lfads-repl -e 1, whole process") { _ in
    Measurement("startup", seconds: try timed(20) { try Program.run(["-e", "1"]) })
  }

  /// A first use of a synthetic data set, whole process.
  static let generate = Claim(name: "generate", summary: "chaotic_rnn_inputs_g2p5 generated, whole process") { _ in
    let cache = FileManager.default.temporaryDirectory.appendingPathComponent("lfads-bench-\(getpid())")
    defer { try? FileManager.default.removeItem(at: cache) }
    let seconds = try timed(3) {
      try? FileManager.default.removeItem(at: cache)
      try load(cache)
    }
    return Measurement("generate", seconds: seconds)
  }

  /// Every later use.
  static let cached = Claim(name: "cached", summary: "chaotic_rnn_inputs_g2p5 from the cache, whole process") { _ in
    let cache = FileManager.default.temporaryDirectory.appendingPathComponent("lfads-bench-\(getpid())")
    defer { try? FileManager.default.removeItem(at: cache) }
    return Measurement("cached", seconds: try timed(7) { try load(cache) })
  }

  private static func load(_ cache: URL) throws {
    try Program.run(
      ["--no-init", "-e", "load(\"chaotic_rnn_inputs_g2p5\");"], environment: ["XDG_CACHE_HOME": cache.path])
  }
}
