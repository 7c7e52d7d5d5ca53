import Files
import FoundationEssentials
import Glibc
import HDF5

/// Finds and reads what `load` is asked for. Everything it may look at is given to it.
public struct DatasetLoader: Sendable {
  /// Where relative names are looked for, in this order: beside the script, then the working directory.
  public let directories: [String]
  /// Where generated data are kept between runs; nil keeps none.
  public let cacheDirectory: String?
  /// The weights of the network behind `itb_rnn`; nil where the standard library was not found.
  public let integratorPath: String?
  /// Other programs' layouts that are recognised.
  public let layouts: [DatasetLayout]
  /// The names nearest to a word, for errors.
  private let nearest: @Sendable (String, [String]) -> [String]

  public init(
    directories: [String], cacheDirectory: String? = nil, integratorPath: String? = nil, layouts: [DatasetLayout] = [],
    nearest: @escaping @Sendable (_ word: String, _ candidates: [String]) -> [String] = { _, _ in [] }
  ) {
    self.directories = directories
    self.cacheDirectory = cacheDirectory
    self.integratorPath = integratorPath
    self.layouts = layouts
    self.nearest = nearest
  }

  /// What a name stands for.
  public enum Resolution: Sendable, Equatable {
    case file(String)
    /// Files whose names begin with a stem, one session each, sorted by name.
    case sessions(stem: String, paths: [String])
    case synthetic(SyntheticName)
  }

  /// An existing file; else files that begin so; else a synthetic data set.
  ///
  /// - Throws: `unknown` with what is near.
  public func resolve(_ name: String) throws(DatasetError) -> Resolution {
    let places = name.hasPrefix("/") ? [""] : directories.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
    for place in places where Self.isFile(place + name) { return .file(place + name) }
    for place in places {
      let paths = Self.files(beginning: place + name)
      if !paths.isEmpty { return .sessions(stem: Self.lastPart(of: name), paths: paths) }
    }
    if let synthetic = SyntheticName(rawValue: name) { return .synthetic(synthetic) }
    // A directory stands among what is near without its last slash.
    let bare = FileName.bare(name)
    let beside = places.flatMap { place in
      Self.names(in: Self.directory(of: place + bare)).map { String(bare.dropLast(Self.lastPart(of: bare).count)) + $0 }
    }
    let synthetic = SyntheticName.allCases.map(\.rawValue)
    throw DatasetError(
      file: name, cause: .unknown(near: nearest(bare, beside + synthetic), synthetic: synthetic))
  }

  /// - Parameter dt: bin width in seconds for files that have none.
  public func load(
    _ name: String, dt: Double? = nil, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(DatasetError) -> Dataset {
    if let dt, !(dt > 0 && dt.isFinite) { throw DatasetError(file: name, object: "dt", cause: .notPositive(dt)) }
    switch try resolve(name) {
    case .file(let path):
      let session = Self.withoutExtension(Self.lastPart(of: path))
      return try Dataset(name: session, sessions: [try read(path, session: session, dt: dt)])
    case .sessions(let stem, let paths):
      var sessions: [Session] = []
      for path in paths {
        sessions.append(try read(path, session: Self.sessionName(of: Self.lastPart(of: path), stem: stem), dt: dt))
      }
      return try Dataset(name: stem, sessions: sessions)
    case .synthetic(let name): return try load(name, isCancelled: isCancelled)
    }
  }

  /// A synthetic data set, whatever files there are of its name.
  public func load(
    _ name: SyntheticName, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(DatasetError) -> Dataset {
    let synthetic = try Synthetic(name, integratorPath: integratorPath, isCancelled: isCancelled)
    guard let cacheDirectory else { return try synthetic.generate() }
    return try SyntheticCache(directory: cacheDirectory).dataset(synthetic)
  }

  /// Reads files whose paths are known as the sessions of one data set.
  public func read(_ path: String, session name: String, dt: Double? = nil) throws(DatasetError) -> Session {
    try SessionReader(try DataFile(path, layouts: layouts)).session(named: name, dt: dt)
  }
}

// MARK: - Names

extension DatasetLoader {
  /// What follows the stem and an underscore; the whole name where nothing does. The ending of a data file is no part
  /// of it.
  static func sessionName(of file: String, stem: String) -> String {
    let name = withoutExtension(file)
    var rest = name.dropFirst(stem.count)
    if rest.hasPrefix("_") { rest = rest.dropFirst() }
    return rest.isEmpty ? name : String(rest)
  }

  /// Endings of data files, which are no part of a session's name.
  private static let extensions = ["h5", "hdf5", "mat"]

  static func withoutExtension(_ name: String) -> String {
    guard let ending = extensions.first(where: { name.hasSuffix("." + $0) }) else { return name }
    return String(name.dropLast(ending.count + 1))
  }

  static func lastPart(of path: String) -> String {
    path.hasSuffix("/") ? "" : String(path.split(separator: "/").last ?? "")
  }

  private static func directory(of path: String) -> String {
    let directory = path.dropLast(lastPart(of: path).count)
    return directory.isEmpty ? "." : String(directory)
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func names(in directory: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Data files whose names begin with the last part of the path. Other files that begin so, such as a script of the
  /// same name, have an ending of their own and no HDF5 signature.
  private static func files(beginning stem: String) -> [String] {
    let (directory, start) = (directory(of: stem), lastPart(of: stem))
    guard !start.isEmpty else { return [] }
    return names(in: directory).filter { $0.hasPrefix(start) }
      .map { directory == "." ? $0 : directory + $0 }
      .filter { path in
        let name = lastPart(of: path)
        let isNamedLikeData = !name.dropFirst(start.count).contains(".") || withoutExtension(name) != name
        return isFile(path) && (isNamedLikeData || HDF5File.hasSignature(path))
      }
  }
}
