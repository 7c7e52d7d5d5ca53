/// What the name of a file says.
public enum FileName {
  /// The letters after the last point of the path's last part, in lower case; empty where there is none.
  public static func ending(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
  }

  /// A path without a last slash, which says nothing unless it is all there is.
  public static func bare(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Endings by which other programs know what to do with a file.
  public static let knownEndings: Set = [
    "npy", "npz", "csv", "tsv", "txt", "md", "json", "mat", "h5", "hdf5", "pkl", "pt", "xls", "xlsx", "html", "htm",
    "ipynb", "lfs", "svg", "png", "jpg", "jpeg", "pdf", "gp", "gnuplot", "plt",
  ]
}
