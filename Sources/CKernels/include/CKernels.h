// Numeric kernels of the training step; the only C of this package.
//
// Every kernel exists once per instruction set, and a table of function pointers holds a set of them. Arrays are
// row-major float32; a count or an extent of zero is a no-op; nothing allocates, nothing keeps state, so every kernel may
// run on any number of threads at once. An element's result depends neither on its position in the array nor on how many
// rows stand around it, so a batch may be cut in any way.
#ifndef LFADS_CKERNELS_H
#define LFADS_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Instruction sets the kernels exist for, in rising order. `LK_WIDE` is the code of the 512-bit kernels on 256-bit
/// instructions: it is there for tests, on machines without the wide ones, and is never chosen by itself.
#define LK_PORTABLE 0
#define LK_AVX2 1
#define LK_WIDE 2
#define LK_AVX512 3

/// The left factor of a product may come in as many parts.
#define LK_PARTS 3

/// What each of [rows, n] observations counts in a sum and in its gradient; one of weight 0 may be any number.
struct lk_weights {
  const float *values, *gradients;
};

/// Some columns of a left factor: [rows, k] at rows a distance of lda apart. With k = 0 there are none.
struct lk_columns {
  const float *_Nullable a;
  size_t lda, k;
};

/// One set of kernels. What each computes is documented where Swift calls it.
struct lk_kernels {
  /// Which set this is: one of the constants above.
  int isa;

  // Products with a matrix laid out in panels.

  /// Floats needed for a packed [k, n] matrix.
  size_t (*_Nonnull packed_size)(size_t k, size_t n);
  /// Lays out rows first ..< first + count of a [k, n] matrix; element (i, j) of them is
  /// w[i * row_stride + j * column_stride].
  void (*_Nonnull pack)(size_t k, size_t n, size_t first, size_t count, const float *w, size_t row_stride,
                        size_t column_stride, float *packed);
  /// c [rows, n] = or += bias + [parts] · packed, where the parts stand side by side and their columns number k.
  void (*_Nonnull multiply)(size_t rows, const struct lk_columns *parts, size_t n, const float *packed,
                            const float *_Nullable bias, float *c, size_t ldc, int accumulate);
  /// c [k, n] += aᵀ · y for each part a [rows, k] and its c, where y is [rows, n]; sums [n] += the rows of y.
  void (*_Nonnull add_outer_products)(size_t rows, const struct lk_columns *parts, size_t n, const float *y, size_t ldy,
                                      float *_Nullable const *_Nonnull c, float *_Nullable sums);

  // Gated recurrent unit.

  void (*_Nonnull gru_gates)(size_t rows, size_t n, float *gates, const float *h, float *rh);
  void (*_Nonnull gru_output)(size_t rows, size_t n, const float *gates, float *candidate, const float *h, float clip,
                              float *next);
  void (*_Nonnull gru_output_backward)(size_t rows, size_t n, const float *d_next, float *gates, float *candidate,
                                       const float *h, float clip, float *dh);
  void (*_Nonnull gru_reset_backward)(size_t rows, size_t n, const float *d_rh, float *gates, const float *h,
                                      float *dh);

  // Elementwise functions, in place or not.

  void (*_Nonnull exp)(const float *x, size_t count, float *y);
  void (*_Nonnull log)(const float *x, size_t count, float *y);
  void (*_Nonnull tanh)(const float *x, size_t count, float *y);
  void (*_Nonnull sigmoid)(const float *x, size_t count, float *y);

  // Draws.

  void (*_Nonnull normals)(float *out, size_t count, uint64_t key, uint64_t stream);
  /// 1 where 16 bits of the stream are below `threshold` (0 … 65536), else 0.
  void (*_Nonnull mask)(uint8_t *out, size_t count, uint32_t threshold, uint64_t key, uint64_t stream);

  // Dropout.

  void (*_Nonnull apply_mask)(const float *x, const uint8_t *mask, float scale, size_t count, float *y);
  void (*_Nonnull add_masked)(const float *g, const uint8_t *mask, float scale, size_t count, float *y);

  // Likelihoods; `log_likelihood` [rows] is added to; gradients are those of the negative log-likelihood.

  void (*_Nonnull poisson)(size_t rows, size_t n, const float *log_rates, size_t ld_rates, const float *counts,
                           size_t ld_counts, float *log_likelihood);
  void (*_Nonnull poisson_gradient)(size_t rows, size_t n, const float *log_rates, size_t ld_rates,
                                    const float *counts, size_t ld_counts, float *log_likelihood, float scale,
                                    float *gradient, size_t ld_gradient);
  /// Arrays without gaps, [rows, n]; without a gradient where `gradient` is NULL.
  void (*_Nonnull poisson_weighted)(size_t rows, size_t n, const float *log_rates, const float *counts,
                                    const struct lk_weights *weights, float *log_likelihood, float scale,
                                    float *_Nullable gradient);
  void (*_Nonnull gaussian)(size_t rows, size_t n, const float *mean, const float *logvar, size_t ld_output,
                            const float *x, size_t ld_x, float *log_likelihood);
  void (*_Nonnull gaussian_gradient)(size_t rows, size_t n, const float *mean, const float *logvar, size_t ld_output,
                                     const float *x, size_t ld_x, float *log_likelihood, float scale, float *d_mean,
                                     float *d_logvar, size_t ld_gradient);
  /// The same of `output` [rows, 2n]: n means, then n log variances.
  void (*_Nonnull gaussian_weighted)(size_t rows, size_t n, const float *output, const float *x,
                                     const struct lk_weights *weights, float *log_likelihood, float scale,
                                     float *_Nullable gradient);
  /// Of `output` [rows, 3n] and `scales` [2, n]; `d_scales` is added to.
  void (*_Nonnull zero_inflated_gamma)(size_t rows, size_t n, const float *output, const float *x, const float *scales,
                                       float location, const struct lk_weights *_Nullable weights,
                                       float *log_likelihood, float scale, float *_Nullable gradient,
                                       float *_Nullable d_scales);

  // Whole arrays.

  void (*_Nonnull fill_rows)(float *out, size_t ld, size_t rows, size_t n, const float *row);
  void (*_Nonnull add_row_sums)(const float *a, size_t ld, size_t rows, size_t n, float *sums);
  void (*_Nonnull add_scaled)(const float *x, float scale, size_t count, float *y);
  void (*_Nonnull scale)(float *x, float scale, size_t count);
  double (*_Nonnull sum_of_squares)(const float *x, size_t count);
  int (*_Nonnull all_finite)(const float *x, size_t count);

  void (*_Nonnull adam)(float *theta, float *m, float *v, const float *g, size_t count, float alpha, float beta1,
                        float beta2, float epsilon, float gradient_scale);
};

/// ln Γ(x), without the global sign the C library writes.
double lk_log_gamma(double x);

/// The set of an instruction set, or null where this processor or operating system does not offer it.
const struct lk_kernels *_Nullable lk_kernels_of(int isa);

/// The set in force on this thread: the best one, unless `lk_override` names another.
const struct lk_kernels *lk_current(void);

/// Puts another set in force on this thread, null for the best one; returns what was there before.
const struct lk_kernels *_Nullable lk_override(const struct lk_kernels *_Nullable kernels);

#pragma clang assume_nonnull end

#endif
