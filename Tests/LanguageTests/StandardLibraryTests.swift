import Builtins
import Foundation
import Language
import Notebook
import Testing

/// The modules of `stdlib`, as the program finds them.
@Suite("The standard library")
struct StandardLibraryTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../stdlib")
    .standardizedFileURL.path

  private static func session(_ sink: KeepingSink = KeepingSink()) -> Session {
    Session(
      table: .standard, settings: Settings(workingDirectory: folder, libraryDirectories: [folder]), sink: sink,
      isInteractive: false)
  }

  /// Modules whose functions the prelude offers.
  static let modules: [String] = {
    let text = (try? String(contentsOfFile: folder + "/prelude.lfs", encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("import ") }
    let names = lines.compactMap { $0.dropFirst(7).split(separator: ":").first.map(String.init) }
    return names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }()

  static let functions: [Signature] = modules.flatMap {
    (try? session().interpreter.signatures(ofModule: $0)) ?? []
  }

  @Test("the prelude offers functions of modules that are there")
  func prelude() throws {
    #expect(Self.modules.count >= 4)
    let interpreter = Self.session().interpreter
    #expect(interpreter.offeredNames.count >= 15)
    for name in interpreter.offeredNames {
      let value = try interpreter.meaning(of: name)
      // A function, or a module as a whole.
      #expect(value?.asFunction != nil || value?.typeName == "module", "\(name)")
      #expect(BuiltinTable.standard[name] == nil, "\(name) is a built-in too")
    }
  }

  @Test("every function is documented: summary, parameters, result, example", arguments: functions)
  func documented(_ function: Signature) {
    #expect(function.summary.hasSuffix("."))
    for parameter in function.parameters { #expect(!parameter.summary.isEmpty, "\(parameter.label)") }
    #expect(function.result != nil)
    #expect(!function.examples.isEmpty)
  }

  @Test("every example runs and shows what it says", arguments: functions)
  func examples(_ function: Signature) throws {
    for example in function.examples {
      let result = Self.session().evaluate(example.code, showing: .nothing)
      #expect(result.failure == nil, "\(result.failure?.diagnostic.drawn().plain ?? "")")
      if let shows = example.shows { #expect(result.value.text(for: .prompt, columns: 80).plain == shows) }
    }
  }

  @Test("the reference page is what the table and the modules say")
  func reference() throws {
    let interpreter = Self.session().interpreter
    let modules = try Self.modules.map {
      ReferencePage.ModuleEntry(name: $0, signatures: try interpreter.signatures(ofModule: $0))
    }
    let page = ReferencePage(table: .standard, modules: modules).markdown
    let path = Self.folder + "/reference.md"
    // `scripts/reference` writes the page anew.
    if ProcessInfo.processInfo.environment["LFADS_WRITE_REFERENCE"] != nil {
      try page.write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == page, "stale: run scripts/reference")
  }
}

extension Signature: CustomTestStringConvertible {
  public var testDescription: String { name }
}
