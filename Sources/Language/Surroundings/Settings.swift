/// What the program above knows of its surroundings, read once and handed down; nothing here reads the environment.
public struct Settings: Sendable {
  /// Where relative paths start.
  public var workingDirectory: String
  /// What `~/` at the start of a path stands for; nil where there is no home.
  public var homeDirectory: String?
  /// Directory of the script that runs, nil at the prompt.
  public var scriptDirectory: String?
  /// Where modules and lessons are looked for after the script's and the working directory, first hit wins.
  public var libraryDirectories: [String]
  /// Where modules are looked for before the library; nil for beside the script and in the working directory. A run that
  /// is repeated has its modules from where they lay, whatever stands there now.
  public var moduleDirectories: [String]?
  /// Where generated data is kept; nil keeps nothing.
  public var cacheDirectory: String?
  /// Directories with programs, as in `PATH`: where those that draw are looked for.
  public var programPath: String
  /// Words after the script's name.
  public var arguments: [String]
  /// Threads to work with when a call does not say; nil for all cores.
  public var threads: Int?
  /// Whether progress is unwanted.
  public var isQuiet: Bool
  /// Characters in a line of output.
  public var columns: Int
  /// The program's version, as `session()` shows it.
  public var version: String
  public var limits: Limits

  public init(
    workingDirectory: String = "", scriptDirectory: String? = nil, libraryDirectories: [String] = [],
    cacheDirectory: String? = nil, programPath: String = "", arguments: [String] = [], threads: Int? = nil,
    isQuiet: Bool = false,
    columns: Int = 80, version: String = "", limits: Limits = Limits()
  ) {
    self.workingDirectory = workingDirectory
    self.scriptDirectory = scriptDirectory
    self.libraryDirectories = libraryDirectories
    self.cacheDirectory = cacheDirectory
    self.programPath = programPath
    self.arguments = arguments
    self.threads = threads
    self.isQuiet = isQuiet
    self.columns = columns
    self.version = version
    self.limits = limits
  }

  /// Where `import` and `load` look for what `name` names: beside the script, in the working directory, and, for modules,
  /// in the library. An absolute path stands for itself.
  public func searchPath(for name: String, includingLibrary: Bool) -> [String] {
    guard !name.hasPrefix("/") else { return [name] }
    var directories = [scriptDirectory, workingDirectory].compactMap(\.self)
    if includingLibrary { directories = (moduleDirectories ?? directories) + libraryDirectories }
    var seen: Set<String> = []
    return directories.map { $0.isEmpty ? name : "\($0)/\(name)" }.filter { seen.insert($0).inserted }
  }
}

/// What keeps a program from taking the machine with it.
public struct Limits: Sendable {
  /// Calls within calls.
  public var callDepth: Int
  /// Loop rounds and calls in one evaluation, nil for no limit.
  public var steps: Int?
  /// Values within values: lists, records and what functions remember. All of them are walked by recursion, the last time
  /// when they are forgotten.
  public var nesting: Int
  /// Elements of one tensor, bytes of one string.
  public var elements: Int
  /// Items of one list, each of which takes several times the space of a number.
  public var items: Int { elements / 8 }
  /// How many things of so many numbers each may be held at once.
  public func count(ofSize size: Double) -> Int { Int(Double(elements) / max(size, 1)) }
  /// Bytes of stack the evaluator may use before it refuses a deeper call. The default fits the 8 MB threads of Linux, with
  /// room for the built-ins; a session's own thread has more.
  public var stackBytes: Int

  public init(
    callDepth: Int = 10_000, steps: Int? = nil, nesting: Int = 5_000, elements: Int = 1 << 28,
    stackBytes: Int = 5 << 20
  ) {
    self.callDepth = callDepth
    self.steps = steps
    self.nesting = nesting
    self.elements = elements
    self.stackBytes = stackBytes
  }
}
