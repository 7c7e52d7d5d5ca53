import Foundation
import Testing

/// True recursions between folders of one target: what each names of the other cannot be cut without inventing a table.
private let recursions: [String: Set<FolderArrows.Arrow>] = [:]

@Suite("Folders of a target") struct FolderArrowTests {
  let manifest: Manifest

  init() throws { manifest = try Manifest() }

  @Test("No folder names what stands above it, but for the named recursions")
  func noCircles() throws {
    for target in manifest.dependencies.keys.sorted() {
      let files = try FolderArrows.files(in: manifest.root.appending(path: "Sources/\(target)"))
      guard Set(files.map(\.folder)).count > 1 else { continue }
      let found = FolderArrows(files)
      print("\(target): " + found.description)
      for (arrow, names) in found.arrows { print("   ", arrow.from, "→", arrow.to, names.map { "\($0.key) (\($0.value.sorted().joined(separator: " ")))" }.sorted().joined(separator: ", ")) }
      print("   circles: \(found.circles)")
    }
  }
}
