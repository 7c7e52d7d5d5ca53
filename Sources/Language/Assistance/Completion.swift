import Syntax

/// One way to go on typing.
public struct Completion: Sendable, Equatable {
  public enum Kind: String, Sendable {
    case variable, function, module, keyword, label, word, field, file
  }

  /// What replaces the part typed so far.
  public let text: String
  public let kind: Kind
  /// A few words about it, for a list.
  public let detail: String
}

/// The ways to go on at a place of a text.
public struct CompletionList: Sendable, Equatable {
  /// The bytes that a completion replaces.
  public let replaced: Span
  public let items: [Completion]
}

extension Interpreter {
  /// What could stand at byte `cursor` of `text`. Nothing is run for it.
  public func completions(_ text: String, at cursor: Int) -> CompletionList {
    let place = CursorPlace(text, at: cursor)
    let items: [Completion] =
      switch place.kind {
      case .inString(let prefix): strings(prefix, place)
      case .afterDot(let path, let prefix): fields(path, prefix)
      case .word(let prefix): words(prefix, place)
      case .importing(let prefix):
        moduleNames.filter { $0.hasPrefix(prefix) }.map {
          Completion(text: $0, kind: .module, detail: "module")
        }
      case .nothing: []
      }
    return CompletionList(replaced: place.replaced, items: items)
  }

  /// The signature of the call around byte `cursor`, with the parameter at hand marked; nil outside of calls.
  public func signature(_ text: String, at cursor: Int) -> StyledText? {
    let place = CursorPlace(text, at: cursor)
    guard let call = place.call, let signature = signature(of: call) else { return nil }
    let active = call.parameter(in: signature.parameters)
    var styled = StyledText(signature.name, .name) + "("
    let shown = signature.parameters.enumerated().filter { $0.offset < 12 || $0.offset == active }
    for (position, parameter) in shown {
      if position > 0 { styled.append(", ") }
      var item = parameter.label
      if case .defaults(let value) = parameter.presence, let code = value.codeText { item += ": \(code)" }
      if case .computed(let code) = parameter.presence { item += ": \(code)" }
      if parameter.isRepeated { item += ", …" }
      styled.append(item, position == active ? .marker : .dim)
    }
    if shown.count < signature.parameters.count { styled.append(", …", .dim) }
    styled.append(")")
    if let active, !signature.parameters[active].summary.isEmpty {
      styled.append("  \(signature.parameters[active].summary)", .hint)
    }
    return styled
  }

  // MARK: Looking things up

  private func signature(of call: CursorPlace.OpenCall) -> Signature? {
    guard case .function(let function) = known(call.path) else { return nil }
    return function.signature
  }

  /// The value of a dotted name as far as that is known without running anything.
  private func known(_ path: [String]) -> Value? {
    guard let first = path.first, var value = (try? meaning(of: first)) ?? nil else { return nil }
    for name in path.dropFirst() {
      guard let field = try? value.field(name) else { return nil }
      value = field
    }
    return value
  }

  /// Labels, then names; before anything is typed in a call with labels, of the names only the user's own.
  private func words(_ prefix: String, _ place: CursorPlace) -> [Completion] {
    let labels = labels(prefix, place)
    return labels + names(prefix, among: prefix.isEmpty && !labels.isEmpty ? names : visibleNames)
  }

  private func names(_ prefix: String, among visible: [String]) -> [Completion] {
    var seen: Set<String> = []
    let variables = visible.filter { $0.hasPrefix(prefix) && seen.insert($0).inserted }.sorted().map { name in
      if let value = self[name] {
        return Completion(text: name, kind: .variable, detail: value.shortText(columns: 40).plain)
      }
      let kind: Completion.Kind = machine.table[name]?.constant == nil ? .function : .variable
      return Completion(text: name, kind: kind, detail: machine.table[name]?.summary ?? "")
    }
    guard !prefix.isEmpty else { return variables }
    let keywords = Keyword.allCases.map(\.rawValue).filter { $0.hasPrefix(prefix) }.map {
      Completion(text: $0, kind: .keyword, detail: "")
    }
    return variables + keywords
  }

  private func labels(_ prefix: String, _ place: CursorPlace) -> [Completion] {
    guard let call = place.call, call.isAtArgumentStart, let signature = signature(of: call) else { return [] }
    // What stands at the cursor is no argument by place yet.
    let positional = call.labels.dropLast().prefix { $0 == nil }.count
    return signature.parameters.enumerated().compactMap { position, parameter in
      guard parameter.label.hasPrefix(prefix), position >= positional, !call.labels.contains(parameter.label) else {
        return nil
      }
      return Completion(text: parameter.label + ": ", kind: .label, detail: parameter.summary)
    }
  }

  private func fields(_ path: [String], _ prefix: String) -> [Completion] {
    switch known(path) {
    case .record(let record):
      return record.fields.filter { key, _ in key.hasPrefix(prefix) && Lexer.isWord(key) }.map { key, value in
        Completion(text: key, kind: .field, detail: value.shortText(columns: 40).plain)
      }
    case .handle(let handle):
      return handle.fields.filter { $0.name.hasPrefix(prefix) }.map {
        Completion(text: $0.name, kind: .field, detail: $0.summary)
      }
    default: return []
    }
  }

  private func strings(_ prefix: String, _ place: CursorPlace) -> [Completion] {
    var words: [String] = []
    var wantsFiles = true
    if let call = place.call, let signature = signature(of: call),
      let position = call.parameter(in: signature.parameters)
    {
      (words, wantsFiles) = signature.parameters[position].type.stringCompletions
    } else if place.isIndexing, case .record(let record) = known(place.indexedPath) {
      (words, wantsFiles) = (record.keys, false)
    }
    return words.filter { $0.hasPrefix(prefix) }.map { Completion(text: $0, kind: .word, detail: "") }
      + (wantsFiles ? files(prefix) : [])
  }

  private func files(_ prefix: String) -> [Completion] {
    let cut = prefix.lastIndex(of: "/").map { prefix.index(after: $0) } ?? prefix.startIndex
    let (directory, start) = (String(prefix[..<cut]), prefix[cut...])
    let workingDirectory = machine.settings.workingDirectory
    let base = directory.hasPrefix("/") || workingDirectory.isEmpty ? directory : workingDirectory + "/" + directory
    return machine.files.entries(base).filter { name in
      name.hasPrefix(start) && (start.hasPrefix(".") || !name.hasPrefix("."))
    }.map { Completion(text: directory + $0, kind: .file, detail: "") }
  }
}

extension ParameterType {
  /// Words to offer inside a string for this parameter, and whether files make sense there.
  fileprivate var stringCompletions: (words: [String], files: Bool) {
    switch self {
    case .choice(let words), .string(.words(let words)): (words, false)
    case .string(.pathOr(let words)): (words, true)
    case .string(.path): ([], true)
    case .optional(let type), .list(let type): type.stringCompletions
    case .oneOf(let types):
      types.map(\.stringCompletions).reduce(([], false)) { ($0.0 + $1.words, $0.1 || $1.files) }
    case .any: ([], true)
    default: ([], false)
    }
  }
}
