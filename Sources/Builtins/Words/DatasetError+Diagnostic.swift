import Datasets
import Files
import Language
import Syntax

extension DatasetError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch cause {
    case .unknown(let near, let synthetic):
      Message(
        "no data are called '\(file)': no such file, no files whose names begin so, no synthetic data set",
        hints: [
          // What stands there under the very name is no file.
          near.contains(FileName.bare(file))
            ? "it is a directory: `load(\(Value.quoted(FileName.bare(file) + "/…")))` takes a file in it" : nil,
          Suggestion.hint(offering: near.filter { $0 != FileName.bare(file) }, quote: "\""),
          "the synthetic data sets are \(synthetic.joined(separator: ", "))",
        ].compactMap(\.self))
    case .noTrainingData(let available):
      Message(description, hints: available.isEmpty ? [] : ["`read(path, \"\(available[0])\")` reads one array"])
    case .file(.notHDF5):
      Message(description, hints: ["tables (`.csv`) and `.npy` files are read by `read(path)`"])
    default: Message(description)
    }
  }
}
