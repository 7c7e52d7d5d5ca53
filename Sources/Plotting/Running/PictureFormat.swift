import Files

/// The kinds of file a figure is written as.
public enum PictureFormat: String, Sendable, CaseIterable {
  case svg, png, pdf
  /// gnuplot's script with the data in it, for editing by hand.
  case script

  public var fileExtension: String { self == .script ? "gp" : rawValue }

  /// The format that a file name's extension asks for, whatever its case.
  public init(path: String) throws(RenderError) {
    let extent = FileName.ending(of: path)
    let aliases = ["gnuplot": "gp", "plt": "gp"]
    guard let format = Self.allCases.first(where: { $0.fileExtension == aliases[extent] ?? extent }) else {
      throw .unknownFormat(PlainText.clean(extent))
    }
    self = format
  }
}
