import Glibc
import Language

extension FileReader {
  /// Files as the operating system has them.
  public static let disk = FileReader(
    contents: { path in
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw UnreadableFile(path: path, code: errno)
      }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw UnreadableFile(path: path, code: errno) }
      // A directory of a module's name is not that module; a pipe or terminal is read to its end.
      guard status.st_mode & S_IFMT != S_IFDIR else { return nil }
      return try bytes(of: descriptor, path: path)
    },
    entries: { directory in
      guard let stream = opendir(directory.isEmpty ? "." : directory) else { return [] }
      defer { closedir(stream) }
      var names: [String] = []
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        guard name != ".", name != ".." else { continue }
        var status = stat()
        let isDirectory =
          entry.pointee.d_type == DT_DIR
          || (entry.pointee.d_type == DT_LNK && stat("\(directory)/\(name)", &status) == 0
            && status.st_mode & S_IFMT == S_IFDIR)
        names.append(isDirectory ? name + "/" : name)
      }
      return names.sorted()
    })

  /// Everything a descriptor still has.
  fileprivate static func bytes(of descriptor: Int32, path: String) throws(UnreadableFile) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw UnreadableFile(path: path, code: errno) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}

/// A file that is there but cannot be read.
public struct UnreadableFile: Error, DiagnosticCause {
  public let path: String
  /// The system's error number.
  public let code: Int32

  public var diagnosticMessage: Message {
    Message("`\(path)`: \(String(cString: strerror(code)))")
  }
}

extension Session {
  /// The text of a script as `files` has it.
  /// - Throws: `Failure` when there is no such file, or it is not text.
  public static func source(_ path: String, from files: FileReader) throws -> SourceText {
    do {
      guard let bytes = try files.contents(path) else { throw NoScript(path: path) }
      return SourceText(name: path, text: try text(bytes, of: path))
    } catch {
      throw Failure(error, at: nil)
    }
  }

  /// The script on standard input.
  /// - Throws: `Failure` when it cannot be read, or is not text.
  public static func standardInput() throws -> SourceText {
    let name = "standard input"
    do {
      return SourceText(name: "<stdin>", text: try text(FileReader.bytes(of: STDIN_FILENO, path: name), of: name))
    } catch {
      throw Failure(error, at: nil)
    }
  }

  private static func text(_ bytes: [UInt8], of path: String) throws(NotText) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw NotText(path: path, bytes: bytes) }
    return text
  }
}

/// There is no script of that name.
struct NoScript: DiagnosticCause {
  let path: String

  var diagnosticMessage: Message { Message("there is no file \(path)") }
}

/// A script that is not UTF-8.
struct NotText: DiagnosticCause {
  let path: String
  let bytes: [UInt8]

  var diagnosticMessage: Message {
    // Where decoding begins to repair, the text's bytes part from the file's.
    let repaired = String(decoding: bytes, as: UTF8.self).utf8
    let offset = zip(bytes, repaired).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? repaired.count
    return Message(
      "\(path) is not text in UTF-8", found: "a byte that belongs to no character, at offset \(offset)",
      hints: ["save the file as UTF-8"])
  }
}
