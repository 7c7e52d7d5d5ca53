import Foundation

/// The package as its manifest declares it: every target with the modules it may import.
struct Manifest {
  let root: URL
  /// Dependencies by target name, tests apart.
  let dependencies: [String: Set<String>]

  /// Reads the manifest through the package manager itself, so that no second reading of `Package.swift` can differ.
  init() throws {
    root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let scratch = FileManager.default.temporaryDirectory.appending(path: "architecture-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "swift", "package", "--package-path", root.path, "--scratch-path", scratch.path, "dump-package",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()

    let package = try JSONDecoder().decode(Package.self, from: text)
    dependencies = Dictionary(
      uniqueKeysWithValues: package.targets.filter { $0.type != "test" }.map { target in
        (target.name, Set(target.dependencies.flatMap(\.names)))
      })
  }

  /// The modules that the Swift files of a target import, each with the files that do.
  func imports(of target: String) throws -> [String: [String]] {
    let folder = root.appending(path: "Sources/\(target)")
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    var found: [String: [String]] = [:]
    for file in files where file.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for module in ImportList(text).modules { found[module, default: []].append(file) }
    }
    return found
  }

  private struct Package: Decodable {
    struct Target: Decodable {
      let name: String
      let type: String
      let dependencies: [Dependency]
    }

    /// `{"byName": ["Tensors", null]}` or `{"product": ["ArgumentParser", …]}`: the first text is the name.
    struct Dependency: Decodable {
      let names: [String]

      init(from decoder: any Decoder) throws {
        let kinds = try decoder.singleValueContainer().decode([String: [Word?]].self)
        names = kinds.values.compactMap { $0.first??.text }
      }
    }

    /// A text, or anything else read as none.
    struct Word: Decodable {
      let text: String?

      init(from decoder: any Decoder) throws {
        text = try? decoder.singleValueContainer().decode(String.self)
      }
    }

    let targets: [Target]
  }
}
