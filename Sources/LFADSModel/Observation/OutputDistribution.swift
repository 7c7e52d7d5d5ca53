/// What the data are taken to be drawn from: a row of the table of likelihoods, `output_dist`.
public struct OutputDistribution: Sendable, Equatable, RawRepresentable, CaseIterable {
  public let likelihood: any Likelihood.Type

  private init(_ likelihood: any Likelihood.Type) { self.likelihood = likelihood }

  public static func == (a: OutputDistribution, b: OutputDistribution) -> Bool { a.rawValue == b.rawValue }

  /// The row of this name; nil where there is none.
  public init?(rawValue: String) {
    guard let row = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = row
  }

  public var rawValue: String { likelihood.name }

  public static let poisson = OutputDistribution(PoissonLikelihood.self)
  public static let gaussian = OutputDistribution(GaussianLikelihood.self)
  public static let zeroInflatedGamma = OutputDistribution(ZeroInflatedGammaLikelihood.self)

  /// Every likelihood there is, in the order of help.
  public static let allCases: [OutputDistribution] = [.poisson, .gaussian, .zeroInflatedGamma]
}

extension Hyperparameters {
  /// What the data are taken to be drawn from, with its settings.
  public var likelihood: any Likelihood { output_dist.likelihood.init(self) }
}
