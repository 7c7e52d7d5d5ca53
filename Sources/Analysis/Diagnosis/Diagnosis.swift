import Training
import Datasets
import LFADSModel

/// One thing to look at.
public struct DiagnosisCheck: Sendable {
  /// What it is called where findings are listed.
  public let name: String
  /// What it has to have.
  public let needs: Need
  let run: @Sendable (DiagnosisSubject) throws -> [Finding]

  public enum Need: Sendable { case data, counts, dataAndSettings, epochs, settings, history, posterior }

  init(_ name: String, _ needs: Need, _ run: @escaping @Sendable (DiagnosisSubject) throws -> [Finding]) {
    self.name = name
    self.needs = needs
    self.run = run
  }
}

/// What the checks found.
public struct Diagnosis: Sendable {
  public struct Entry: Sendable {
    public let check: DiagnosisCheck
    public let finding: Finding
  }

  /// Checks that could be made.
  public let checked: [DiagnosisCheck]
  public let entries: [Entry]

  /// Every check, in the order in which findings are listed.
  public static let checks: [DiagnosisCheck] = [
    DiagnosisCheck("bin width", .data, UnitChecks.binWidth),
    DiagnosisCheck("units", .data, UnitChecks.counts),
    DiagnosisCheck("likelihood", .data, UnitChecks.likelihood),
    DiagnosisCheck("silent neurons", .data, NeuronChecks.silence),
    DiagnosisCheck("saturated neurons", .counts, NeuronChecks.saturation),
    DiagnosisCheck("coincident channels", .counts, CoincidenceChecks.pairs),
    DiagnosisCheck("trials", .data, TrialChecks.number),
    DiagnosisCheck("validation", .data, TrialChecks.validation),
    DiagnosisCheck("batch size", .dataAndSettings, TrialChecks.batches),
    DiagnosisCheck("epochs", .epochs, SettingChecks.epochs),
    DiagnosisCheck("ramps", .settings, SettingChecks.ramps),
    DiagnosisCheck("kl weights", .settings, SettingChecks.weights),
    DiagnosisCheck("dropout", .settings, SettingChecks.dropout),
    DiagnosisCheck("learning rate", .settings, SettingChecks.learningRate),
    DiagnosisCheck("finite numbers", .history, HistoryChecks.notFinite),
    DiagnosisCheck("cost falls", .history, HistoryChecks.divergence),
    DiagnosisCheck("rate decay", .history, HistoryChecks.learningRate),
    DiagnosisCheck("gradient clipping", .history, HistoryChecks.gradients),
    DiagnosisCheck("overfitting", .history, HistoryChecks.overfitting),
    DiagnosisCheck("posterior", .posterior, PosteriorChecks.codes),
    DiagnosisCheck("identity", .posterior, PosteriorChecks.identity),
  ]

  /// Makes every check that the subject has what it needs for.
  ///
  /// - Throws: `BindingError` where model and data do not go together.
  public init(of subject: DiagnosisSubject) throws {
    if let data = subject.data, let model = subject.model {
      // One without parameters stays without.
      let bound = model.state == nil ? Model(model.hyperparameters, seed: model.seed) : model
      _ = try bound.bind(data.description(withChannelMeans: false))
    }
    checked = Self.checks.filter { check in
      switch check.needs {
      case .data, .counts: subject.data != nil
      case .dataAndSettings: subject.data != nil && subject.model != nil
      case .epochs: subject.data != nil && subject.epochs != nil
      case .settings: subject.model != nil
      case .history: subject.model?.state.map { !$0.history.isEmpty || $0.nonFiniteStop != nil } ?? false
      case .posterior: subject.data != nil && (subject.model?.state?.step ?? 0) > 0
      }
    }
    // Numbers that are no counts are neither judged as counts nor read through the model.
    var areCounts = true, areReadable = true
    var entries: [Entry] = []
    for check in checked {
      if check.needs == .counts && !areCounts || check.needs == .posterior && !areReadable { continue }
      let findings = try check.run(subject)
      entries += findings.map { Entry(check: check, finding: $0) }
      for finding in findings {
        switch finding {
        case .notCounts, .countTooLarge, .outOfDomain: (areCounts, areReadable) = (false, false)
        case .tooFast, .smoothCounts: areCounts = false
        default: break
        }
      }
    }
    self.entries = entries
  }
}
