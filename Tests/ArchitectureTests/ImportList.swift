import Foundation

/// The modules a Swift file imports, whatever stands around the word `import`.
struct ImportList {
  let modules: Set<String>

  init(_ source: String) {
    let declaration =
      #/^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:typealias|struct|class|enum|protocol|let|var|func)\s+)?(?<module>\w+)/#
    modules = Set(
      source.split(separator: "\n").compactMap { line in
        line.prefixMatch(of: declaration).map { String($0.module) }
      })
  }
}
