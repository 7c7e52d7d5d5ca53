// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Settings of every Swift target: the Swift 6 language mode comes from `swiftLanguageModes` below.
let swiftSettings: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

/// Swift's own libraries are linked into the programs: they start faster and run where no toolchain is installed. The
/// compiler notes what a shared FoundationEssentials needs; what the static one needs besides is named here. Not under a
/// sanitizer (`scripts/sanitize`): its malloc would be hidden from the C library, which could not free what the other
/// allocates.
let standalone: [LinkerSetting] =
  Context.environment["LFADS_SANITIZE"] != nil
  ? []
  : [
    .unsafeFlags([
      "-static-stdlib", "-use-ld=lld", "-l_FoundationCShims", "-l_FoundationCollections", "-lswiftSynchronization",
    ])
  ]

/// One library target of the house. The arrows are those of the design: a target names exactly what it may import.
func room(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

/// The test target of a room, with `@testable` access to it.
func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: swiftSettings)
}

/// A test target stands in the list before its first file does; until then there is nothing to build.
func hasFolder(_ target: Target) -> Bool {
  !target.isTest || FileManager.default.fileExists(atPath: Context.packageDirectory + "/Tests/" + target.name)
}

/// A program that libFuzzer calls back.
func fuzzer(_ name: String, _ path: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: "fuzz-" + name, dependencies: dependencies + ["FuzzDriver"], path: "Tests/Fuzz/" + path,
    swiftSettings: swiftSettings + [.unsafeFlags(["-parse-as-library"])],
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])
}

/// Built by `scripts/fuzz` only.
let fuzzers: [Target] =
  Context.environment["LFADS_FUZZ"] == nil
  ? []
  : [
    .target(name: "FuzzDriver", path: "Tests/Fuzz/Driver", swiftSettings: swiftSettings),
    fuzzer("parser", "Parser", ["Language", "Syntax"]),
    fuzzer("evaluator", "Evaluator", ["Builtins", "Language", "Syntax"]),
    fuzzer("reader", "Reader", ["HDF5", "Sandbox"]),
    fuzzer("checkpoint", "Checkpoint", ["Training", "LFADSModel", "HDF5", "Tensors"]),
    fuzzer("npy", "NPY", ["Interchange", "Tensors"]),
    fuzzer("csv", "CSV", ["Interchange", "Tensors"]),
  ]

let package = Package(
  name: "lfads-repl",
  products: [
    .executable(name: "lfads-repl", targets: ["lfads-repl"]),
    .executable(name: "lfads-bench", targets: ["lfads-bench"]),
  ],
  dependencies: [
    // Flags, help, man page and shell completions of the program.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    // Running gnuplot and chafa. Without its default trait, which would link all of Foundation.
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
    // What the package above brings along, pinned as all others are.
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    // TensorBoard's event files. Without its default traits, which would link all of Foundation.
    .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0", traits: []),
  ],
  targets: [
    // Doors: a module map and a shim for what Swift cannot call.
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CHDF5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CEditLine", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .systemLibrary(name: "CSpawn"),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=on"])]),

    // Ground.
    room("Files", []),
    room("Kernels", ["CKernels"]),
    room("Tensors", ["COpenBLAS"]),
    room("Sandbox", ["CSpawn"]),

    // Numbers.
    room("HDF5", ["Sandbox", "Tensors", "Files", "CHDF5"]),
    room("LFADSModel", ["Kernels", "Tensors"]),
    room("Datasets", ["HDF5", "Tensors", "Kernels", "Files"]),
    room("Training", ["LFADSModel", "Datasets", "HDF5", "Tensors", "Kernels"]),
    room(
      "Interchange",
      [
        "Training", "Datasets", "LFADSModel", "HDF5", "Tensors", "Files",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["TensorBoard/event.proto"]),

    room("Analysis", ["Training", "Datasets", "LFADSModel", "Tensors"]),
    room("Experiments", ["Analysis", "Interchange", "Training", "Datasets", "LFADSModel", "HDF5", "Tensors", "Files"]),
    room(
      "Plotting",
      [
        "Tensors", "Files", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),

    // Language and bridge.
    room("Syntax", []),
    room("Language", ["Syntax", "Tensors"]),
    room(
      "Builtins",
      [
        "Language", "Syntax", "Plotting", "Experiments", "Analysis", "Interchange", "Training", "Datasets",
        "LFADSModel", "HDF5", "Tensors", "Kernels", "Files",
      ]),

    // Shell and roof.
    room("Notebook", ["Language", "Syntax", "Files", "CCMark"]),
    room(
      "Commands",
      [
        "Builtins", "Notebook", "Language", "Syntax", "Experiments", "Interchange", "Training", "Datasets",
        "LFADSModel", "HDF5", "Tensors", "Kernels", "Files", "Sandbox",
      ]),
    room("Terminal", ["Notebook", "Language", "Syntax", "Files", "CEditLine"]),
    .executableTarget(
      name: "lfads-repl",
      dependencies: [
        "Commands", "Terminal", "Notebook", "Builtins", "Language", "Syntax", "HDF5",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings,
      linkerSettings: standalone),
    .executableTarget(
      name: "lfads-bench",
      dependencies: [
        "Builtins", "Notebook", "Language", "Syntax", "Training", "Datasets", "LFADSModel", "Tensors", "Kernels",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),

    // What test targets share.
    .target(
      name: "TestData", dependencies: ["Training", "LFADSModel", "Datasets", "Tensors"], path: "Tests/TestData",
      swiftSettings: swiftSettings),

    tests("FilesTests", ["Files"]),
    tests("KernelsTests", ["Kernels", "Tensors"]),
    tests("TensorsTests", ["Tensors"]),
    tests("SandboxTests", ["Sandbox"]),
    tests("HDF5Tests", ["HDF5", "Sandbox", "Tensors", "Files"], resources: [.copy("Fixtures")]),
    tests("DatasetsTests", ["Datasets", "HDF5", "Tensors", "Files"], resources: [.copy("Golden")]),
    tests("LFADSModelTests", ["LFADSModel", "Tensors"], resources: [.copy("Golden")]),
    tests("TrainingTests", ["TestData", "Training", "LFADSModel", "Datasets", "HDF5", "Tensors"]),
    tests("AnalysisTests", ["TestData", "Analysis", "Training", "LFADSModel", "Datasets", "Tensors"]),
    tests(
      "ParityTests",
      [
        "Builtins", "Notebook", "Language", "Syntax", "Interchange", "Training", "LFADSModel", "Datasets", "HDF5",
        "Tensors",
      ],
      resources: [.copy("Golden")]),
    tests("PlottingTests", ["Plotting", "Tensors"]),
    tests(
      "LanguageTests", ["Language", "Syntax", "Notebook", "Builtins", "Tensors"],
      resources: [.copy("Scripts"), .copy("Errors"), .copy("Findings")]),
    tests(
      "ExperimentsTests",
      ["TestData", "Experiments", "Files", "Interchange", "Training", "LFADSModel", "Datasets", "HDF5", "Tensors"]),
    tests("InterchangeTests", ["Interchange", "Training", "LFADSModel", "Datasets", "HDF5", "Tensors"]),
    tests(
      "CommandsTests",
      [
        "Commands", "Builtins", "Language", "Syntax", "Interchange", "Training", "LFADSModel", "Datasets", "HDF5",
        "Tensors",
      ]),
    tests("NotebookTests", ["Notebook", "Builtins", "Language", "Syntax"]),
    tests("TerminalTests", ["Terminal", "Notebook", "Language", "Syntax"]),
    tests(
      "BuiltinsTests", ["Builtins", "Plotting", "LFADSModel", "Notebook", "Language", "Syntax", "HDF5", "Tensors"]),
    tests("ArchitectureTests", []),
  ].filter(hasFolder) + fuzzers,
  swiftLanguageModes: [.v6]
)
