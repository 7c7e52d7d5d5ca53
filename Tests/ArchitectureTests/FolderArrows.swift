import Foundation

/// Which folders of a target name what other folders of it declare. All files of a target are one module, so the compiler
/// does not ask; the names do.
///
/// Found are types and functions declared at the top of a file, and members of extensions whose name nothing else in the
/// package has. A name that several folders declare, or that a type of the same folder has too, tells nothing.
struct FolderArrows {
  /// One folder naming what another declares.
  struct Arrow: Hashable {
    let from: String
    let to: String
  }

  /// For every arrow, the names with the files in which they stand.
  fileprivate(set) var arrows: [Arrow: [String: Set<String>]] = [:]
  fileprivate(set) var folders: Set<String>

  /// A file of a target: its folder (empty for the target itself), its name, its text.
  struct File {
    let folder: String
    let name: String
    let words: [Substring]
    let declared: SwiftDeclarations

    init(folder: String, name: String, text: String) {
      self.folder = folder
      self.name = name
      words = SwiftWords(text).words
      declared = SwiftDeclarations(words)
    }
  }

  /// - Parameter foreignMembers: names of members that other targets declare, which therefore say nothing here.
  init(_ files: [File], foreignMembers: Set<String> = []) {
    folders = Set(files.map(\.folder))
    let homes = Self.homes(files.flatMap { file in file.declared.names.map { ($0, file.folder) } })
    let counts = files.map(\.declared.members).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    let members = Self.homes(
      files.flatMap { file in file.declared.extensionMembers.map { ($0.name, file.folder) } }
    ).filter { counts[$0.key] == 1 && $0.key.count > 3 && !foreignMembers.contains($0.key) && homes[$0.key] == nil }
    let nested = Dictionary(grouping: files, by: \.folder).mapValues {
      $0.reduce(into: Set()) { $0.formUnion($1.declared.nested) }
    }
    for file in files {
      for (place, word) in file.words.enumerated() {
        let name = String(word)
        let isMember = place > 0 && file.words[place - 1] == "." && (place < 2 || file.words[place - 2] != ".")
        let home: String?
        if isMember {
          home = members[name]
        } else {
          home = nested[file.folder]?.contains(name) == true ? nil : homes[name]
        }
        guard let home, home != file.folder else { continue }
        // Lower-case names at the top of a file are functions: a variable or label of that name is something else.
        if !isMember, name.first?.isLowercase == true, file.words.dropFirst(place + 1).first != "(" { continue }
        arrows[Arrow(from: file.folder, to: home), default: [:]][name, default: []].insert(file.name)
      }
    }
  }

  /// The one folder that declares each name; names of several folders are left out.
  private static func homes(_ declared: [(String, String)]) -> [String: String] {
    Dictionary(grouping: declared, by: \.0).compactMapValues { found in
      let folders = Set(found.map(\.1))
      return folders.count == 1 ? folders.first : nil
    }
  }

  /// The files of a target under `directory`, each in the first folder of its path.
  static func files(in directory: URL) throws -> [File] {
    let paths = FileManager.default.enumerator(atPath: directory.path)?.compactMap { $0 as? String } ?? []
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let parts = path.split(separator: "/").map(String.init)
      return File(
        folder: parts.count > 1 ? parts[0] : "", name: parts[parts.count - 1],
        text: try String(contentsOf: directory.appending(path: path), encoding: .utf8))
    }
  }
}

extension FolderArrows: CustomStringConvertible {
  /// `Running → Calling Values, Calling → Values`.
  var description: String {
    let below = Dictionary(grouping: arrows.keys, by: \.from)
    return below.keys.sorted().map { from in
      "\(from) → " + below[from, default: []].map(\.to).sorted().joined(separator: " ")
    }.joined(separator: ", ")
  }

  /// Folders that reach themselves, each circle once, sorted.
  var circles: [[String]] {
    let below = Dictionary(grouping: arrows.keys, by: \.from).mapValues { Set($0.map(\.to)) }
    func reach(_ folder: String) -> Set<String> {
      var reached: Set<String> = []
      var rest = [folder]
      while let next = rest.popLast() { rest += below[next, default: []].filter { reached.insert($0).inserted } }
      return reached
    }
    let reached = Dictionary(uniqueKeysWithValues: folders.map { ($0, reach($0)) })
    let circles = folders.filter { reached[$0]?.contains($0) == true }.map { folder in
      folders.filter { reached[folder]?.contains($0) == true && reached[$0]?.contains(folder) == true }.sorted()
    }
    return Set(circles).sorted { $0.joined() < $1.joined() }
  }

  /// The arrows between folders alone.
  var withoutFilesBeside: FolderArrows {
    var rest = self
    rest.folders.remove("")
    rest.arrows = arrows.filter { !$0.key.from.isEmpty && !$0.key.to.isEmpty }
    return rest
  }

  mutating func remove(_ named: Set<Arrow>) { arrows = arrows.filter { !named.contains($0.key) } }

  /// The names that make the circles, with the files they stand in.
  var namesInCircles: [String] {
    let folders = Set(circles.joined())
    return arrows.filter { folders.contains($0.key.from) && folders.contains($0.key.to) }.flatMap { arrow, names in
      names.map { "\(arrow.from) → \(arrow.to): \($0.key) in \($0.value.sorted().joined(separator: " "))" }
    }.sorted()
  }
}
