// Products with a packed matrix: c [rows, n] = or += bias + a [rows, k] · w [k, n].
//
// The columns of w are cut into panels of one to PANEL vectors, the last vector filled up with zeros; a panel stores its
// k rows one after the other, so a product reads it from front to back. The rows of a are cut into tiles as even as can
// be.

static size_t packed_size(size_t k, size_t n) { return (n + LANES - 1) / LANES * LANES * k; }

static void pack(size_t k, size_t n, size_t first, size_t count, const float *w, size_t row_stride,
                 size_t column_stride, float *packed) {
  struct cut panels = panels_of(k, n);
  for (size_t p = 0, j = 0; p < panels.parts; p++) {
    size_t width = part(panels, p) * LANES, there = n - j < width ? n - j : width;
    float *to = packed + first * width;
    for (size_t row = 0; row < count; row++, to += width) {
      const float *from = w + row * row_stride + j * column_stride;
      if (column_stride == 1)
        EACH(there, store(to + i, load(from + i, active), active));
      else
        for (size_t v = 0; v < there; v++) to[v] = from[v * column_stride];
      for (size_t v = there; v < width; v++) to[v] = 0;
    }
    packed += width * k;
    j += width;
  }
}

/// Calls for rows of a before it is their turn.
INLINE void prefetch_rows(const struct lk_columns *parts, size_t row, size_t count) {
  for (const struct lk_columns *part = parts; part < parts + LK_PARTS; part++)
    for (size_t r = row; r < row + count; r++)
      for (size_t i = 0; i < part->k; i += CACHE_LINE) __builtin_prefetch(part->a + r * part->lda + i);
}

static void multiply(size_t rows, const struct lk_columns parts[LK_PARTS], size_t n, const float *packed,
                     const float *bias, float *c, size_t ldc, int accumulate) {
  // A block of rows stays in the second-level cache while every panel passes over it.
  enum { ROW_BLOCK = 96 };
  size_t k = 0;
  for (int p = 0; p < LK_PARTS; p++) k += parts[p].k;
  struct cut panels = panels_of(k, n);
  for (size_t block = 0; block < rows; block += ROW_BLOCK) {
    size_t height = rows - block < ROW_BLOCK ? rows - block : ROW_BLOCK;
    const float *panel = packed;
    for (size_t p = 0, j = 0; p < panels.parts; p++) {
      size_t width = part(panels, p), end = j + width * LANES;
      struct strip strip = {parts, panel, bias ? bias + j : NULL, c + j, ldc, columns_of_last(end, n), accumulate};
      struct cut tall = cut_evenly(height, tile_heights[width - 1]);
      for (size_t t = 0, row = block; t < tall.parts; t++) {
        size_t next = row + part(tall, t);
        // Many rows come from memory, and the first panel meets them first.
        if (rows > ROW_BLOCK && p == 0) prefetch_rows(parts, next, rows - next < next - row ? rows - next : next - row);
        tiles[width - 1][next - row - 1](&strip, row);
        row = next;
      }
      panel += width * LANES * k;
      j = end;
    }
  }
}
