import Syntax
import Tensors

/// What a field of a handle is called and holds, for errors, completion and help.
public struct HandleField: Sendable, Equatable {
  public let name: String
  public let summary: String

  public init(_ name: String, _ summary: String) {
    self.name = name
    self.summary = summary
  }
}

/// One index between the brackets of `x[…]`, with the axis it names if it names one.
public struct Index: Sendable {
  public let axis: String?
  /// A number, range, string, mask, tensor or list of positions; nil for a bare `:`.
  public let value: Value?

  public init(axis: String? = nil, value: Value?) {
    self.axis = axis
    self.value = value
  }
}

/// Something with an identity that names share: a dataset, a model, a posterior, a figure, a module.
public protocol Handle: AnyObject, Sendable {
  /// What `type(x)` says: `"dataset"`.
  static var typeName: String { get }

  /// The fields that can be read, in the order in which to list them.
  var fields: [HandleField] { get }

  /// The value of the field `name`; nil when this handle has no such field, an error when the field exists but is absent
  /// here (an error that names what is there).
  func field(_ name: String) throws -> Value?

  /// Assigns a field. Throws `HandleError.readOnly` where that is not offered.
  func setField(_ name: String, to value: Value) throws

  /// `x[…]`.
  func index(_ indices: [Index]) throws -> Value

  /// The number of things `for` runs over and `len` gives; nil when it is not a collection.
  var count: Int? { get }

  /// What `copy(x)` gives; itself where nothing can change in it.
  func copied() throws -> Value

  /// A few words, as in a list of names: `model, 20 factors, untrained`.
  var shortText: StyledText { get }

  /// What the prompt shows for it, in at most `columns` characters a line.
  func longText(columns: Int) -> StyledText

  /// How it presents itself beyond text, if it does.
  var presentable: (any Presentable)? { get }
}

extension Handle {
  public func setField(_ name: String, to value: Value) throws {
    throw HandleError.readOnly(type: Self.typeName, field: name)
  }

  public func index(_ indices: [Index]) throws -> Value { throw HandleError.noIndex(type: Self.typeName) }

  public var count: Int? { nil }

  public func copied() throws -> Value { .handle(self) }

  public func longText(columns: Int) -> StyledText { shortText }

  public var presentable: (any Presentable)? { self as? any Presentable }
}

/// What a handle does not offer.
public enum HandleError: Error, Equatable {
  /// A field that cannot be assigned; what to do instead, where there is something to say of it.
  case readOnly(type: String, field: String, advice: String? = nil)
  case noIndex(type: String)
}

extension HandleError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch self {
    case .readOnly(let type, let field, let advice):
      Message(
        "`\(field)` of \(type.withArticle) can only be read",
        hints: [advice].compactMap(\.self))
    case .noIndex(let type): Message("\(type.withArticle) has no positions")
    }
  }
}

extension String {
  /// The name of a type with its article: `a model`, `an index`.
  var withArticle: String { "aeio".contains(first ?? "x") ? "an \(self)" : "a \(self)" }
}
