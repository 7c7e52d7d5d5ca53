import Tensors

/// Reading a value as one kind of thing, nil when it is another.
extension Value {
  public var asNumber: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  /// A whole number that an `Int` holds exactly.
  public var asInteger: Int? {
    if case .number(let number) = self { Int(exactly: number) } else { nil }
  }

  public var asBool: Bool? {
    if case .bool(let bool) = self { bool } else { nil }
  }

  public var asString: String? {
    if case .string(let string) = self { string } else { nil }
  }

  public var asTensor: Tensor? {
    if case .tensor(let tensor) = self { tensor } else { nil }
  }

  public var asList: [Value]? {
    if case .list(let list) = self { list } else { nil }
  }

  public var asRecord: Record? {
    if case .record(let record) = self { record } else { nil }
  }

  public var asRange: RangeValue? {
    if case .range(let range) = self { range } else { nil }
  }

  public var asFunction: Function? {
    if case .function(let function) = self { function } else { nil }
  }

  public var asHandle: (any Handle)? {
    if case .handle(let handle) = self { handle } else { nil }
  }
}
