import Datasets
import Files
import Language
import Syntax

extension RunRecord {
  /// A SHA-256 of all it holds, by which a file is known to be as it was written.
  var checksum: String {
    var hash = SHA256()
    func add(_ texts: [String]) {
      // With the lengths, so that no two records have the same bytes.
      let head = texts.map { "\($0.utf8.count)" }.joined(separator: " ") + "\n"
      for text in [head] + texts { Array(text.utf8).withUnsafeBytes { hash.update($0) } }
    }
    add([date, script.path, script.text, workingDirectory])
    add(arguments)
    add(scriptDirectory.map { [$0] } ?? [])
    add(threads.map { ["\($0)"] } ?? [])
    add(["\(columns)", "\(seed)", "\(draws)"])
    add(modules.flatMap { [$0.path, $0.text] })
    add(versions)
    add(inputs.flatMap { [$0.name, $0.fingerprint] })
    add(results.flatMap { [$0.kind.rawValue, $0.name, $0.place, $0.lines.joined(separator: "\n")] })
    return hash.finalize()
  }
}

/// A record that is not as it was written.
struct DamagedRecordError: DiagnosticCause, Equatable {
  let path: String

  var diagnosticMessage: Message {
    Message(
      "the record '\(path)' is damaged", found: "contents of another checksum than was written with them",
      hints: ["copy it again, or record the run anew"])
  }
}
