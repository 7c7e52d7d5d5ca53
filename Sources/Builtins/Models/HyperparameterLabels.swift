import LFADSModel
import Language

/// Labels of `lfads(…)`, made from the table of hyperparameters.
enum HyperparameterLabels {
  /// The one short name: `factors` for `factors_dim`.
  private static let shortNames = ["factors_dim": ["factors"]]

  static let parameters: [Parameter] = HyperparameterTable.rows.map { row in
    Parameter(
      row.name, type(row.access), presence(value(Hyperparameters().value(named: row.name))),
      short: shortNames[row.name] ?? [], group: row.group.rawValue, summary(row.summary)
    ).byLabelOnly()
  }

  /// The name in the table of hyperparameters for a label or a short name of one.
  static func fullName(_ label: String) -> String { shortNames.first { $0.value.contains(label) }?.key ?? label }

  /// A default that no number of the language says exactly means "as many as there are".
  private static func presence(_ value: Value) -> Parameter.Presence {
    value.asNumber?.isInfinite == true ? .optional("as many as there are") : .defaults(value)
  }

  private static func type(_ access: HyperparameterAccess) -> ParameterType {
    switch access {
    case .integer(_, let range):
      .integer(
        NumberDomain(
          from: Double(range.lowerBound), through: range.upperBound == .max ? .infinity : Double(range.upperBound)))
    case .number(_, let range): .number(.within(range))
    case .flag: .bool
    case .choice(_, _, let words): .choice(words)
    }
  }

  /// Without the full stop the table's sentences end in.
  private static func summary(_ sentence: String) -> String {
    sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }

  static func value(_ value: HyperparameterValue?) -> Value {
    switch value {
    case .number(let number): .number(number >= 0x1p63 ? .infinity : number)
    case .flag(let flag): .bool(flag)
    case .word(let word): .string(word)
    case nil: .nil
    }
  }

  /// The hyperparameters a call gives, the others at their defaults.
  static func hyperparameters(_ call: Call) throws -> Hyperparameters {
    var hyper = Hyperparameters()
    for (label, value) in call.givenArguments where HyperparameterTable.row(named: label) != nil {
      try call.blaming(label) {
        switch value {
        case .number(let number): try hyper.set(label, to: .number(number))
        case .bool(let flag): try hyper.set(label, to: .flag(flag))
        case .string(let word): try hyper.set(label, to: .word(word))
        default: preconditionFailure("\(label) is neither number, bool nor word")
        }
      }
    }
    return hyper
  }
}
