/// The course of a training, epoch by epoch.
public struct TrainingCourse: Sendable {
  /// Costs by epoch, of the training and (where there is any) the validation data; nats a trial.
  public struct Cost: Sendable {
    public var name: String
    public var train: [Double]
    public var valid: [Double]?

    public init(_ name: String, train: [Double], valid: [Double]? = nil) {
      self.name = name
      self.train = train
      self.valid = valid
    }
  }

  public var epochs: [Double]
  public var costs: [Cost]
  public var learningRate: [Double]?
  /// Epochs over which the weights of the two penalties rise: from the last at whose end the weight is still 0, or the
  /// first there is, to that at whose end it is 1; nil where none rises.
  public var klRamp, l2Ramp: ClosedRange<Double>?
  /// The epoch whose parameters were kept as the best.
  public var best: Double?

  public init(
    epochs: [Double], costs: [Cost], learningRate: [Double]? = nil, klRamp: ClosedRange<Double>? = nil,
    l2Ramp: ClosedRange<Double>? = nil, best: Double? = nil
  ) {
    self.epochs = epochs
    self.costs = costs
    self.learningRate = learningRate
    self.klRamp = klRamp
    self.l2Ramp = l2Ramp
    self.best = best
  }
}

extension StandardView {
  /// Training curves, a panel a cost, over the shaded ramps of the KL and L2 weights, and the learning rate below.
  public static func training(_ course: TrainingCourse) -> Figure {
    let x = Axis("epoch", lower: course.epochs.first, upper: course.epochs.last)
    var background = ramps(kl: course.klRamp, l2: course.l2Ramp)
    if let best = course.best { background.append(.rule(Rule(.x, at: [best], label: "best on validation"))) }
    var panels = course.costs.map { cost in
      var marks: [Mark] = [.line(Line(x: course.epochs, y: cost.train, color: .category(0), label: "training"))]
      if let valid = cost.valid {
        marks.append(.line(Line(x: course.epochs, y: valid, color: .category(1), label: "validation")))
      }
      return Panel(
        cost.name, x: x, y: Axis("cost", unit: "nats/trial", upper: top(of: cost)), marks: marks + background)
    }
    if let rate = course.learningRate {
      panels.append(
        Panel(
          "learning rate", x: x, y: Axis("rate", scale: .log),
          marks: [.line(Line(x: course.epochs, y: rate, color: .category(2)))] + background))
    }
    return Figure(panels: panels, columns: panels.count > 1 ? 2 : 1, sharesLegend: true)
  }

  /// The two ramps, and apart from them where both rise: laid over each other they would have a colour that no legend
  /// explains.
  private static func ramps(kl: ClosedRange<Double>?, l2: ClosedRange<Double>?) -> [Mark] {
    func span(_ ranges: [ClosedRange<Double>], _ color: Int, _ what: String) -> [Mark] {
      guard !ranges.isEmpty else { return [] }
      return [.span(Span(.x, ranges, color: .category(color), opacity: 0.22, label: "\(what) rising"))]
    }
    let both: [ClosedRange<Double>]
    if let kl, let l2, kl.overlaps(l2), kl.clamped(to: l2).lowerBound < kl.clamped(to: l2).upperBound {
      both = [kl.clamped(to: l2)]
    } else {
      both = []
    }
    func rest(of ramp: ClosedRange<Double>?) -> [ClosedRange<Double>] {
      guard let ramp else { return [] }
      guard let shared = both.first else { return [ramp] }
      var parts: [ClosedRange<Double>] = []
      if ramp.lowerBound < shared.lowerBound { parts.append(ramp.lowerBound...shared.lowerBound) }
      if shared.upperBound < ramp.upperBound { parts.append(shared.upperBound...ramp.upperBound) }
      return parts
    }
    return span(rest(of: kl), 4, "KL weight") + span(both, 2, "both weights") + span(rest(of: l2), 5, "L2 weight")
  }

  /// Where the cost's axis ends: the first epochs cost so much more than the rest that beside them nothing else would
  /// show. nil where there are too few to leave some out.
  private static func top(of cost: TrainingCourse.Cost) -> Double? {
    let skipped = cost.train.count / 15
    guard skipped > 0 else { return nil }
    let shown = [cost.train, cost.valid ?? []].flatMap { $0.dropFirst(skipped) }.filter(\.isFinite)
    guard let least = shown.min(), let most = shown.max(), most > least else { return nil }
    return most + 0.1 * (most - least)
  }
}
