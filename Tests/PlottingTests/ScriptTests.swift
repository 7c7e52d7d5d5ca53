import Testing

@testable import Plotting

@Suite("Gnuplot script") struct ScriptTests {
  private func script(_ figure: Figure, _ terminal: GnuplotTerminal = .svg) -> String {
    GnuplotScript.write(LayoutBuilder(figure).layout(), theme: .light, terminal: terminal)
  }

  @Test("A small figure is written command by command")
  func pinned() {
    let figure = Figure(
      Panel(
        "Rate", x: Axis("time", unit: "ms"), y: Axis("rate", unit: "spikes/s"),
        marks: [.line(Line(x: [0, 10, 20], y: [1, 4, .nan], label: "inferred")), .rule(Rule(.x, at: [5, 99]))]))
    #expect(
      script(figure) == """
        set terminal svg standalone noenhanced size 480,300 font 'Sans,12' background '#ffffff'
        set encoding utf8
        $line1 << EOD
        0.0 1.0
        10.0 4.0
        EOD
        $rule2 << EOD
        5.0 0.85
        5.0 4.15

        EOD
        set multiplot

        # panel 1
        set lmargin at screen 0.11996; set rmargin at screen 0.96743
        set bmargin at screen 0.165; set tmargin at screen 0.89
        set xrange [0.0:20.0]
        set yrange [0.85:4.15]
        set clip two; unset key; set boxwidth 1 absolute
        set border 3 front lw 1 lc rgb '#222222'
        set xtics out nomirror scale 0.45 offset 0,0.4 font ',12' textcolor rgb '#222222' \
        ('0' 0.0, '5' 5.0, '10' 10.0, '15' 15.0, '20' 20.0)
        set ytics out nomirror scale 0.45 offset 0.6,0 font ',12' textcolor rgb '#222222' \
        ('1.0' 1.0, '1.5' 1.5, '2.0' 2.0, '2.5' 2.5, '3.0' 3.0, '3.5' 3.5, '4.0' 4.0)
        set label 'Rate' at screen 0.5437,0.94417 center font ',14' textcolor rgb '#222222'
        set label 'time (ms)' at screen 0.5437,0.05583 center font ',14' textcolor rgb '#222222'
        set label 'rate (spikes/s)' at screen 0.0349,0.5275 center rotate by 90 font ',14' textcolor rgb '#222222'
        set arrow from screen 0.80199,0.85167 to screen 0.84783,0.85167 nohead front lw 1.6 lc rgb '#0072b2' dt 1
        set label 'inferred' at screen 0.86032,0.85167 left front font ',12' textcolor rgb '#222222'
        plot $line1 using 1:2 with lines lw 1.6 lc rgb '#0072b2' dt 1 notitle, \\
          $rule2 using 1:2 with lines lw 1.2 lc rgb '#8a8a8a' dt (6,4) notitle
        reset
        unset multiplot

        """)
  }

  @Test(
    "Text is only ever a single-quoted literal, whatever it contains",
    arguments: [
      ("it's", #"'it'."'".'s'"#), ("'", #"''."'".''"#), ("`id`", "'`id`'"),
      ("a\nset output 'x'", #"'a set output '."'".'x'."'".''"#), ("$(id)", "'$(id)'"),
      ("\u{1B}[31mred\u{07}", "'[31mred'"), ("{/Bold x}_2^3@~&", "'{/Bold x}_2^3@~&'"), (#"\""#, #"'\"'"#),
      ("a\u{202E}b\u{0}c\u{FFFE}", "'abc'"), ("  two \t words ", "'two words'"), ("", "''"), ("EOD", "'EOD'"),
    ])
  func quoting(_ text: String, _ literal: String) {
    #expect(GnuplotText.quoted(text) == literal)
  }

  @Test("A percent sign in a tick's label is not a number format")
  func percent() {
    #expect(GnuplotText.quotedFormat("50%d") == "'50%%d'")
  }

  @Test("Endless text is cut")
  func endless() {
    #expect(GnuplotText.quoted(String(repeating: "x", count: 1_000_000)).count <= 402)
  }

  @Test("Numbers that are not finite never reach a script's ranges")
  func finiteRanges() {
    for values in [[Double.nan], [.infinity], [-.infinity, 1], [], [1e308, -1e308]] {
      let text = script(
        Figure(
          Panel(marks: [
            .line(Line(x: values, y: values)), .heatMap(HeatMap(values: values, rows: 1, columns: values.count)),
          ])))
      let ranges = text.split(separator: "\n").filter { $0.contains("range [") }
      #expect(ranges.count >= 2)
      #expect(!ranges.contains { $0.contains("nan") || $0.contains("inf") || $0.contains("NaN") }, "\(values)")
    }
  }

  @Test("Numbers far from 0 for their span, or too near it, are written as doubles, all others as single floats")
  func precision() {
    let y = [0, 1.0 / 3]
    func lines(_ first: Double, _ step: Double) -> [Substring] {
      script(Figure(Panel(marks: [.line(Line(x: [first, first + step], y: y))]))).split(separator: "\n")
    }
    #expect(lines(1.7e9, 100).contains("1700000100.0 \(y[1])"))
    #expect(lines(0, 1e-300).contains("1e-300 \(y[1])"))
    #expect(lines(1000, 10).contains("1010.0 0.33333334"))
    let steep = Panel(y: Axis(scale: .log), marks: [.line(Line(x: [0, 1], y: [1e-60, 1]))])
    #expect(script(Figure(steep)).split(separator: "\n").contains("0.0 1e-60"))
  }

  @Test("A curve under a heat map leaves it its colour scale")
  func overlaidMap() {
    let curve = Panel(marks: [.line(Line(x: [0, 1], y: [0, 1]))], colorScale: ColorScale(upper: 1, label: "column"))
    let map = Panel(
      marks: [.heatMap(HeatMap(values: [0, 50, 100, 20], rows: 2, columns: 2))], colorScale: ColorScale(label: "count"))
    for panels in [[curve, map], [map, curve]] {
      #expect(Panel.overlaid(panels).colorScale.label == "count")
      #expect(script(Figure(Panel.overlaid(panels))).contains("set cbrange [0.0:100.0]"))
    }
  }

  @Test("Colours of categories repeat only for marks of one name")
  func colors() {
    let panel = Panel(marks: [
      .line(Line(x: [], y: [], label: "a")), .line(Line(x: [], y: [], label: "b")),
      .line(Line(x: [], y: [], label: "a")),
      .line(Line(x: [], y: [])), .rule(Rule(.x, at: [])),
    ])
    #expect(panel.markColors == [.category(0), .category(1), .category(0), .category(2), .muted])
  }

  @Test("The script for editing keeps all data and names its picture after itself")
  func forEditing() throws {
    let count = 30_000
    let figure = Figure(
      Panel("t", marks: [.line(Line(x: (0..<count).map(Double.init), y: .init(repeating: 1, count: count)))]))
    let bytes = try Renderer(gnuplot: nil, chafa: nil).file(figure, as: .script, name: "my 'fig'.gp")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(#"set output 'my '."'".'fig'."'".'.pdf'"#))
    #expect(text.contains("\n29999.0 1.0\n"))
    #expect(text.hasPrefix("# t\n"))
  }
}
