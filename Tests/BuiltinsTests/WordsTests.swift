import Plotting
import Testing

@testable import Builtins

/// Sentences whose causes a script meets too seldom to draw them all.
@Suite("Words of errors") struct WordsTests {
  @Test("A missing program says how it is installed")
  func missing() {
    #expect(RenderError.missing(.gnuplot).diagnosticMessage.title.contains("apt install gnuplot-nox"))
  }

  @Test("A figure's file of unknown ending lists the known ones", arguments: ["jpeg", ""])
  func endings(ending: String) {
    #expect(RenderError.unknownFormat(ending).diagnosticMessage.title.hasSuffix("there are .svg, .png, .pdf, .gp"))
  }
}
