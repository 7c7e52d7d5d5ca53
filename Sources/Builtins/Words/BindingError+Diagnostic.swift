import Language
import Syntax
import Training

extension Training.BindingError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch self {
    case .hyperparameters(let error):
      error.diagnosticMessage
    case .externalInput(let model, 0):
      Message(
        "the model expects \(model) external inputs, the data has none", expected: "ext_input_dim: 0",
        found: "ext_input_dim: \(model)",
        hints: ["inputs to be inferred are `co_dim`; `ext_input_dim` counts known inputs that come with the data"])
    case .externalInput(let model, let data):
      Message(
        "the data has \(data) external \(data == 1 ? "input" : "inputs"), the model expects \(model)",
        expected: "ext_input_dim: \(data)", found: "ext_input_dim: \(model)")
    case .alignment(let session, let matrix, let bias, let channels, let factors):
      Message(
        "the alignment of session '\(session)' does not fit",
        expected: "a matrix of \(channels) × \(factors) numbers (channels × factors) and a bias of \(channels)",
        found: "\(matrix) numbers and a bias of \(bias)",
        hints: channels > 0 && matrix % channels == 0 && matrix / channels != factors
          ? ["the matrix is made for `factors: \(matrix / channels)`"] : [])
    case .steps(let model, let data):
      Message(
        "the model was made for trials of \(model) time steps, these have \(data)",
        hints: ["make another model with `lfads(…)` for this data"])
    case .sessions(let model, let data):
      Message(
        "the model was made for other sessions", expected: model.joined(separator: ", "),
        found: data.joined(separator: ", "))
    case .channels(let session, let model, let data):
      Message(
        "the model was made for \(model) neurons in session '\(session)', the data has \(data)",
        hints: ["make another model with `lfads(…)` for this data"])
    case .memory(let parameters, let bytes):
      Message(
        "a model of \(parameters) parameters does not fit into memory", expected: "less than this machine gives",
        found: "\(max(bytes >> 20, 1)) MB for the parameters and what trains them",
        hints: ["make it smaller: `gen_dim`, `ic_enc_dim`, `ci_enc_dim` and `con_dim` count most"])
    case .unbound:
      Message(
        "the model has not met any data yet, so it has no parameters",
        hints: ["`bind(m, data)` draws them, `fit(m, data)` trains them"])
    }
  }
}
