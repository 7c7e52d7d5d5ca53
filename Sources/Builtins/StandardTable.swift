import Language

extension BuiltinTable {
  /// Every built-in of the program, theme by theme.
  public static let standard = BuiltinTable(
    SessionRows.rows + LoadRow.rows + DataRows.rows + SyntheticRows.rows + ArrayFileRows.rows + TextFileRows.rows
      + KeepRows.rows
      + CachedRows.rows
      + ModelRows.rows + ReadingRows.rows + ExchangeRows.rows + OpenedRows.rows + GeneratorRows.rows + MeritRows.rows
      + DoctorRows.rows + ExplainRows.rows + LessonRows.rows
      + CurveRows.rows + FieldRows.rows + AnnotationRows.rows + ArrangingRows.rows + TrialViewRows.rows
      + ModelViewRows.rows + MakingRows.rows + ShapeRows.rows + JoiningRows.rows + ElementwiseRows.rows
      + ReductionRows.rows + OrderRows.rows + StatisticsRows.rows + LinearAlgebraRows.rows + RandomRows.rows
      + ConstantRows.rows + CollectionRows.rows + TextRows.rows,
    topics: ExplanationTable.topics)
}
