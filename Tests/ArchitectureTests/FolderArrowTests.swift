import Foundation
import Testing

/// Arrows up that stay, by target: two things that are what they are by each other, with the reason.
private let recursions: [String: [FolderArrows.Arrow: String]] = [
  "Language": [
    .init(from: "Values", to: "Running"): "a closure is a value, and its code makes values",
    .init(from: "Values", to: "Calling"): "a built-in is a value, and its parameters are of types of values",
    .init(from: "Calling", to: "Interpreting"): "built-ins ask the interpreter for names, which runs built-ins",
  ],
  "LFADSModel": [
    .init(from: "Parameters", to: "Observation"): "a likelihood says which parameters and labels there are",
    .init(from: "Parameters", to: "Priors"): "a prior says which parameters there are",
    .init(from: "Parameters", to: "Noise"): "parameters are drawn at first",
  ],
]

/// Words that are members of one folder by chance and something else in the others.
private let homonyms: Set<String> = ["outer", "word"]

@Suite("Folders of a target") struct FolderArrowTests {
  let manifest: Manifest

  init() throws { manifest = try Manifest() }

  @Test("No folder names what stands above it, but for the named recursions")
  func noCircles() throws {
    for target in manifest.dependencies.keys.sorted() {
      let files = try FolderArrows.files(in: manifest.root.appending(path: "Sources/\(target)"))
      // Files beside the folders are the target's own: what its folders share, and what joins them.
      var found = FolderArrows(files, foreignMembers: homonyms).withoutFilesBeside
      guard found.folders.count > 1 else { continue }
      print("\(target): \(found)")
      let named = recursions[target, default: [:]]
      for arrow in named.keys {
        #expect(found.arrows[arrow] != nil, "\(target): nothing leads from \(arrow.from) to \(arrow.to) any more")
      }
      found.remove(Set(named.keys))
      #expect(found.circles.isEmpty, "\(target): \(found.circles) by \(found.namesInCircles)")
    }
  }

  @Test("An arrow is a name that another folder declares; a circle is found over any number of folders")
  func arrows() {
    let found = FolderArrows([
      .init(folder: "A", name: "a.swift", text: "struct Apple { let pear: Pear }"),
      .init(folder: "B", name: "b.swift", text: "struct Pear {}\n// Apple\nlet text = \"Apple\"; func pick() {}"),
      .init(
        folder: "C", name: "c.swift",
        text: "struct Cherry { let apple: Apple }; extension Apple { var ripe: Bool { true } }"),
      .init(folder: "B", name: "d.swift", text: "func ask(_ x: Int) -> Bool { x.ripe }"),
    ])
    #expect(
      Set(found.arrows.keys) == [.init(from: "A", to: "B"), .init(from: "C", to: "A"), .init(from: "B", to: "C")])
    #expect(found.circles == [["A", "B", "C"]])
  }
}
