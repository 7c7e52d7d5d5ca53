import FoundationEssentials
import Language
import Syntax

/// A transcript as a notebook of Jupyter, format 4.5, with its outputs.
public struct JupyterNotebook {
  /// Pixels a figure's PNG fits into.
  private static let pictureSize = (width: 1400, height: 2000)

  /// The file's text.
  ///
  /// - Parameter isCancelled: asked before every entry, whose figures may take a while.
  /// - Throws: `InterruptionError` once it is so.
  public static func json(_ transcript: Transcript, isCancelled: () -> Bool = { false }) throws -> String {
    let cells = try transcript.entries.enumerated().flatMap { index, entry in
      if isCancelled() { throw InterruptionError() }
      return try Self.cells(of: entry, id: "cell-\(index + 1)")
    }
    let document = Document(
      cells: cells,
      metadata: Document.Metadata(
        kernelspec: .init(display_name: "lfads-repl", language: "lfads", name: "lfads"),
        language_info: .init(file_extension: ".lfs", mimetype: "text/x-lfads", name: "lfads")))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }

  private static func cells(of entry: Transcript.Entry, id: String) throws -> [Cell] {
    let title = entry.title.isEmpty ? "" : "## \(entry.title)\n"
    switch entry.content {
    case .markdown(let text):
      return [Cell(cell_type: "markdown", id: id, source: title.isEmpty ? text : title + "\n" + text)]
    case .code(let code, let number, let result):
      let heading = title.isEmpty ? [] : [Cell(cell_type: "markdown", id: id + "-title", source: title)]
      return heading + [
        Cell(
          cell_type: "code", id: id, source: code, execution_count: result == nil ? nil : number,
          outputs: result.map { outputs(of: $0, number: number) } ?? [])
      ]
    }
  }

  private static func outputs(of result: CellResult, number: Int) -> [Output] {
    var outputs = result.outputs.map { output -> Output in
      switch output {
      case .text(let text): .stream("stdout", text.plain + "\n")
      case .value(let text): .result(["text/plain": text.plain], number: number)
      case .warning(let diagnostic): .stream("stderr", diagnostic.drawn().plain + "\n")
      case .figure(let figure): display(figure)
      }
    }
    if let failure = result.failure {
      outputs.append(.error(failure.message.title, failure.diagnostic.drawn().plain))
    }
    return outputs
  }

  /// A figure as vectors and as pixels: readers hide the former in notebooks they do not trust.
  private static func display(_ figure: any Presentable) -> Output {
    let words = figure.text(columns: 200).plain
    do {
      var data = ["text/plain": words]
      data["image/svg+xml"] = try figure.svg(isDark: false)
      data["image/png"] = try figure.png(width: pictureSize.width, height: pictureSize.height).map(HTMLText.base64)
      return .display(data)
    } catch {
      return .stream("stderr", "\(words): \(Message(describing: error).title)\n")
    }
  }

  // MARK: The format

  private struct Document: Encodable {
    struct Metadata: Encodable {
      struct Kernel: Encodable { let display_name, language, name: String }
      struct Language: Encodable { let file_extension, mimetype, name: String }
      let kernelspec: Kernel
      let language_info: Language
    }

    let cells: [Cell]
    let metadata: Metadata
    let nbformat = 4
    let nbformat_minor = 5

    enum CodingKeys: CodingKey { case cells, metadata, nbformat, nbformat_minor }
  }

  private struct Nothing: Encodable {}

  private struct Cell: Encodable {
    let cell_type, id, source: String
    var execution_count: Int?
    /// nil for cells of text.
    var outputs: [Output]?

    enum CodingKeys: CodingKey { case cell_type, id, source, metadata, execution_count, outputs }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(cell_type, forKey: .cell_type)
      try container.encode(id, forKey: .id)
      try container.encode(source, forKey: .source)
      try container.encode(Nothing(), forKey: .metadata)
      guard let outputs else { return }
      // The format wants the count of a cell that did not run to be null, not absent.
      try container.encode(execution_count, forKey: .execution_count)
      try container.encode(outputs, forKey: .outputs)
    }
  }

  private enum Output: Encodable {
    case stream(String, String)
    case result([String: String], number: Int)
    case display([String: String])
    case error(String, String)

    enum CodingKeys: CodingKey {
      case output_type, name, text, data, metadata, execution_count, ename, evalue, traceback
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      switch self {
      case .stream(let name, let text):
        try container.encode("stream", forKey: .output_type)
        try container.encode(name, forKey: .name)
        try container.encode(text, forKey: .text)
      case .result(let data, let number):
        try container.encode("execute_result", forKey: .output_type)
        try container.encode(data, forKey: .data)
        try container.encode(Nothing(), forKey: .metadata)
        try container.encode(number, forKey: .execution_count)
      case .display(let data):
        try container.encode("display_data", forKey: .output_type)
        try container.encode(data, forKey: .data)
        try container.encode(Nothing(), forKey: .metadata)
      case .error(let title, let drawing):
        try container.encode("error", forKey: .output_type)
        try container.encode("error", forKey: .ename)
        try container.encode(title, forKey: .evalue)
        try container.encode(
          drawing.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), forKey: .traceback)
      }
    }
  }
}
