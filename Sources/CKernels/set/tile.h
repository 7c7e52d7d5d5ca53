// The heart of every product: tiles of c, no larger than the registers allow, summed over all k.
//
// A tile is `height` rows by `width` vectors. Each of its sums is one chain in the order of k, whatever the tile, so
// results do not depend on how the rows of c were cut.

#if LK_ISA == LK_AVX512 || LK_ISA == LK_WIDE
// 32 registers: 8 × 3 or 6 × 4 sums, the vectors of the panel, an element of a.
enum { PANEL = 4 };
#define HEIGHTS {8, 8, 8, 6}
#else
// 16 registers: 6 × 2 sums. 4 × 3 would just fill them, and then every turn of the loop moves sums about.
enum { PANEL = 2 };
#define HEIGHTS {8, 6}
#endif

/// The greatest height beside a panel of 1, 2, … vectors.
static const size_t tile_heights[PANEL] = HEIGHTS;

// Floats in a line of the cache.
enum { CACHE_LINE = 16 };

/// What the tiles of one panel share: the parts of a; the panel, which has a row of `width` vectors for every column of a;
/// the panel's piece of the bias, if there is one; of its last vector only `last` columns are in c.
struct strip {
  const struct lk_columns *parts;
  const float *panel, *bias;
  float *c;
  size_t ldc, last;
  int accumulate;
};

/// c [height, width vectors] = or += bias + a·panel, from `row` on.
INLINE void sum_tile(int height, int width, const struct strip *strip, size_t row) {
  const size_t ldc = strip->ldc, last = strip->last;
  const float *panel = strip->panel;
  float *c = strip->c + row * ldc;
  vf sums[8][PANEL];
#pragma clang loop unroll(full)
  for (int v = 0; v < width; v++) {
    vf start = splat(0);
    if (strip->bias) start = load(strip->bias + v * LANES, v < width - 1 ? LANES : last);
#pragma clang loop unroll(full)
    for (int r = 0; r < height; r++) sums[r][v] = start;
  }
  // The sums meet c only at the end: what of it is further away is on its way meanwhile.
#pragma clang loop unroll(full)
  for (int r = 0; r < height; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v += CACHE_LINE / LANES) __builtin_prefetch(c + (size_t)r * ldc + v * LANES, 1);
#pragma clang loop unroll(disable)
  for (const struct lk_columns *part = strip->parts; part < strip->parts + LK_PARTS; part++) {
    const size_t lda = part->lda, k = part->k;
    const float *a = part->a + row * lda;
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
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < height; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v++) {
      float *to = c + (size_t)r * ldc + v * LANES;
      if (v < width - 1 || last == LANES)
        store(to, strip->accumulate ? load(to, LANES) + sums[r][v] : sums[r][v], LANES);
      else
        store(to, strip->accumulate ? load(to, last) + sums[r][v] : sums[r][v], last);
    }
}

typedef void tile_kernel(const struct strip *, size_t row);

#define TILE(height, width) \
  static void tile_##height##x##width(const struct strip *strip, size_t row) { sum_tile(height, width, strip, row); }
#define TILES_TO_6(width) TILE(1, width) TILE(2, width) TILE(3, width) TILE(4, width) TILE(5, width) TILE(6, width)
#define TILES_TO_8(width) TILES_TO_6(width) TILE(7, width) TILE(8, width)
#define NAMES_TO_6(width) tile_1x##width, tile_2x##width, tile_3x##width, tile_4x##width, tile_5x##width, tile_6x##width
#define NAMES_TO_8(width) NAMES_TO_6(width), tile_7x##width, tile_8x##width

TILES_TO_8(1)
#if LK_ISA == LK_AVX512 || LK_ISA == LK_WIDE
TILES_TO_8(2)
TILES_TO_8(3)
TILES_TO_6(4)
static tile_kernel *const tiles[PANEL][8] = {{NAMES_TO_8(1)}, {NAMES_TO_8(2)}, {NAMES_TO_8(3)}, {NAMES_TO_6(4)}};
#else
TILES_TO_6(2)
static tile_kernel *const tiles[PANEL][8] = {{NAMES_TO_8(1)}, {NAMES_TO_6(2)}};
#endif

/// How `parts` as equal as can be share a total: the first `longer` of them have one more than `base`.
struct cut {
  size_t parts, base, longer;
};

INLINE struct cut cut_evenly(size_t total, size_t most) {
  size_t parts = (total + most - 1) / most;
  return (struct cut){parts, parts ? total / parts : 0, parts ? total % parts : 0};
}

INLINE size_t part(struct cut cut, size_t number) { return cut.base + (number < cut.longer); }

/// The panels, in vectors, of n columns behind k rows.
INLINE struct cut panels_of(size_t k, size_t n) {
  // A panel should stay in the first-level cache while tile after tile passes over it.
  size_t most = PANEL;
  while (most > 3 && most * LANES * k * sizeof(float) > 36 * 1024) most--;
  return cut_evenly((n + LANES - 1) / LANES, most);
}

/// How many columns of n the last vector of the panel that ends at column `end` has.
INLINE size_t columns_of_last(size_t end, size_t n) { return end <= n ? LANES : n + LANES - end; }
