import Foundation
import Testing

@testable import Plotting

/// Every kind of mark, as small as it gets.
let everyMark: [Mark] = [
  .line(Line(x: [0, 1, 2], y: [0, 1, 0], label: "line")),
  .line(Line(x: [0, 1, 2], y: [1, 0, 1], form: .step, dash: .dashed, opacity: 0.5)),
  .points(Points(x: [0, 1], y: [1, 2], label: "points")), .points(Points(x: [0, 1], y: [1, 2], values: [0, 1])),
  .raster(Raster(rows: [[0.1, 0.2], [], [1.5]])), .heatMap(HeatMap(values: [1, 2, .nan, 4], rows: 2, columns: 2)),
  .histogram(Histogram(of: [1, 2, 2, 3], label: "histogram")),
  .bars(Bars(x: [0, 1], heights: [2, -1], label: "bars")),
  .band(
    Band(x: [0, 1, 2, 3], lower: [0, .nan, 0, 0], upper: [1, 1, 1, 1], middle: [0.5, 0.5, 0.5, 0.5], label: "band")),
  .rule(Rule(.y, at: [0.5], label: "rule")), .span(Span(.x, [0.5...1], label: "span")),
  .note(Note("note", x: 0.5, y: 0.5)),
]

let hostile = [
  "it's \"quoted\" `touch /tmp/plotting-hostile` $(touch /tmp/plotting-hostile)",
  "<script>alert(1)</script> & {/Symbol a}_b^c@~",
  "line\nset output '/tmp/plotting-hostile'\nend", "100%d %s \\n \u{1B}]0;x\u{07}", "naïve µ ± 神経 🧠 \u{202E}",
  "'); system('touch /tmp/plotting-hostile", "<text font-family=\"Sans\" > font-family=\"Sans:Bold\"",
]

@Suite("Rendering by gnuplot") struct RenderingTests {
  @Test("Every mark is drawn, in SVG, PNG and PDF")
  func everyMarkDrawn() throws {
    let figure = Figure(Panel("all", x: Axis("x"), y: Axis("y"), marks: everyMark))
    let svg = try SVGContent(renderer.svg(figure))
    for word in ["all", "x", "y", "line", "points", "histogram", "bars", "band", "rule", "span", "note"] {
      #expect(svg.texts.contains(word), "\(word)")
    }
    let png = try renderer.png(figure, scale: 1.5)
    #expect(pngSize(png) == (720, 450))
    #expect(try renderer.pdf(figure).starts(with: "%PDF".utf8))
  }

  @Test("One mark alone is drawn without a complaint", arguments: everyMark.indices)
  func alone(_ index: Int) throws {
    for scale in [Axis.Scale.linear, .log] {
      let figure = Figure(Panel(x: Axis(scale: scale), y: Axis(scale: scale), marks: [everyMark[index]]))
      #expect(try renderer.png(figure, scale: 1).count > 500)
    }
  }

  @Test(
    "Data without numbers, of one point or of one value still give a picture with axes",
    arguments: [
      [], [.nan], [.nan, .nan, .nan], [3], [3, 3, 3], [.infinity, 2], [1e308, -1e308], [.leastNonzeroMagnitude],
      [0, 0],
    ]
      as [[Double]])
  func poorData(_ values: [Double]) throws {
    let indices = values.indices.map(Double.init)
    let figure = Figure(
      panels: [
        Panel(
          x: Axis("x"), y: Axis("y"),
          marks: [.line(Line(x: indices, y: values)), .points(Points(x: values, y: values, values: values))]),
        Panel(marks: [.heatMap(HeatMap(values: values, rows: values.count, columns: 1))]),
        Panel(marks: [.heatMap(HeatMap(values: values, rows: 1, columns: values.count))]),
        Panel(marks: [
          .band(Band(x: indices, middle: values, spread: values)), .bars(Bars(x: indices, heights: values)),
        ]),
        Panel(marks: [.histogram(Histogram(of: values)), .raster(Raster(rows: [values]))]), nil,
      ], columns: 3)
    let svg = try SVGContent(renderer.svg(figure))
    #expect(svg.count("text") >= 10)
  }

  @Test("Hostile words stand in the picture as they are and do nothing", arguments: hostile)
  func hostileWords(_ text: String) throws {
    let figure = Figure(
      title: text,
      panels: [
        Panel(
          text, x: Axis(text, unit: text, ticks: .at([.init(0.5, text)])), y: Axis(text),
          marks: [.line(Line(x: [0, 1], y: [0, 1], label: text)), .note(Note(text, x: 0.2, y: 0.1))])
      ], width: 2400, height: 900)
    let svg = try SVGContent(renderer.svg(figure))
    let clean = PlainText.clean(text)
    #expect(svg.texts.count { $0 == clean } >= 5)
    #expect(svg.texts.contains("\(clean) (\(clean))"))
    #expect(svg.count("script") == 0)
    #expect(try pngSize(renderer.png(figure, scale: 0.5)).width == 1200)
    #expect(!FileManager.default.fileExists(atPath: "/tmp/plotting-hostile"))
  }

  @Test("A hostile file name is a file name")
  func hostileFileName() throws {
    try withTemporaryDirectory { directory in
      let name = "a 'b' `id` $(id) \"<c>.svg"
      let figure = Figure(Panel(marks: [.line(Line(x: [0, 1], y: [0, 1]))]))
      try renderer.write(figure, to: directory + "/" + name)
      try renderer.write(figure, to: directory + "/script '`id`.gp")
      let files = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
      #expect(files == [name, "script '`id`.gp"])
    }
  }

  @Test("Numbers of an axis and cells of a heat map stand where the layout says")
  func geometry() throws {
    let map = HeatMap(values: (0..<6).map(Double.init), rows: 2, columns: 3, x: .init(first: 5, step: 10))
    let figure = Figure(Panel(x: Axis("t"), y: Axis("n", isReversed: true), marks: [.heatMap(map)]))
    let plot = LayoutBuilder(figure).layout().panels[0].plot
    let svg = try SVGContent(renderer.svg(figure))
    let image = try #require(svg.elements.first { $0.name == "image" && $0.attributes["width"] != nil })
    func number(_ key: String) -> Double { Double(image.attributes[key] ?? "") ?? .nan }
    #expect(abs(number("x") - plot.x) < 1 && abs(number("y") - plot.y) < 1)
    #expect(abs(number("width") - plot.width) < 1 && abs(number("height") - plot.height) < 1)
    #expect(image.attributes["style"] == "image-rendering:pixelated")
    #expect(["0", "10", "20", "30"].allSatisfy(svg.texts.contains))
  }

  @Test("A dark page has light words, a transparent one no background")
  func themes() throws {
    let figure = Figure(Panel("t", marks: everyMark))
    let dark = try renderer.svg(figure, theme: .dark)
    #expect(dark.contains("fill=\"#16181d\"") && dark.contains("rgb(221,221,221)"))
    let clear = try renderer.svg(figure, theme: .dark.transparent)
    #expect(!clear.contains("fill=\"#16181d\"") && !clear.contains("fill=\"#ffffff\""))
    // Colour type 6 of a PNG: with an alpha channel.
    #expect(try renderer.png(figure, theme: .light.transparent)[25] == 6)
  }

  @Test("A hundred thousand points and a million cells become pictures of ordinary size")
  func huge() throws {
    let count = 100_000
    let x = (0..<count).map { Double($0) / 100 }
    let y = x.map { ($0 * 12.9898).truncatingRemainder(dividingBy: 7) }
    let side = 1000
    let cells = (0..<side * side).map { Double($0 % side) * Double($0 / side) }
    let figure = Figure(panels: [
      Panel(marks: [.line(Line(x: x, y: y)), .points(Points(x: y, y: x))]),
      Panel(marks: [
        .heatMap(HeatMap(values: cells, rows: side, columns: side)), .raster(Raster(rows: (0..<100).map { _ in x })),
      ]),
    ])
    #expect(try renderer.svg(figure).utf8.count < 20_000_000)
    #expect(try renderer.png(figure).count < 3_000_000)
  }
}
