import Foundation
import Testing

/// The arrows of the house: what stands directly below each target.
private let arrows: [String: Set<String>] = [
  "lfads-repl": ["Commands", "Terminal", "Notebook", "Builtins", "ArgumentParser"],
  "Terminal": ["Notebook", "Language", "CEditLine"],
  "Commands": ["Builtins", "Notebook", "Experiments", "Sandbox"],
  "Notebook": ["Language", "Files", "CCMark"],
  "Builtins": ["Language", "Plotting", "Experiments"],
  "Language": ["Syntax", "Tensors"],
  "Syntax": [],
  "Plotting": ["Tensors", "Files", "Subprocess", "SystemPackage"],
  "Experiments": ["Analysis", "Interchange"],
  "Analysis": ["Training"],
  "Interchange": ["Training", "SwiftProtobuf"],
  "Training": ["LFADSModel", "Datasets"],
  "Datasets": ["HDF5", "Tensors", "Kernels"],
  "LFADSModel": ["Kernels", "Tensors"],
  "HDF5": ["Sandbox", "Tensors", "CHDF5"],
  "Sandbox": ["Files", "Tensors", "CSpawn"],
  "Tensors": ["COpenBLAS"],
  "Kernels": ["CKernels"],
  "Files": [],
  "CCMark": [], "CEditLine": [], "CHDF5": [], "COpenBLAS": [], "CSpawn": [], "CKernels": [],
]

/// What a target may depend on: what stands directly below it, and every room that may be imported there. A door to C
/// and another's package are imported only by the target that stands on them.
private func reach(of target: String) -> Set<String> {
  var reached = arrows[target] ?? []
  var rest = Array(reached)
  while let room = rest.popLast() {
    for below in arrows[room] ?? [] where arrows[below] != nil && !isDoor(below) && reached.insert(below).inserted {
      rest.append(below)
    }
  }
  return reached
}

/// Whether a target is a module map, or C of our own, for what Swift cannot call: two capitals open its name.
private func isDoor(_ target: String) -> Bool { target.first == "C" && target.dropFirst().first?.isUppercase == true }

/// What comes with the compiler. The full Foundation is left out: loading it costs more than the rest of a start.
private let toolchain: Set<String> = ["FoundationEssentials", "Synchronization", "Dispatch", "Glibc"]

/// What stands beside the house may look into every room.
private let beside: Set = ["lfads-bench", "TestData"]

@Suite struct ArchitectureTests {
  let manifest: Manifest

  init() throws { manifest = try Manifest() }

  @Test func `every target depends only on what the design allows`() {
    #expect(manifest.dependencies.count > 10)
    for (target, dependencies) in manifest.dependencies where !beside.contains(target) {
      guard arrows[target] != nil else {
        Issue.record("\(target) has no place in the house")
        continue
      }
      let allowed = reach(of: target)
      #expect(!allowed.contains(target), "a circle of arrows through \(target)")
      #expect(dependencies.isSubset(of: allowed), "\(target) → \(dependencies.subtracting(allowed).sorted())")
    }
  }

  @Test func `every import of a target is one of its own dependencies`() throws {
    for (target, dependencies) in manifest.dependencies {
      for (module, files) in try manifest.imports(of: target)
      where !toolchain.contains(module) && !(beside.contains(target) && module == "Foundation") {
        #expect(dependencies.contains(module), "\(target) imports \(module) in \(files)")
      }
    }
  }

  @Test func `nothing lies at the top but what belongs there`() throws {
    let places: Set = [
      "Package.swift", "Sources", "Tests", "scripts", "stdlib", "README.md", "LICENSE", "CITATION.cff", "CHANGELOG.md",
    ]
    let ignored = try String(contentsOf: manifest.root.appending(path: ".gitignore"), encoding: .utf8)
    let entries = try FileManager.default.contentsOfDirectory(atPath: manifest.root.path)
      .filter { !$0.hasPrefix(".") && !ignored.split(separator: "\n").contains(Substring($0)) }
    #expect(Set(entries).subtracting(places).isEmpty)
  }

  @Test(
    arguments: [
      ("import Tensors", "Tensors"), ("  public import Tensors", "Tensors"), ("@testable import Tensors", "Tensors"),
      ("import struct Tensors.Tensor", "Tensors"), ("@_spi(Inner) internal import HDF5  // for files", "HDF5"),
    ])
  func `an import is seen in every form`(line: String, module: String) {
    #expect(ImportList("let a = 1\n" + line).modules == [module])
  }

  @Test(arguments: ["// import Tensors", "let text = \"import Tensors\"", "important Tensors", "imports()"])
  func `what only looks like an import is none`(line: String) {
    #expect(ImportList(line).modules.isEmpty)
  }
}
