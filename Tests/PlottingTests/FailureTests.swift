import Foundation
import Synchronization
import Testing

@testable import Plotting

@Suite("When drawing fails") struct FailureTests {
  private let figure = Figure(Panel(marks: [.line(Line(x: [0, 1], y: [0, 1]))]))

  @Test("A missing gnuplot is an error of its own")
  func missing() {
    for path in [nil, "/nonexistent/gnuplot"] {
      #expect(throws: RenderError.missing(.gnuplot)) { try Renderer(gnuplot: path, chafa: nil).png(figure) }
    }
  }

  @Test("Programs are found in the directories of a PATH, never in relative ones")
  func searching() throws {
    try withFakeGnuplot("") { fake in
      let directory = try #require(fake.gnuplot).dropLast("/gnuplot".count)
      #expect(ExecutableSearch.find("gnuplot", in: "/nonexistent:\(directory):/usr/bin") == fake.gnuplot)
      #expect(ExecutableSearch.find("gnuplot", in: "") == nil)
      #expect(ExecutableSearch.find("sh", in: ".:bin") == nil)
      #expect(ExecutableSearch.find("bin", in: "/usr") == nil)
    }
  }

  @Test("gnuplot's complaint becomes the error, without its warnings")
  func complaint() throws {
    try withFakeGnuplot(
      "echo 'line 3: warning: odd' >&2; echo '         ^' >&2; echo 'line 4: undefined variable' >&2; exit 1"
    ) {
      fake in
      #expect(throws: RenderError.failed(.gnuplot, complaint: "line 4: undefined variable")) { try fake.svg(figure) }
    }
  }

  @Test("A program that ends without reading does not take this one with it")
  func earlyEnd() throws {
    try withFakeGnuplot("exit 3") { fake in
      let large = Figure(
        Panel(marks: [.points(Points(x: .init(repeating: 0.5, count: 400_000), y: (0..<400_000).map(Double.init)))]))
      #expect(throws: RenderError.failed(.gnuplot, complaint: "")) { try fake.svg(large) }
    }
  }

  @Test("What is no picture is refused")
  func malformed() throws {
    try withFakeGnuplot("echo hello") { fake in
      #expect(throws: RenderError.malformed(.gnuplot)) { try fake.svg(figure) }
      #expect(throws: RenderError.malformed(.gnuplot)) { try fake.png(figure) }
      #expect(throws: RenderError.malformed(.gnuplot)) { try fake.pdf(figure) }
    }
  }

  @Test("A program that does not end is ended, and an error says so")
  func timeout() throws {
    try withFakeGnuplot("exec sleep 600", timeout: .milliseconds(300)) { fake in
      #expect(throws: RenderError.timedOut(.gnuplot, after: .milliseconds(300))) { try fake.png(figure) }
    }
  }

  @Test("Asking to stop ends the drawing")
  func cancellation() throws {
    try withFakeGnuplot("exec sleep 600") { fake in
      var asked = 0
      #expect(throws: RenderError.cancelled) {
        try fake.png(figure) {
          asked += 1
          return asked > 3
        }
      }
    }
    #expect(throws: RenderError.cancelled) { try renderer.png(figure) { true } }
  }

  @Test("A file is written whole or not at all")
  func atomic() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/x.png"
      try "old".write(toFile: path, atomically: true, encoding: .utf8)
      try withFakeGnuplot("exit 1") { fake in
        #expect(throws: RenderError.failed(.gnuplot, complaint: "")) { try fake.write(figure, to: path) }
      }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
      try renderer.write(figure, to: path)
      #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))).starts(with: Renderer.pngSignature))
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["x.png"])
      let nowhere = directory + "/no/x.svg"
      #expect(throws: RenderError.unwritable(path: nowhere, reason: "there is no directory '\(directory)/no'")) {
        try renderer.write(figure, to: nowhere)
      }
    }
  }

  @Test(
    "The extension of a file name says the format",
    arguments: [
      ("a.svg", PictureFormat.svg), ("b/c.PNG", .png), ("d.e.pdf", .pdf), ("f.gp", .script), ("g.plt", .script),
    ])
  func formats(_ name: String, _ format: PictureFormat) throws {
    #expect(try PictureFormat(path: name) == format)
  }

  @Test(
    "An unknown extension is an error that names it",
    arguments: [("x.jpeg", "jpeg"), ("x", ""), ("dir.svg/x", ""), (".", "")])
  func unknownFormats(_ name: String, _ ending: String) {
    #expect(throws: RenderError.unknownFormat(ending)) { try PictureFormat(path: name) }
  }
}
