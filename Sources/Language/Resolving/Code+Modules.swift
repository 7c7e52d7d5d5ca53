import Syntax

/// `import`: loads the module and binds it, or names of it.
final class ImportCode: Code, @unchecked Sendable {
  private let module: Module
  private let whole: Cell?
  private let members: [(name: String, cell: Cell)]

  init(_ span: Span, _ module: Module, whole: Cell?, members: [(name: String, cell: Cell)]) {
    self.module = module
    self.whole = whole
    self.members = members
    super.init(span)
  }

  override func run(_ frame: Frame) throws -> Signal {
    do {
      try module.load(frame.machine)
      whole?.value = .handle(module)
      for (name, cell) in members { cell.value = try Value.handle(module).field(name) }
      return .normal
    } catch {
      throw frame.located(error, span)
    }
  }
}

/// A name that a module offers without being imported, or a module under its own name; loaded on first use.
final class OfferedCode: Code, @unchecked Sendable {
  private let module: Module
  private let member: String?

  init(_ span: Span, _ module: Module, member: String?) {
    self.module = module
    self.member = member
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    do {
      try module.load(frame.machine)
      guard let member else { return .handle(module) }
      return try Value.handle(module).field(member)
    } catch {
      throw frame.located(error, span)
    }
  }
}
