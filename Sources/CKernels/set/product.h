// Products with a packed matrix: c [rows, n] = or += a [rows, k] · w [k, n].
//
// The columns of w are cut into panels of one to PANEL vectors, the last vector filled up with zeros; a panel stores its
// k rows one after the other, so a product reads it from front to back. The rows of a are cut into tiles as even as
// can be, no higher than the registers allow beside a panel of that width. A tile's sums stay in registers over all k;
// each is one chain in the order of k, whatever the tile, so results do not depend on how the rows were cut.

#if LK_ISA == LK_AVX512 || LK_ISA == LK_WIDE
// 32 registers: 8 × 3 or 6 × 4 sums, the vectors of w, an element of a.
enum { PANEL = 4 };
#define TILE_HEIGHTS {8, 8, 8, 6}
#else
// 16 registers: 6 × 2 sums. 4 × 3 would just fill them, and then every turn of the loop moves sums about.
enum { PANEL = 2 };
#define TILE_HEIGHTS {8, 6}
#endif

static const size_t tile_heights[PANEL] = TILE_HEIGHTS;

typedef void tile_kernel(size_t k, const float *a, size_t lda, const float *panel, float *c, size_t ldc, size_t last,
                         int accumulate);

/// c [height, width vectors] = or += a [height, k] · panel; of the last vector only `last` columns are there.
INLINE void tile(int height, int width, size_t k, const float *a, size_t lda, const float *panel, float *c, size_t ldc,
                 size_t last, int accumulate) {
  vf sums[8][PANEL];
#pragma clang loop unroll(full)
  for (int r = 0; r < height; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v++) sums[r][v] = splat(0);
  for (size_t i = 0; i < k; i++, panel += width * LANES) {
    vf w[PANEL];
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v++) w[v] = load(panel + v * LANES, LANES);
#pragma clang loop unroll(full)
    for (int r = 0; r < height; r++) {
      vf x = splat(a[(size_t)r * lda + i]);
#pragma clang loop unroll(full)
      for (int v = 0; v < width; v++) sums[r][v] += x * w[v];
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < height; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v++) {
      size_t active = v < width - 1 ? LANES : last;
      float *to = c + (size_t)r * ldc + v * LANES;
      if (active == LANES)
        store(to, accumulate ? load(to, LANES) + sums[r][v] : sums[r][v], LANES);
      else
        store(to, accumulate ? load(to, active) + sums[r][v] : sums[r][v], active);
    }
}

#define TILE(height, width)                                                                                           \
  static void tile_##height##x##width(size_t k, const float *a, size_t lda, const float *panel, float *c, size_t ldc, \
                                      size_t last, int accumulate) {                                                  \
    tile(height, width, k, a, lda, panel, c, ldc, last, accumulate);                                                  \
  }
#define TILES_UP_TO_4(width) TILE(1, width) TILE(2, width) TILE(3, width) TILE(4, width)
#define TILES_UP_TO_6(width) TILES_UP_TO_4(width) TILE(5, width) TILE(6, width)
#define TILES_UP_TO_8(width) TILES_UP_TO_6(width) TILE(7, width) TILE(8, width)
#define NAMES_UP_TO_4(width) tile_1x##width, tile_2x##width, tile_3x##width, tile_4x##width
#define NAMES_UP_TO_6(width) NAMES_UP_TO_4(width), tile_5x##width, tile_6x##width
#define NAMES_UP_TO_8(width) NAMES_UP_TO_6(width), tile_7x##width, tile_8x##width

TILES_UP_TO_8(1)
#if LK_ISA == LK_AVX512 || LK_ISA == LK_WIDE
TILES_UP_TO_8(2)
TILES_UP_TO_8(3)
TILES_UP_TO_6(4)
static tile_kernel *const tiles[PANEL][8] = {
    {NAMES_UP_TO_8(1)}, {NAMES_UP_TO_8(2)}, {NAMES_UP_TO_8(3)}, {NAMES_UP_TO_6(4)}};
#else
TILES_UP_TO_6(2)
static tile_kernel *const tiles[PANEL][8] = {{NAMES_UP_TO_8(1)}, {NAMES_UP_TO_6(2)}};
#endif

/// How `parts` equal as can be share `total`: the first `longer` of them have one more than `base`.
struct cut {
  size_t parts, base, longer;
};

INLINE struct cut cut_evenly(size_t total, size_t most) {
  size_t parts = (total + most - 1) / most;
  return (struct cut){parts, parts ? total / parts : 0, parts ? total % parts : 0};
}

/// The panels of n columns behind k rows.
INLINE struct cut panels_of(size_t k, size_t n) {
  // A panel should stay in the first-level cache while the tiles of a block of rows pass over it.
  size_t most = PANEL;
  while (most > 3 && most * LANES * k * sizeof(float) > 36 * 1024) most--;
  return cut_evenly((n + LANES - 1) / LANES, most);
}

static size_t packed_size(size_t k, size_t n) { return (n + LANES - 1) / LANES * LANES * k; }

static void pack(size_t k, size_t n, const float *w, size_t row_stride, size_t column_stride, float *packed) {
  struct cut panels = panels_of(k, n);
  for (size_t p = 0, j = 0; p < panels.parts; p++) {
    size_t width = (panels.base + (p < panels.longer)) * LANES, there = n - j < width ? n - j : width;
    for (size_t i = 0; i < k; i++, packed += width) {
      const float *from = w + i * row_stride + j * column_stride;
      for (size_t v = 0; v < there; v++) packed[v] = from[v * column_stride];
      for (size_t v = there; v < width; v++) packed[v] = 0;
    }
    j += width;
  }
}

static void multiply(size_t rows, size_t k, size_t n, const float *a, size_t lda, const float *packed, float *c,
                     size_t ldc, int accumulate) {
  // A block of rows stays in the second-level cache while every panel passes over it.
  enum { ROW_BLOCK = 96 };
  struct cut panels = panels_of(k, n);
  for (size_t block = 0; block < rows; block += ROW_BLOCK) {
    size_t height = rows - block < ROW_BLOCK ? rows - block : ROW_BLOCK;
    const float *panel = packed;
    for (size_t p = 0, j = 0; p < panels.parts; p++) {
      size_t width = panels.base + (p < panels.longer), end = j + width * LANES;
      struct cut strips = cut_evenly(height, tile_heights[width - 1]);
      size_t last = end <= n ? LANES : n - (end - LANES);
      for (size_t s = 0, row = block; s < strips.parts; s++) {
        size_t tall = strips.base + (s < strips.longer);
        tiles[width - 1][tall - 1](k, a + row * lda, lda, panel, c + row * ldc + j, ldc, last, accumulate);
        row += tall;
      }
      panel += width * LANES * k;
      j = end;
    }
  }
}
