/// How the language reaches files: handed in, so that a test gives a dictionary and nothing here opens anything by itself.
public struct FileReader: Sendable {
  /// The bytes of a file; nil when there is no such file, an error when it cannot be read.
  public let contents: @Sendable (_ path: String) throws -> [UInt8]?
  /// The names in a directory, directories with a `/` at the end; empty when there is none.
  public let entries: @Sendable (_ directory: String) -> [String]

  public init(
    contents: @escaping @Sendable (_ path: String) throws -> [UInt8]?,
    entries: @escaping @Sendable (_ directory: String) -> [String]
  ) {
    self.contents = contents
    self.entries = entries
  }

  /// A reader of files that exist in this dictionary only.
  public static func memory(_ files: [String: String]) -> FileReader {
    FileReader(
      contents: { path in files[path].map { Array($0.utf8) } },
      entries: { directory in
        let prefix = directory.isEmpty || directory.hasSuffix("/") ? directory : directory + "/"
        let names = files.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        return Set(names.map { name in name.firstIndex(of: "/").map { String(name[...$0]) } ?? name }).sorted()
      })
  }

  public static let none = FileReader.memory([:])
}
