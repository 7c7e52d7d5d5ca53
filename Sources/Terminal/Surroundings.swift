import Glibc
import Language
import Notebook

/// What the program was started in, read once: streams, environment, directories.
public struct Surroundings: Sendable {
  public var isInputTerminal: Bool
  public var isOutputTerminal: Bool
  public var isErrorTerminal: Bool
  /// `TERM`; empty and `dumb` promise nothing.
  public var terminal: String
  /// Whether `NO_COLOR` asks for none.
  public var refusesColor: Bool
  /// The words of `PAGER`; empty when nothing is to page.
  public var pager: [String]
  /// The text of the user's `.editrc`, if there is one.
  public var editorSettings: String?
  /// Directories with programs, `PATH`.
  public var programPath: String
  /// What the terminal shows of pictures, its size apart.
  public var canvas: TerminalCanvas
  public var workingDirectory: String
  /// The user's home directory, where there is one.
  public var homeDirectory: String?
  /// Where modules, lessons and data of the standard library lie, first hit wins.
  public var libraryDirectories: [String]
  /// Where history, settings and generated data are kept; nil when there is no home.
  public var stateDirectory: String?
  public var configurationDirectory: String?
  public var cacheDirectory: String?

  /// The name under which directories of this program stand.
  public static let name = "lfads-repl"

  /// - Parameters:
  ///   - environment: The variables.
  ///   - program: The path of the program itself, links resolved.
  ///   - home: The home directory where `HOME` says none.
  ///   - isTerminal: Whether a descriptor leads to a terminal.
  ///   - contents: Text of a file, nil when there is none.
  ///   - isDirectory: Whether a path is a directory.
  public init(
    environment: [String: String], program: String, workingDirectory: String, home: String?,
    isTerminal: (Int32) -> Bool, contents: (String) -> String?, isDirectory: (String) -> Bool
  ) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    isInputTerminal = isTerminal(STDIN_FILENO)
    isOutputTerminal = isTerminal(STDOUT_FILENO)
    isErrorTerminal = isTerminal(STDERR_FILENO)
    terminal = environment["TERM"] ?? ""
    refusesColor = value("NO_COLOR") != nil
    pager = (environment["PAGER"] ?? "less").split(separator: " ").map(String.init)
    programPath = value("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
    canvas = TerminalCanvas(environment: environment)
    self.workingDirectory = workingDirectory

    let home = value("HOME") ?? home
    homeDirectory = home
    editorSettings = (value("EDITRC") ?? home.map { $0 + "/.editrc" }).flatMap(contents)
    /// The specification has relative paths ignored.
    func base(_ variable: String, _ underHome: String) -> String? {
      let stated = value(variable).flatMap { $0.hasPrefix("/") ? $0 : nil }
      return (stated ?? home.map { "\($0)/\(underHome)" }).map { "\($0)/\(Self.name)" }
    }
    stateDirectory = base("XDG_STATE_HOME", ".local/state")
    configurationDirectory = base("XDG_CONFIG_HOME", ".config")
    cacheDirectory = base("XDG_CACHE_HOME", ".cache")

    let bin = Self.parent(program)
    var checkout = bin
    while !checkout.isEmpty, !(isDirectory(checkout + "/stdlib") && isDirectory(checkout + "/Sources")) {
      checkout = Self.parent(checkout)
    }
    libraryDirectories =
      [value("LFADS_STDLIB"), "\(Self.parent(bin))/share/\(Self.name)/stdlib", checkout + "/stdlib"]
      .compactMap(\.self).filter(isDirectory)
  }

  /// Whether lines can be edited, which needs a terminal on both sides that can move its cursor.
  public var canEditLines: Bool { isInputTerminal && isOutputTerminal && isCapable }

  /// Whether the terminal promises more than printing characters.
  public var isCapable: Bool { !terminal.isEmpty && terminal != "dumb" }

  /// Whether a stream is to be coloured when the user leaves it to us.
  public func wantsColor(onTerminal isTerminal: Bool) -> Bool { isTerminal && isCapable && !refusesColor }

  private static func parent(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}

extension Surroundings {
  /// The surroundings of this process.
  public static func current() -> Surroundings {
    var environment: [String: String] = [:]
    var entry = environ
    while let pair = entry.pointee {
      let words = String(cString: pair).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if words.count == 2 { environment[String(words[0])] = String(words[1]) }
      entry += 1
    }
    let program = readlink("/proc/self/exe")
    let directory = getcwd(nil, 0)
    defer { free(directory) }
    return Surroundings(
      environment: environment, program: program, workingDirectory: directory.map { String(cString: $0) } ?? "",
      home: getpwuid(getuid())?.pointee.pw_dir.map { String(cString: $0) },
      isTerminal: { isatty($0) == 1 },
      contents: { path in
        (try? FileReader.disk.contents(path)).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
      },
      isDirectory: SystemFiles.isDirectory)
  }

  private static func readlink(_ path: String) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      let count = Glibc.readlink(path, start, buffer.count)
      return String(decoding: UnsafeRawBufferPointer(start: start, count: max(count, 0)), as: UTF8.self)
    }
  }
}
