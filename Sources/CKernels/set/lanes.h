// Vectors of LANES floats, and how they reach memory. Included once by every set, after LANES and LK_ISA are defined.

typedef float vf __attribute__((ext_vector_type(LANES)));
typedef int32_t vi __attribute__((ext_vector_type(LANES)));
typedef uint32_t vu __attribute__((ext_vector_type(LANES)));
typedef double vd __attribute__((ext_vector_type(LANES)));
typedef uint8_t vb __attribute__((ext_vector_type(LANES)));
// Half as many lanes of twice the width: the same number of bits as a vf.
typedef uint64_t vq __attribute__((ext_vector_type(LANES / 2)));
// The contents of two vf, as floats, words, halves of words, and a byte for each of those.
typedef float vf_pair __attribute__((ext_vector_type(2 * LANES)));
typedef uint64_t vq_pair __attribute__((ext_vector_type(LANES)));
typedef uint16_t vh_pair __attribute__((ext_vector_type(4 * LANES)));
typedef uint8_t vb_pair __attribute__((ext_vector_type(4 * LANES)));

#define INLINE static inline __attribute__((always_inline))

INLINE vf splat(float x) { return (vf)x; }
INLINE vi splat_int(int32_t x) { return (vi)x; }
INLINE vi bits_of(vf x) { return __builtin_bit_cast(vi, x); }
INLINE vf float_of(vi x) { return __builtin_bit_cast(vf, x); }

// a0, b0, a1, b1, … of vectors of so many lanes.
#define ZIP2(a, b) __builtin_shufflevector(a, b, 0, 2, 1, 3)
#define ZIP4(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5, 2, 6, 3, 7)
#define ZIP8(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15)
#define ZIP16(a, b)                                                                                                    \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26, 11, 27, \
                          12, 28, 13, 29, 14, 30, 15, 31)
// Of two vf, and of two vq. Macros, as vectors of twice the registers' width do not pass through calls.
#if LANES == 16
#define ZIP(a, b) ZIP16(a, b)
#define ZIP_WIDE(a, b) ZIP8(a, b)
#elif LANES == 8
#define ZIP(a, b) ZIP8(a, b)
#define ZIP_WIDE(a, b) ZIP4(a, b)
#else
#define ZIP(a, b) ZIP4(a, b)
#define ZIP_WIDE(a, b) ZIP2(a, b)
#endif

/// 0, 1, 2, …
INLINE vi lane_numbers(void) {
  vi lanes;
  for (int i = 0; i < LANES; i++) lanes[i] = i;
  return lanes;
}

/// The first `active` lanes of x, zeros behind them.
INLINE vf first(vf x, size_t active) {
  return active == LANES ? x : float_of(bits_of(x) & (lane_numbers() < splat_int((int32_t)active)));
}

// The first `active` elements at an address that need not be aligned; what lies behind them is not touched.
// `active` is a constant LANES in all but the last turn of a loop, where these come down to one instruction.
#if LK_ISA == LK_AVX512
INLINE vf load(const float *p, size_t active) {
  if (active == LANES) return (vf)_mm512_loadu_ps(p);
  return (vf)_mm512_maskz_loadu_ps((__mmask16)((1u << active) - 1), p);
}
INLINE void store(float *p, vf x, size_t active) {
  if (active == LANES)
    _mm512_storeu_ps(p, (__m512)x);
  else
    _mm512_mask_storeu_ps(p, (__mmask16)((1u << active) - 1), (__m512)x);
}
#elif LK_ISA == LK_AVX2
INLINE vf load(const float *p, size_t active) {
  if (active == LANES) return (vf)_mm256_loadu_ps(p);
  return (vf)_mm256_maskload_ps(p, (__m256i)(lane_numbers() < splat_int((int32_t)active)));
}
INLINE void store(float *p, vf x, size_t active) {
  if (active == LANES)
    _mm256_storeu_ps(p, (__m256)x);
  else
    _mm256_maskstore_ps(p, (__m256i)(lane_numbers() < splat_int((int32_t)active)), (__m256)x);
}
#else
INLINE vf load(const float *p, size_t active) {
  vf x = splat(0);
  if (active == LANES)
    memcpy(&x, p, sizeof x);
  else
    for (size_t i = 0; i < active; i++) x[i] = p[i];
  return x;
}
INLINE void store(float *p, vf x, size_t active) {
  if (active == LANES)
    memcpy(p, &x, sizeof x);
  else
    for (size_t i = 0; i < active; i++) p[i] = x[i];
}
#endif

INLINE vb load_bytes(const uint8_t *p, size_t active) {
  vb x = 0;
  if (active == LANES)
    memcpy(&x, p, sizeof x);
  else
    for (size_t i = 0; i < active; i++) x[i] = p[i];
  return x;
}

// Runs the statements for i = 0, LANES, 2·LANES, … below `count`, with `active` elements to work on from i.
#define EACH(count, ...)                                       \
  do {                                                         \
    size_t i = 0, whole = (count) / LANES * LANES;             \
    for (; i < whole; i += LANES) {                            \
      enum { active = LANES };                                 \
      __VA_ARGS__;                                             \
    }                                                          \
    if (i < (count)) {                                         \
      size_t active = (count)-i;                               \
      __builtin_assume(active < LANES);                        \
      __VA_ARGS__;                                             \
    }                                                          \
  } while (0)

/// The sum over the lanes, by halves, so that its order is the same everywhere a set runs.
INLINE float sum(vf x) {
  for (int width = LANES / 2; width > 0; width /= 2)
    for (int i = 0; i < width; i++) x[i] += x[i + width];
  return x[0];
}

INLINE vf absolute(vf x) { return float_of(bits_of(x) & splat_int(0x7FFFFFFF)); }

// Written so that a NaN in x stays.
INLINE vf at_most(vf x, float bound) { return splat(bound) < x ? splat(bound) : x; }
INLINE vf at_least(vf x, float bound) { return splat(bound) > x ? splat(bound) : x; }
