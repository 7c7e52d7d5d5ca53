import Syntax

/// `x[…]`.
final class IndexCode: Code, @unchecked Sendable {
  private let base: Code
  private let items: [IndexItemCode]

  init(_ span: Span, _ base: Code, _ items: [IndexItemCode]) {
    self.base = base
    self.items = items
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let value = try base.evaluate(frame)
    let indices = try items.map { try $0.index(frame) }
    do {
      return try value.indexed(indices)
    } catch {
      // The carets go under the one index there is, or under all of the brackets.
      throw frame.located(error, items.count == 1 ? items[0].span : span)
    }
  }
}

/// One entry between the brackets.
struct IndexItemCode {
  let axis: String?
  let value: Code?
  let span: Span

  func index(_ frame: Frame) throws -> Index { Index(axis: axis, value: try value?.evaluate(frame)) }
}

/// `x.name`.
final class FieldCode: Code, @unchecked Sendable {
  private let base: Code
  private let name: String
  private let nameSpan: Span

  init(_ span: Span, _ base: Code, _ name: String, nameSpan: Span) {
    self.base = base
    self.name = name
    self.nameSpan = nameSpan
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let value = try base.evaluate(frame)
    do {
      return try value.field(name)
    } catch ValueError.noFields(let name, let value, _) {
      let isFunction = frame.machine.table[name] != nil
      throw frame.located(ValueError.noFields(name, of: value, isFunction: isFunction), nameSpan)
    } catch {
      throw frame.located(error, nameSpan)
    }
  }
}
