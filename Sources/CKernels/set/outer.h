// Sums of outer products: c [k, n] += aᵀ · y for a [rows, k] and y [rows, n]. How weights gather their gradients.
//
// A general product rearranges both factors first. Here a row of either is what a turn of the loop needs, so a is read as
// it stands; y is copied panel by panel, as its rows are so far apart that a cache of few ways would not hold them.

enum {
  OUTER_WIDTH = PANEL < 3 ? PANEL : 3,
  // A panel of so many rows fills half of a first-level cache.
  OUTER_ROWS = 2048 / LANES,
};

/// c [height, width vectors] += aᵀ · panel, where a has `height` columns of its row and c rows that far apart.
INLINE void outer_tile(int height, int width, size_t rows, const float *a, size_t lda, const float *panel, float *c,
                       size_t ldc, size_t last) {
  vf sums[8][OUTER_WIDTH];
#pragma clang loop unroll(full)
  for (int r = 0; r < height; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v++) sums[r][v] = splat(0);
  // The gradient is larger than the near caches: its piece is on its way while the sums are made.
#pragma clang loop unroll(full)
  for (int r = 0; r < height; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v += CACHE_LINE / LANES) __builtin_prefetch(c + (size_t)r * ldc + v * LANES, 1);
  for (size_t i = 0; i < rows; i++, a += lda, panel += width * LANES) {
    // The next rows of a are no neighbours.
    __builtin_prefetch(a + 8 * lda);
    vf w[OUTER_WIDTH];
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v++) w[v] = load(panel + v * LANES, LANES);
#pragma clang loop unroll(full)
    for (int r = 0; r < height; r++) {
      vf x = splat(a[r]);
#pragma clang loop unroll(full)
      for (int v = 0; v < width; v++) sums[r][v] += x * w[v];
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < height; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v++) {
      float *to = c + (size_t)r * ldc + v * LANES;
      if (v < width - 1 || last == LANES)
        store(to, load(to, LANES) + sums[r][v], LANES);
      else
        store(to, load(to, last) + sums[r][v], last);
    }
}

typedef void outer_kernel(size_t rows, const float *a, size_t lda, const float *panel, float *c, size_t ldc,
                          size_t last);

#define OUTER(height, width)                                                                                     \
  static void outer_##height##x##width(size_t rows, const float *a, size_t lda, const float *panel, float *c,    \
                                       size_t ldc, size_t last) {                                                \
    outer_tile(height, width, rows, a, lda, panel, c, ldc, last);                                                \
  }
#define OUTERS_TO_6(w) OUTER(1, w) OUTER(2, w) OUTER(3, w) OUTER(4, w) OUTER(5, w) OUTER(6, w)
#define OUTERS_TO_8(w) OUTERS_TO_6(w) OUTER(7, w) OUTER(8, w)
#define OUTER_NAMES_TO_6(w) outer_1x##w, outer_2x##w, outer_3x##w, outer_4x##w, outer_5x##w, outer_6x##w
#define OUTER_NAMES_TO_8(w) OUTER_NAMES_TO_6(w), outer_7x##w, outer_8x##w

OUTERS_TO_8(1)
#if LK_ISA == LK_AVX512 || LK_ISA == LK_WIDE
OUTERS_TO_8(2)
OUTERS_TO_8(3)
static outer_kernel *const outers[OUTER_WIDTH][8] = {{OUTER_NAMES_TO_8(1)}, {OUTER_NAMES_TO_8(2)}, {OUTER_NAMES_TO_8(3)}};
#else
OUTERS_TO_6(2)
static outer_kernel *const outers[OUTER_WIDTH][8] = {{OUTER_NAMES_TO_8(1)}, {OUTER_NAMES_TO_6(2)}};
#endif

/// Copies `width` vectors of each row of y, the last of `last` columns, and adds the rows to `sums` if there are any.
INLINE void copy_panel(size_t rows, const float *y, size_t ldy, size_t width, size_t last, float *panel, float *sums) {
  for (size_t v = 0; v < width; v++) {
    size_t active = v < width - 1 ? LANES : last;
    vf sum = splat(0);
    for (size_t r = 0; r < rows; r++) {
      vf x = load(y + r * ldy + v * LANES, active);
      store(panel + (r * width + v) * LANES, x, LANES);
      sum += x;
    }
    if (sums) store(sums + v * LANES, load(sums + v * LANES, active) + sum, active);
  }
}

static void add_outer_products(size_t rows, const struct lk_columns parts[LK_PARTS], size_t n, const float *y,
                               size_t ldy, float *const c[LK_PARTS], float *sums) {
  _Alignas(64) float panel[OUTER_ROWS * OUTER_WIDTH * LANES];
  struct cut blocks = cut_evenly(rows, OUTER_ROWS), panels = cut_evenly((n + LANES - 1) / LANES, OUTER_WIDTH);
  for (size_t b = 0, row = 0; b < blocks.parts; b++) {
    size_t count = part(blocks, b);
    for (size_t p = 0, j = 0; p < panels.parts; p++) {
      size_t width = part(panels, p), end = j + width * LANES, last = columns_of_last(end, n);
      copy_panel(count, y + row * ldy + j, ldy, width, last, panel, sums ? sums + j : NULL);
      for (int q = 0; q < LK_PARTS; q++) {
        struct cut tall = cut_evenly(parts[q].k, tile_heights[width - 1]);
        const float *a = parts[q].a + row * parts[q].lda;
        for (size_t t = 0, i = 0; t < tall.parts; t++) {
          size_t height = part(tall, t);
          outers[width - 1][height - 1](count, a + i, parts[q].lda, panel, c[q] + i * n + j, n, last);
          i += height;
        }
      }
      j = end;
    }
    row += count;
  }
}
