import Foundation
import Testing

/// The arrows of the house: a target may depend on what stands at its right and on nothing else.
private let arrows: [String: Set<String>] = [
  "lfads-repl": ["Commands", "Terminal", "Notebook", "Builtins", "ArgumentParser"],
  // `:save`, `:report` and the history write files as everything else does, with the one writer that loses nothing.
  "Terminal": ["Notebook", "Language", "Tensors", "CEditLine"],
  // `run` trains and reads without a session: it speaks to the numeric tower itself, in the words of Language. The
  // records of runs are HDF5, and so is most of what they take fingerprints of.
  "Commands": [
    "Builtins", "Notebook", "Language", "Interchange", "Training", "Datasets", "LFADSModel", "HDF5", "Tensors",
  ],
  // What the name of a file promises is known on the ground.
  "Notebook": ["Language", "Tensors", "CCMark"],
  "Builtins": ["Language", "Plotting", "Interchange", "Training", "Datasets", "LFADSModel", "HDF5", "Tensors"],
  "Language": ["Tensors"],
  "Plotting": ["Tensors", "Subprocess"],
  "Interchange": ["Training", "Datasets", "LFADSModel", "HDF5", "Tensors", "SwiftProtobuf"],
  "Training": ["LFADSModel", "Datasets", "HDF5", "Tensors"],
  "Datasets": ["HDF5", "Tensors"],
  "LFADSModel": ["Tensors"],
  "HDF5": ["Tensors", "CHDF5"],
  "Tensors": ["COpenBLAS", "CKernels"],
  "CCMark": [], "CEditLine": [], "CHDF5": [], "COpenBLAS": [], "CKernels": [],
]

/// What comes with the compiler. The full Foundation is left out: loading it costs more than the rest of a start.
private let toolchain: Set<String> = ["FoundationEssentials", "Synchronization", "Dispatch", "Glibc"]

/// Stands beside the house and may look into every room.
private let beside = "lfads-bench"

@Suite struct ArchitectureTests {
  let manifest: Manifest

  init() throws { manifest = try Manifest() }

  @Test func `every target depends only on what the design allows`() {
    #expect(manifest.dependencies.count > 10)
    for (target, dependencies) in manifest.dependencies where target != beside {
      guard let allowed = arrows[target] else {
        Issue.record("\(target) has no place in the house")
        continue
      }
      #expect(dependencies.isSubset(of: allowed), "\(target) → \(dependencies.subtracting(allowed).sorted())")
    }
  }

  @Test func `every import of a target is one of its own dependencies`() throws {
    for (target, dependencies) in manifest.dependencies {
      for (module, files) in try manifest.imports(of: target)
      where !toolchain.contains(module) && !(target == beside && module == "Foundation") {
        #expect(dependencies.contains(module), "\(target) imports \(module) in \(files)")
      }
    }
  }

  @Test func `nothing lies at the top but what belongs there`() throws {
    let places: Set = ["Package.swift", "Sources", "Tests", "scripts", "stdlib", "README.md"]
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
