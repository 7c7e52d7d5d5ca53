import Syntax
import Tensors

/// Words for causes of other rooms that the language itself meets.
extension TensorError: DiagnosticCause {
  public var diagnosticMessage: Message {
    Message(
      message, expected: expected.isEmpty ? nil : expected, found: found.isEmpty ? nil : found, hints: hints)
  }

  private var hints: [String] {
    switch self {
    case .positionOutside(let position, let axis, let layout) where position == layout.shape[axis] && position > 0:
      ["positions count from 0: the last is \(position - 1), or -1"]
    case .rangeOutside(_, let upper?, let axis, let layout) where upper == layout.shape[axis] + 1:
      ["`...` includes its end, `..<` does not; the last position is \(upper - 2), or -1"]
    case .quantileOutside(let p): [NumberDomain.fraction.scaleHint(p)].compactMap(\.self)
    case .noAxisNamed(let name, let layout):
      [Suggestion.hint(for: name, among: layout.axes.compactMap(\.self), quote: "\"")].compactMap(\.self)
    default: []
    }
  }
}

extension TensorError: KindedError {
  public var kind: String { "value" }
}
