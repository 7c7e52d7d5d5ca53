/// A claim about speed: what the row is called and how it is measured.
struct Claim: Sendable {
  let name: String
  let summary: String
  let measure: @Sendable (_ cores: Int) throws -> Measurement

  /// Every claim, in the order of the table.
  static let all: [Claim] =
    [sgemm, trainStep, drawsShare, smallModel] + scale + [
      posterior, startup, generate, cached, evaluator, assigning, appending, records, complete, error, help, heatmap,
      report,
    ]
}
