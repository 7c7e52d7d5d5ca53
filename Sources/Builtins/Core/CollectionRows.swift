import Language
import Syntax
import Tensors

/// Lists and records, and functions that take functions.
enum CollectionRows {
  static let rows: [Builtin] = [
    map, filter, reduce, zip, enumerate, contains, isin, same, find, sortBy, reverse, flatten, list, keys, values, with,
    without,
  ]

  /// What can be gone through item by item.
  private static let items = ParameterType.oneOf([.list, .range, .tensor, .string, .record])

  private static let map = Builtin(
    "map", .collections, "What a function makes of every item.",
    parameters: [
      Parameter("items", items, "A list, range, tensor (along its first axis), string or record"),
      Parameter("f", .function(arguments: 1), "Called with each item; of a record, with each value"),
    ],
    result: "list; a tensor when every result is a number or bool; a record for a record",
    examples: [Example("map([1, 2, 3], fn(x) { x^2 })", shows: "[1, 4, 9]")]
  ) { call in
    let f = call.function("f")
    if case .record(let record) = call["items"] {
      return .record(Record(try record.fields.map { ($0, try call.invoke(f, [$1])) }))
    }
    return gathered(try call.items("items").map { try call.invoke(f, [$0]) })
  }

  private static let filter = Builtin(
    "filter", .collections, "The items for which a function is true.",
    parameters: [
      Parameter("items", items, "A list, range, tensor (along its first axis), string or record"),
      Parameter("keeps", .function(arguments: 1), "Called with each item; gives true or false"),
    ],
    result: "list; a tensor of numbers of a tensor or range; a record of a record",
    examples: [Example("filter(0..<10, fn(x) { x % 3 == 0 })", shows: "[0, 3, 6, 9]")]
  ) { call in
    let keeps = call.function("keeps")
    func isKept(_ value: Value) throws -> Bool {
      let answer = try call.invoke(keeps, [value])
      guard let bool = answer.asBool else {
        throw call.fault("keeps", "the function must give true or false", found: answer.foundText)
      }
      return bool
    }
    switch call["items"] {
    case .record(let record): return .record(Record(try record.fields.filter { try isKept($1) }.map { ($0, $1) }))
    case .tensor(let tensor):
      let kept = try call.items("items").map(isKept)
      return .tensor(try tensor.indexed([.mask(kept)]))
    default: return gathered(try call.items("items").filter(isKept))
    }
  }

  private static let reduce = Builtin(
    "reduce", .collections, "One value from all items, by a function of two: the result so far and the next item.",
    parameters: [
      Parameter("items", items, "A list, range, tensor (along its first axis), string or record"),
      Parameter("f", .function(arguments: 2), "Called with the result so far and the next item"),
      Parameter("start", .any, .optional("the first item"), "The result before the first item"),
    ],
    result: "the last result",
    examples: [Example("reduce([1, 2, 3, 4], fn(a, b) { a * b })", shows: "24")]
  ) { call in
    var rest = try call.items("items")[...]
    var result = call["start"]
    if !call.wasGiven("start") {
      guard let first = rest.popFirst() else {
        throw call.fault("items", "nothing can be made of no items", hint: "give the result for none as `start:`")
      }
      result = first
    }
    for item in rest { result = try call.invoke(call.function("f"), [result, item]) }
    return result
  }

  private static let zip = Builtin(
    "zip", .collections, "Pairs of the items that stand at the same position.",
    parameters: [Parameter("a", items, "The first of each pair"), Parameter("b", items, "The second of each pair")],
    result: "list of lists or tensors of two",
    examples: [Example("zip([1, 2], [\"a\", \"b\"])", shows: "[[1, \"a\"], [2, \"b\"]]")]
  ) { call in
    let (a, b) = (try call.items("a"), try call.items("b"))
    guard a.count == b.count else {
      throw call.fault("b", "the two are of different length", expected: "\(a.count) items", found: "\(b.count)")
    }
    return .list(Swift.zip(a, b).map { gathered([$0, $1]) })
  }

  private static let enumerate = Builtin(
    "enumerate", .collections, "Every item with its position, counted from 0.",
    parameters: [Parameter("items", items, "A list, range, tensor (along its first axis), string or record")],
    result: "list of records {index, item}",
    examples: [
      Example("map(enumerate([\"a\", \"b\"]), fn(e) { \"\\(e.index)\\(e.item)\" })", shows: "[\"0a\", \"1b\"]")
    ]
  ) { call in
    .list(try call.items("items").enumerated().map { .record(Record([("index", .integer($0)), ("item", $1)])) })
  }

  private static let contains = Builtin(
    "contains", .collections,
    "Whether an item is among the items, a string in a string, or a name among a record's fields.",
    parameters: [
      Parameter("items", items, "A list, range, tensor, string or record"),
      Parameter("item", .any, "What to look for"),
    ],
    result: "bool",
    examples: [Example("contains([\"n1\", \"n2\"], \"n2\")", shows: "true")]
  ) { call in
    .bool(try call.blaming("items") { try call["items"].contains(call["item"]) })
  }

  private static let isin = Builtin(
    "isin", .collections, "For every element, whether it is among those of a set.",
    details: "One value is looked for by `x in set`.",
    parameters: [
      Parameter("x", .oneOf([.tensor, .list, .string]), "A tensor, or a list of words"),
      Parameter("set", items, "What they are looked for among"),
    ],
    result: "a mask of x's shape; a bool for one value",
    examples: [
      Example("isin([3, 1, 4], [1, 3])", shows: "[true, true, false]"),
      Example("isin([\"left\", \"up\"], [\"up\", \"down\"])", shows: "[false, true]"),
    ]
  ) { call in
    let set = try call.items("set")
    let numbers = Set(set.compactMap { $0.asNumber ?? $0.asBool.map { $0 ? 1 : 0 } })
    if let tensor = call["x"].countingAsTensor {
      return Value(Tensor(tensor.doubles.map(numbers.contains), shape: tensor.shape, axes: tensor.axes))
    }
    let words = Set(set.compactMap(\.asString))
    if let word = call["x"].asString { return .bool(words.contains(word)) }
    let found = call.list("x").map { item in
      item.asString.map(words.contains) ?? set.contains { $0.isSame(as: item) }
    }
    return .tensor(Tensor(found, shape: [found.count]))
  }

  private static let same = Builtin(
    "same", .collections, "Whether two values are the same through and through, as one bool.",
    details: "`==` compares lists and tensors item by item. A list and the tensor it spells are the same.",
    parameters: [Parameter("a", .any, "Any value"), Parameter("b", .any, "Another")],
    result: "bool",
    examples: [
      Example("same([\"a\", \"b\"], [\"a\", \"b\"])", shows: "true"),
      Example("same([1, 2], [1, 2, 3])", shows: "false"),
    ]
  ) { call in .bool(call["a"].isSame(as: call["b"])) }

  private static let find = Builtin(
    "find", .collections, "The position of the first item that is equal, or for which a function is true.",
    parameters: [
      Parameter("items", items, "A list, range, tensor or string"),
      Parameter("item", .any, "The item, or a function that gives true or false"),
    ],
    result: "number, or nil when there is none",
    examples: [Example("find([5, 7, 9], fn(x) { x > 6 })", shows: "1")]
  ) { call in
    let all = try call.items("items")
    let position =
      if let f = call["item"].asFunction {
        try all.firstIndex { try call.invoke(f, [$0]).asBool == true }
      } else {
        all.firstIndex { $0.isSame(as: call["item"]) }
      }
    return position.map { .integer($0) } ?? .nil
  }

  private static let sortBy = Builtin(
    "sort_by", .collections,
    "The items in ascending order of what a function makes of them; equal ones keep their order.",
    parameters: [
      Parameter("items", items, "A list, range, tensor (along its first axis) or string"),
      Parameter("key", .function(arguments: 1), "Gives the number or string to sort by"),
      Parameter("descending", .bool, .defaults(.bool(false)), "Largest first"),
    ],
    result: "list; a tensor when every item is a number",
    examples: [Example("sort_by([\"ccc\", \"a\", \"bb\"], len)", shows: "[\"a\", \"bb\", \"ccc\"]")]
  ) { call in
    let all = try call.items("items")
    let keys = try all.map { try call.invoke(call.function("key"), [$0]) }
    let isDescending = call.bool("descending")
    func ascends(_ a: Value, _ b: Value) throws -> Bool {
      switch (a, b) {
      case (.number(let x), .number(let y)): return isDescending ? x > y : x < y
      case (.string(let x), .string(let y)): return isDescending ? x > y : x < y
      default:
        throw call.fault(
          "key", "the keys cannot be compared", expected: "numbers only, or strings only",
          found: "\(a.foundText) and \(b.foundText)")
      }
    }
    return gathered(try keys.indices.sorted { try ascends(keys[$0], keys[$1]) }.map { all[$0] })
  }

  private static let reverse = Builtin(
    "reverse", .collections, "The items from the last to the first.",
    parameters: [Parameter("items", items, "A list, range, tensor (along its first axis) or string")],
    result: "of the same type",
    examples: [Example("reverse([1, 2, 3])", shows: "[3, 2, 1]")]
  ) { call in
    switch call["items"] {
    case .tensor(let tensor) where tensor.rank > 0: return .tensor(try tensor.flipped(axis: 0))
    case .string(let text): return .string(String(text.reversed()))
    case .record(let record): return .record(Record(record.fields.reversed().map { ($0, $1) }))
    default: return gathered(try call.items("items").reversed())
    }
  }

  private static let flatten = Builtin(
    "flatten", .collections, "One list of the items of lists within lists; of a tensor, all elements in one axis.",
    parameters: [Parameter("items", .oneOf([.list, .tensor]), "A list of lists, or a tensor")],
    result: "list or tensor",
    examples: [Example("flatten([[\"a\", \"b\"], [\"c\"]])", shows: "[\"a\", \"b\", \"c\"]")]
  ) { call in
    if case .tensor(let tensor) = call["items"] { return .tensor(tensor.reshaped([tensor.count])) }
    var flat: [Value] = []
    func add(_ values: [Value]) throws {
      try call.checkItems(flat.count + values.count)
      for value in values { if let inner = value.asList { try add(inner) } else { flat.append(value) } }
    }
    try add(call.list("items"))
    return gathered(flat)
  }

  private static let list = Builtin(
    "list", .collections, "The items as a list, which `concat` joins and any value can stand in.",
    parameters: [Parameter("items", items, "A range, tensor (along its first axis), string, record or list")],
    result: "list",
    examples: [Example("len(list(\"abc\"))", shows: "3")]
  ) { call in .list(try call.items("items")) }

  private static let keys = Builtin(
    "keys", .collections, "The names of a record's fields, or of what a value offers.",
    parameters: [Parameter("x", .any, "A record, dataset, model or other value with fields")],
    result: "list of strings",
    examples: [Example("keys({a: 1, b: 2})", shows: "[\"a\", \"b\"]")]
  ) { call in
    switch call["x"] {
    case .record(let record): return .list(record.keys.map(Value.string))
    case .handle(let handle): return .list(handle.fields.map { .string($0.name) })
    default: throw call.fault("x", "this value has no fields", expected: "a record", found: call["x"].foundText)
    }
  }

  private static let values = Builtin(
    "values", .collections, "The values of a record's fields.",
    parameters: [Parameter("record", .record, "A record")],
    result: "list; a tensor when every value is a number or bool",
    examples: [Example("values({a: 1, b: 2})", shows: "[1, 2]")]
  ) { call in gathered(call.record("record").values) }

  private static let with = Builtin(
    "with", .collections, "A record with the fields of another put over its own.",
    parameters: [
      Parameter("record", .record, "The record to start from"), Parameter("changes", .record, "Fields to set or add"),
    ],
    result: "record",
    examples: [Example("with({a: 1, b: 2}, {b: 3, c: 4})", shows: "{a: 1, b: 3, c: 4}")]
  ) { call in
    var record = call.record("record")
    for (name, value) in call.record("changes").fields { record[name] = value }
    return .record(record)
  }

  private static let without = Builtin(
    "without", .collections, "A record without some of its fields.",
    parameters: [
      Parameter("record", .record, "The record to start from"),
      Parameter("names", .string, .repeated, "The fields to leave out"),
    ],
    result: "record",
    examples: [Example("without({a: 1, b: 2}, \"b\")", shows: "{a: 1}")]
  ) { call in
    var record = call.record("record")
    for name in call.list("names").compactMap(\.asString) {
      guard record[name] != nil else {
        throw call.fault("names", "there is no field `\(name)`", hint: Suggestion.hint(for: name, among: record.keys))
      }
      record[name] = nil
    }
    return .record(record)
  }
}

/// Items as a tensor when every one is a number or every one a bool, as a list otherwise; `[]` is the empty list.
func gathered(_ items: [Value]) -> Value {
  guard !items.isEmpty, let tensor = Value.list(items).flatTensor else { return .list(items) }
  return .tensor(tensor)
}

extension Call {
  /// Refuses a list of more items than one may have.
  func checkItems(_ count: Int) throws {
    let limit = settings.limits.items
    guard count <= limit else { throw ValueError.tooLarge(what: "this list", count: Double(count), limit: limit) }
  }

  /// What `for` would run over, as a list.
  func items(_ label: String) throws -> [Value] {
    let value = self[label]
    if let list = value.asList { return list }
    if case .record(let record) = value { return record.values }
    guard let count = value.count else {
      throw fault(
        label, "this has no items", expected: "a list, range, tensor, string or record", found: value.foundText)
    }
    guard count <= settings.limits.items else { throw fault(label, "this has too many items", found: "\(count)") }
    return try blaming(label) { try value.items(count) }
  }
}

extension Value {
  /// Its items in order.
  fileprivate func items(_ count: Int) throws -> [Value] {
    switch self {
    case .tensor(let tensor) where tensor.rank == 1 && tensor.elementType == .bool:
      return tensor.doubles.map { .bool($0 != 0) }
    case .tensor(let tensor) where tensor.rank == 1: return tensor.doubles.map(Value.number)
    case .tensor(let tensor): return try (0..<count).map { Value(try tensor.indexed([.position($0)])) }
    case .string(let text): return text.map { .string(String($0)) }
    case .range(let range): return (0..<count).map { .number(range.element($0)) }
    default: return []
    }
  }
}
