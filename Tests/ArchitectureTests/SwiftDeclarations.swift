/// What a Swift file declares that other files can name.
struct SwiftDeclarations {
  /// Types and functions at the top of the file.
  private(set) var names: Set<String> = []
  /// Types within types, by their own name.
  private(set) var nested: Set<String> = []
  /// Functions, variables and types within types, each as often as it is declared.
  private(set) var members: [String: Int] = [:]
  /// Those of them that stand in an extension, with the type that is extended: `Value.printed`.
  private(set) var extensionMembers: [(type: String, name: String)] = []

  private enum Scope {
    case type(String, isExtension: Bool)
    /// A body of code, where everything is local.
    case code
  }

  private static let typeWords: Set<Substring> = ["struct", "class", "enum", "protocol", "actor", "extension"]
  private static let memberWords: Set<Substring> = ["func", "var", "let", "typealias"]

  init(_ words: [Substring]) {
    var scopes: [Scope] = []
    var next: Scope?
    for (place, word) in words.enumerated() {
      switch word {
      case "{":
        scopes.append(next ?? .code)
        next = nil
      case "}": _ = scopes.popLast()
      case _ where Self.typeWords.contains(word):
        guard let name = Self.name(after: place, in: words) else { continue }
        // In the body of a function it is nobody else's.
        if case .code? = scopes.last { continue }
        next = .type(name, isExtension: word == "extension")
        if word != "extension" { add(name, isType: true, isOpen: Self.isOpen(place, words), in: scopes.last) }
      case _ where Self.memberWords.contains(word):
        guard let name = Self.name(after: place, in: words) else { continue }
        // A variable of several words, `let (a, b)`, and a case pattern are never at these places.
        add(name, isType: word == "typealias", isOpen: Self.isOpen(place, words), in: scopes.last)
      default: break
      }
    }
  }

  private mutating func add(_ name: String, isType: Bool, isOpen: Bool, in scope: Scope?) {
    switch scope {
    case nil:
      if isOpen { names.insert(name) }
    case .type(let type, let isExtension)?:
      members[name, default: 0] += 1
      if isType { nested.insert(name) }
      if isExtension, isOpen { extensionMembers.append((type, name)) }
    case .code?: break
    }
  }

  /// The name a declaration gives, dotted where it extends a type in another; nil where `class` is no declaration.
  private static func name(after place: Int, in words: [Substring]) -> String? {
    guard place + 1 < words.count, place == 0 || words[place - 1] != "." else { return nil }
    guard let first = words[place + 1].first, first.isLetter || first == "_" else { return nil }
    guard !memberWords.contains(words[place + 1]) else { return nil }
    var name = String(words[place + 1])
    var end = place + 2
    while end + 1 < words.count, words[end] == ".", words[place] == "extension" {
      name += "." + words[end + 1]
      end += 2
    }
    return name
  }

  private static let modifiers: Set<Substring> = [
    "public", "package", "internal", "open", "final", "static", "class", "mutating", "nonmutating", "indirect",
    "override", "lazy", "weak", "unowned", "nonisolated", "borrowing", "consuming",
  ]

  /// Whether other files can see what the word at `place` declares: nothing `private` stands among the words before it.
  private static func isOpen(_ place: Int, _ words: [Substring]) -> Bool {
    var place = place - 1
    while place >= 0 {
      switch words[place] {
      case "private", "fileprivate": return false
      case _ where modifiers.contains(words[place]) || words[place].hasPrefix("@"): place -= 1
      // `private(set)` hides the setter only.
      case ")" where place >= 3 && words[place - 1] == "set": place -= 4
      default: return true
      }
    }
    return true
  }
}
