import Tensors
import Testing

@testable import Plotting

@Suite("Standard views") struct ViewTests {
  private func tensor(_ shape: Int..., by value: (Int) -> Double) -> Tensor {
    Tensor((0..<shape.reduce(1, *)).map(value), shape: shape)
  }

  private func trial(_ title: String, inputs: Int) -> TrialValues {
    TrialValues(
      title: title, data: tensor(20, 6) { Double($0 * 7 % 3) }, rates: tensor(20, 6) { Double($0 % 9) / 20 },
      truth: tensor(20, 6) { Double($0 % 8) / 20 }, inputs: inputs == 0 ? nil : tensor(20, inputs) { Double($0 % 5) },
      factors: tensor(20, 3) { Double($0 % 7) }, states: tensor(20, 12) { Double($0 % 11) })
  }

  @Test(
    "A trial view has a column a trial and a row a quantity; inputs only for models that have them",
    arguments: [0, 1, 3])
  func trials(_ inputs: Int) throws {
    let figure = StandardView.trials(
      [trial("train, trial 0", inputs: inputs), trial("valid, trial 1", inputs: inputs)], dt: 0.01)
    #expect(figure.columns == 2 && figure.rows == (inputs == 0 ? 6 : 7))
    let svg = try SVGContent(renderer.svg(figure))
    for word in [
      "time (ms)", "factors", "generator state", "rate (spikes/s)", "count (spikes/bin)", "inferred", "true",
    ] {
      #expect(svg.texts.contains(word), "\(word)")
    }
    #expect(svg.texts.contains("controller output") == (inputs > 0))
    #expect(
      svg.texts.contains { $0.hasPrefix("train, trial 0") } && svg.texts.contains { $0.hasPrefix("valid, trial 1") })
  }

  @Test("Rates are shown in spikes per second, on one scale, neurons by the peak of the truth")
  func rates() throws {
    let rates = tensor(3, 2) { [0.1, 0.2, 0.3, 0.1, 0.1, 0.1][$0] }
    let truth = tensor(3, 2) { [0.0, 0.5, 0.0, 0.0, 0.4, 0.0][$0] }
    let figure = StandardView.ratesBesideTruth(rates, truth, dt: 0.01)
    let panels = LayoutBuilder(figure).layout().panels
    #expect(panels.map { $0.colorLimits.upper.rounded() } == [50, 50])
    guard case .heatMap(let map) = panels[0].panel.marks[0] else {
      Issue.record("no heat map")
      return
    }
    #expect(map.order == [1, 0] && map.rows == 2 && map.columns == 3 && map.x == .init(first: 5, step: 10))
  }

  @Test("Counts become spike times in ms inside their bins")
  func spikeTimes() {
    let counts = Tensor([1.0, 0, 2, 3], shape: [2, 2])
    let times = Raster(counts: counts, binWidth: 10).rows.map { $0.map { ($0 * 100).rounded() / 100 } }
    #expect(times == [[5, 12.5, 17.5], [11.67, 15, 18.33]])
  }

  @Test("Condition averages are means of the trials of each condition, with their standard error")
  func conditions() {
    let data = tensor(4, 1, 1) { [0.1, 0.3, 0.5, 0.5][$0] }
    let figure = StandardView.conditionAverages(data: data, model: data, labels: [0, 0, 1, 1], dt: 0.1)
    let bands =
      figure.panels[0]?.marks.compactMap { mark -> Band? in if case .band(let band) = mark { band } else { nil } } ?? []
    #expect(bands.count == 2)
    #expect(abs(bands[0].lower[0] - 1) < 1e-9 && abs(bands[0].upper[0] - 3) < 1e-9)
    #expect(bands[1].lower == bands[1].upper)
  }

  @Test("The data of a condition with one trial are a line, as a band of no width would not be seen")
  func singleTrials() throws {
    let data = tensor(3, 4, 1) { Double($0) / 10 }
    let figure = StandardView.conditionAverages(data: data, model: data, labels: [0, 0, 1], dt: 0.1)
    let marks = try #require(figure.panels[0]).marks
    let labels = marks.compactMap { mark -> String? in
      switch mark {
      case .band(let band): band.label
      case .line(let line): line.label
      default: nil
      }
    }
    #expect(labels == ["data ± SEM", "model, condition 0", "data, one trial", "model, condition 1"])
    guard case .line(let line) = marks[2] else { return }
    #expect(line.dash == .dashed && zip(line.y, [8, 9, 10, 11]).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test("Every other view draws, with few and with many conditions", arguments: [3, 40])
  func others(_ conditions: Int) throws {
    let labels = (0..<80).map { $0 % conditions }
    let figures = [
      try StandardView.factorComponents(tensor(80, 5, 4) { Double($0 * 7919 % 101) }, labels: labels, dt: 0.01),
      try StandardView.initialConditions(tensor(80, 3) { Double($0 * 7919 % 101) }, labels: labels),
      StandardView.inferredInputs(
        mean: tensor(50, 2) { Double($0 % 7) }, deviation: tensor(50, 2) { _ in 1 }, dt: 0.01, pulses: [25]),
      StandardView.r2PerNeuron((0..<30).map { Double($0) / 30 } + [.nan]),
      StandardView.parameters([("W", tensor(4, 5) { Double($0 - 10) }), ("b", tensor(5) { Double($0) })]),
      StandardView.divergence(initial: [1, 3, 2], inputs: tensor(50, 1) { Double($0 % 7) }, dt: 0.01),
      StandardView.training(
        TrainingCourse(
          epochs: [1, 2, 3], costs: [.init("total cost", train: [3, 2, 1], valid: [3, 2.5, 2])],
          learningRate: [0.01, 0.01, 0.005],
          klRamp: 1...2, l2Ramp: 1...3, best: 3)),
    ]
    for figure in figures { #expect(try SVGContent(renderer.svg(figure)).count("text") > 5) }
  }

  @Test("One factor runs along time; of few rows there are as many components as can be")
  func fewComponents() throws {
    let single = try StandardView.factorComponents(
      tensor(4, 5, 1) { Double($0 * 7 % 11) }, labels: [0, 0, 1, 1], dt: 0.01)
    #expect(single.panels.count == 1)
    #expect(single.panels[0]?.x.label == "time" && single.panels[0]?.y.label == "PC 1")
    let short = try StandardView.factorComponents(
      tensor(2, 1, 4) { Double($0 * $0 % 7) }, labels: [0, 1], dt: 0.01)
    #expect(short.panels.count == 1 && short.panels[0]?.x.label == "PC 1")
    for figure in [single, short] { #expect(try SVGContent(renderer.svg(figure)).count("text") > 5) }
  }

  @Test(
    "the ramps of a training are shaded apart, and where both rise",
    arguments: [
      (1.0...3.0, 1.0...3.0, ["both weights rising"]), (1...2, 1...3, ["both weights rising", "L2 weight rising"]),
      (1...2, 2...3, ["KL weight rising", "L2 weight rising"]),
      (1...3, 2...3, ["KL weight rising", "both weights rising"]), (1...3, nil, ["KL weight rising"]),
    ] as [(ClosedRange<Double>, ClosedRange<Double>?, [String])])
  func ramps(_ ramps: (kl: ClosedRange<Double>, l2: ClosedRange<Double>?, labels: [String])) throws {
    let course = TrainingCourse(
      epochs: [1, 2, 3], costs: [.init("total cost", train: [3, 2, 1])], klRamp: ramps.kl, l2Ramp: ramps.l2)
    let labels = try #require(StandardView.training(course).panels.compactMap(\.self).first).marks.compactMap {
      mark -> String? in
      if case .span(let span) = mark { span.label } else { nil }
    }
    #expect(labels == ramps.labels)
  }
}
