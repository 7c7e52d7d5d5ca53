import Language

extension BuiltinTable {
  /// Every built-in of the program, theme by theme.
  public static let standard = BuiltinTable(
    SessionRows.rows + CollectionRows.rows + TextRows.rows + DataRows.rows + KeepRows.rows + ModelRows.rows
      + ReadingRows.rows + MeritRows.rows)
}
