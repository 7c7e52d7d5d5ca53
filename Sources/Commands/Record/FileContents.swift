import Datasets
import Files
import FoundationEssentials
import Glibc
import HDF5

/// What a file holds, in lines that two runs can compare: for HDF5 a fingerprint of every array and attribute, for other
/// files, and HDF5 with more in it than is read, one of their bytes. When it was written, and how long the training took
/// that it tells of, are no part of it.
enum FileContents {
  /// A line of `name fingerprint` for everything in the file, or in all files of a directory; nil where nothing stands
  /// there, or a pipe or a device, which may have no end.
  ///
  /// - Parameter start: what has not changed since is left out of a directory; nil takes all.
  static func lines(of path: String, since start: FileTime? = nil) -> [String]? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return file(path)
    case S_IFDIR: return entries(of: path, since: start, below: "", depth: 0)
    default: return nil
    }
  }

  /// One fingerprint of all of it.
  static func fingerprint(of path: String) -> String? {
    lines(of: path).map { SHA256.hexadecimal(Array($0.joined(separator: "\n").utf8)) }
  }

  // MARK: Directories

  /// Deeper ones are left out: links may lead in circles.
  private static let deepest = 16

  private static func entries(
    of directory: String, since start: FileTime?, below prefix: String, depth: Int
  ) -> [String] {
    guard depth < deepest else { return [] }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
    return names.flatMap { name -> [String] in
      // Events of TensorBoard are stamped with the time of day, in every record.
      guard !name.hasPrefix("."), !name.contains("tfevents") else { return [] }
      let path = "\(directory)/\(name)"
      var status = stat()
      guard stat(path, &status) == 0 else { return [] }
      if status.st_mode & S_IFMT == S_IFDIR {
        return entries(of: path, since: start, below: "\(prefix)\(name)/", depth: depth + 1)
      }
      guard status.st_mode & S_IFMT == S_IFREG, start.map({ FileTime(status.st_mtim) >= $0 }) ?? true else { return [] }
      return file(path).map { "\(prefix)\(name): \($0)" }
    }
  }

  // MARK: Files

  private static func file(_ path: String) -> [String] {
    if HDF5File.hasSignature(path), let lines = HDF5Contents.lines(of: path) { return lines }
    return ["bytes \(bytes(path) ?? "unreadable")"]
  }

  private static func bytes(_ path: String) -> String? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    // The date in a PDF stands near one of its ends, in clear, and is of fixed length.
    var isFirst = true, isPDF = false
    while true {
      var count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      if isFirst { isPDF = buffer.starts(with: Array("%PDF-".utf8)) }
      isFirst = false
      if isPDF { count = withoutDate(&buffer, count) }
      buffer.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    return hash.finalize()
  }

  /// Blanks out what follows `/CreationDate` up to the closing bracket.
  private static func withoutDate(_ buffer: inout [UInt8], _ count: Int) -> Int {
    let key = Array("/CreationDate".utf8)
    guard count > key.count else { return count }
    for start in 0...(count - key.count)
    where buffer[start] == key[0] && buffer[start..<(start + key.count)].elementsEqual(key) {
      var place = start + key.count
      while place < count, buffer[place] != UInt8(ascii: ")"), place < start + 64 {
        buffer[place] = UInt8(ascii: " ")
        place += 1
      }
    }
    return count
  }
}
