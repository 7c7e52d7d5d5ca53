import Files

/// Draws figures by gnuplot, and in terminals by chafa. It reads no environment and prints nothing: the caller says
/// where the programs are and takes what comes back.
public struct Renderer: Sendable {
  /// Paths of the programs; nil where there is none.
  public var gnuplot, chafa: String?
  /// How long one picture may take.
  public var timeout: Duration

  public init(gnuplot: String?, chafa: String?, timeout: Duration = .seconds(120)) {
    self.gnuplot = gnuplot
    self.chafa = chafa
    self.timeout = timeout
  }

  /// With the programs found in a `PATH`.
  public init(searching path: String, timeout: Duration = .seconds(120)) {
    self.init(
      gnuplot: ExecutableSearch.find("gnuplot", in: path), chafa: ExecutableSearch.find("chafa", in: path),
      timeout: timeout)
  }

  /// The figure as an SVG document, `width` × `height` of the figure in its pixels.
  ///
  /// - Parameter isCancelled: asked while gnuplot runs; true ends it, and the call throws `.cancelled`.
  public func svg(
    _ figure: Figure, theme: Theme = .light, isCancelled: () -> Bool = { false }
  ) throws(RenderError) -> String {
    let bytes = try draw(figure, theme: theme, .svg, isCancelled)
    guard bytes.starts(with: "<?xml".utf8), let text = String(validating: bytes, as: UTF8.self) else {
      throw .malformed(.gnuplot)
    }
    return SVGText.finish(text, title: figure.summary)
  }

  /// The figure as a PNG file's bytes.
  ///
  /// - Parameter scale: pixels a point; 2 suits screens of high density and print at 144 dots an inch.
  public func png(
    _ figure: Figure, theme: Theme = .light, scale: Double = 2, isCancelled: () -> Bool = { false }
  ) throws(RenderError) -> [UInt8] {
    precondition(scale > 0 && scale.isFinite, "a PNG of \(scale) pixels a point")
    let bytes = try draw(figure, theme: theme, .png(scale: scale), isCancelled)
    guard bytes.starts(with: Self.pngSignature) else { throw .malformed(.gnuplot) }
    return bytes
  }

  /// The figure as a PDF file's bytes: one page of the figure's size.
  public func pdf(
    _ figure: Figure, theme: Theme = .light, isCancelled: () -> Bool = { false }
  ) throws(RenderError) -> [UInt8] {
    let bytes = try draw(figure, theme: theme, .pdf, isCancelled)
    guard bytes.starts(with: "%PDF".utf8) else { throw .malformed(.gnuplot) }
    return bytes
  }

  /// The figure as a script that `gnuplot` turns into a PDF file of the name `output`, all data in it and none left
  /// out. It needs no program.
  public static func script(_ figure: Figure, theme: Theme = .light, output: String) -> String {
    let body = GnuplotScript.write(
      LayoutBuilder(figure).layout(), theme: theme, terminal: .pdf, output: output)
    return """
      # \(PlainText.clean(figure.summary))
      # For gnuplot 5.4 or later; other terminals (svg, pngcairo, cairolatex) write other files.

      """ + body
  }

  /// A file's content in one of the formats.
  ///
  /// - Parameter name: the file's name, which a script's picture is named after.
  public func file(
    _ figure: Figure, as format: PictureFormat, name: String, theme: Theme = .light,
    isCancelled: () -> Bool = { false }
  ) throws(RenderError) -> [UInt8] {
    switch format {
    case .svg: return Array(try svg(figure, theme: theme, isCancelled: isCancelled).utf8)
    case .png: return try png(figure, theme: theme, isCancelled: isCancelled)
    case .pdf: return try pdf(figure, theme: theme, isCancelled: isCancelled)
    case .script:
      let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
      return Array(Self.script(figure, theme: theme, output: stem + ".pdf").utf8)
    }
  }

  /// Writes the figure to a file, in the format its extension asks for (`svg`, `png`, `pdf`; `gp` for a script). The
  /// file is there whole or not at all.
  public func write(
    _ figure: Figure, to path: String, theme: Theme = .light, isCancelled: () -> Bool = { false }
  ) throws(RenderError) {
    let format = try PictureFormat(path: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let bytes = try file(figure, as: format, name: name, theme: theme, isCancelled: isCancelled)
    do { try AtomicFile.write(bytes, to: path) } catch { throw .unwritable(path: error.path, reason: error.reason) }
  }

  static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private func draw(
    _ figure: Figure, theme: Theme, _ terminal: GnuplotTerminal, _ isCancelled: () -> Bool
  ) throws(RenderError) -> [UInt8] {
    let layout = LayoutBuilder(figure).layout().thinned()
    return try runGnuplot(GnuplotScript.write(layout, theme: theme, terminal: terminal), isCancelled)
  }

  func runGnuplot(_ script: String, _ isCancelled: () -> Bool) throws(RenderError) -> [UInt8] {
    // -d: no start-up files, which could change what a figure looks like.
    try run(.gnuplot, at: gnuplot, ["-d", "-"], Array(script.utf8), isCancelled)
  }

  func run(
    _ program: RenderError.Program, at path: String?, _ arguments: [String], _ input: [UInt8],
    _ isCancelled: () -> Bool
  ) throws(RenderError) -> [UInt8] {
    guard let path else { throw .missing(program) }
    let outcome = try ChildProcess(program: program, path: path, arguments: arguments, timeout: timeout)
      .run(input, isCancelled: isCancelled)
    guard outcome.succeeded else { throw .failed(program, complaint: Self.gist(outcome.complaint)) }
    return outcome.output
  }

  /// The lines of a complaint that say something, without gnuplot's warnings and its echo of the input.
  static func gist(_ complaint: String) -> String {
    let lines = complaint.split(whereSeparator: \.isNewline).map { PlainText.clean(String($0)) }
      .filter { !$0.isEmpty && $0 != "^" && !$0.contains("warning:") }
    return lines.suffix(3).joined(separator: "; ")
  }
}
