import Analysis
import Language
import Syntax
import Tensors

extension MetricsError {
  var title: String {
    switch self {
    case .shapes(let a, let b): "the shapes differ: \(a) and \(b)"
    case .noSpikes: "there are no spikes to predict"
    case .notPositive(let value): "a rate is \(NumberText.shortest(value)); rates cannot be negative"
    }
  }
}

extension MetricsError: DiagnosticCause {
  public var diagnosticMessage: Message { Message(title) }
}
