import Syntax

/// Finds, parses and keeps modules; knows which names the prelude offers without an import.
final class ModuleLibrary {
  let table: BuiltinTable
  private let files: FileReader
  private let settings: Settings
  private var modules: [String: Module] = [:]
  private var offers: [String: Offer]?

  /// A name the prelude gives: a module, or something in one.
  struct Offer {
    let module: String
    let member: String?
  }

  init(table: BuiltinTable, files: FileReader, settings: Settings) {
    self.table = table
    self.files = files
    self.settings = settings
  }

  /// The module `name`, parsed and with its names looked up.
  /// - Throws: `NameError`, or the failure of its text.
  func module(_ name: String) throws -> Module {
    let paths = settings.searchPath(for: name + ".lfs", includingLibrary: true)
    for path in paths {
      if let module = modules[path] { return module }
      guard let text = try text(path) else { continue }
      let program = try Parser.parse(SourceText(name: path, text: text))
      let module = Module(name: name, program: program, library: self)
      modules[path] = module
      do { try module.resolve() } catch {
        modules[path] = nil
        throw error
      }
      return module
    }
    throw NameError.noModule(name, searched: paths, near: moduleNames)
  }

  private func text(_ path: String) throws -> String? {
    guard let bytes = try files.contents(path) else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw NameError.unreadableModule(path: path) }
    return text
  }

  /// Modules that could be imported.
  var moduleNames: [String] {
    let directories =
      ([settings.scriptDirectory, settings.workingDirectory].compactMap(\.self) + settings.libraryDirectories)
    let names = directories.flatMap(files.entries).filter { $0.hasSuffix(".lfs") }.map { String($0.dropLast(4)) }
    return Set(names).filter { Lexer.isWord($0) && $0 != Self.preludeName }.sorted()
  }

  // MARK: The prelude

  private static let preludeName = "prelude"

  /// Names that the prelude gives. Its modules are not opened for this.
  func offered() throws -> [String: Offer] {
    if let offers { return offers }
    offers = [:]
    var found: [String: Offer] = [:]
    for directory in settings.libraryDirectories {
      let path = "\(directory)/\(Self.preludeName).lfs"
      guard let text = try text(path) else { continue }
      let source = SourceText(name: path, text: text)
      for statement in try Parser.parse(source).statements {
        guard case .importing(let module, _, let members) = statement.kind else {
          throw LocatedError(NameError.preludeStatement, at: Location(source, statement.span), phase: .names)
        }
        if members.isEmpty { found[module] = Offer(module: module, member: nil) }
        for member in members { found[member.name] = Offer(module: module, member: member.name) }
      }
      break
    }
    offers = found
    return found
  }

  /// What the prelude gives under `name`.
  func offer(_ name: String) throws -> Offer? { try offered()[name] }
}
