#include <math.h>
#include <string.h>

#include "sets.h"

static size_t packed_size(size_t k, size_t n) { return k * n; }

static void pack(size_t k, size_t n, const float *w, size_t rs, size_t cs, float *packed) {
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < n; j++) packed[i * n + j] = w[i * rs + j * cs];
}

static void multiply(size_t rows, size_t k, size_t n, const float *a, size_t lda, const float *packed, float *c,
                     size_t ldc, int accumulate) {
  for (size_t r = 0; r < rows; r++) {
    float *row = c + r * ldc;
    if (!accumulate) memset(row, 0, n * sizeof *row);
    for (size_t i = 0; i < k; i++)
      for (size_t j = 0; j < n; j++) row[j] += a[r * lda + i] * packed[i * n + j];
  }
}

static float sigmoid1(float x) { return 1 / (1 + expf(-x)); }

static void gru_gates(size_t rows, size_t n, float *gates, const float *h, float *rh) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < n; j++) {
      float *g = gates + r * 2 * n;
      g[j] = sigmoid1(g[j]);
      g[n + j] = sigmoid1(g[n + j]);
      rh[r * n + j] = g[j] * h[r * n + j];
    }
}

static void gru_output(size_t rows, size_t n, const float *gates, float *candidate, const float *h, float clip,
                       float *next) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < n; j++) {
      size_t i = r * n + j;
      float u = gates[r * 2 * n + n + j], c = tanhf(candidate[i]), v = u * h[i] + (1 - u) * c;
      candidate[i] = c;
      next[i] = v > clip ? clip : v < -clip ? -clip : v;
    }
}

static void gru_output_backward(size_t rows, size_t n, const float *d_next, float *gates, float *candidate,
                                const float *h, float clip, float *dh) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < n; j++) {
      size_t i = r * n + j;
      float *gate = gates + r * 2 * n + n + j, u = *gate, c = candidate[i], v = u * h[i] + (1 - u) * c;
      float dv = fabsf(v) <= clip ? d_next[i] : 0;
      *gate = dv * (h[i] - c) * u * (1 - u);
      candidate[i] = dv * (1 - u) * (1 - c * c);
      dh[i] = dv * u;
    }
}

static void gru_reset_backward(size_t rows, size_t n, const float *d_rh, float *gates, const float *h, float *dh) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < n; j++) {
      size_t i = r * n + j;
      float *gate = gates + r * 2 * n + j, reset = *gate;
      *gate = d_rh[i] * h[i] * reset * (1 - reset);
      dh[i] += d_rh[i] * reset;
    }
}

static void exp_(const float *x, size_t count, float *y) {
  for (size_t i = 0; i < count; i++) y[i] = expf(x[i]);
}
static void log_(const float *x, size_t count, float *y) {
  for (size_t i = 0; i < count; i++) y[i] = logf(x[i]);
}
static void tanh_(const float *x, size_t count, float *y) {
  for (size_t i = 0; i < count; i++) y[i] = tanhf(x[i]);
}
static void sigmoid_(const float *x, size_t count, float *y) {
  for (size_t i = 0; i < count; i++) y[i] = sigmoid1(x[i]);
}

static void philox(uint64_t key, uint64_t stream, uint64_t counter, uint32_t out[4]) {
  uint32_t c0 = (uint32_t)counter, c1 = counter >> 32, c2 = (uint32_t)stream, c3 = stream >> 32;
  uint32_t k0 = (uint32_t)key, k1 = key >> 32;
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = 0xD2511F53ull * c0, p1 = 0xCD9E8D57ull * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1, c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u, k1 += 0xBB67AE85u;
  }
  out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

static void normals(float *out, size_t count, uint64_t key, uint64_t stream) {
  for (size_t i = 0; i < count; i++) {
    uint32_t w[4];
    philox(key, stream, i / 4, w);
    size_t pair = i % 4 / 2 * 2;
    double radius = sqrt(-2 * log((w[pair] + 0.5) * 0x1p-32)), angle = 0x1p-31 * M_PI * (int32_t)w[pair + 1];
    out[i] = (float)(radius * (i % 2 ? sin(angle) : cos(angle)));
  }
}

static void mask(uint8_t *out, size_t count, uint32_t threshold, uint64_t key, uint64_t stream) {
  for (size_t i = 0; i < count; i++) {
    uint32_t w[4];
    philox(key, stream, i / 8, w);
    out[i] = ((w[i % 8 / 2] >> (i % 2 * 16)) & 0xFFFF) < threshold;
  }
}

static void apply_mask(const float *x, const uint8_t *mask, float scale, size_t count, float *y) {
  for (size_t i = 0; i < count; i++) y[i] = x[i] * (mask[i] * scale);
}
static void add_masked(const float *g, const uint8_t *mask, float scale, size_t count, float *y) {
  for (size_t i = 0; i < count; i++) y[i] += g[i] * (mask[i] * scale);
}

static void poisson_gradient(size_t rows, size_t n, const float *log_rates, size_t ld_rates, const float *counts,
                             size_t ld_counts, float *log_likelihood, float scale, float *gradient,
                             size_t ld_gradient) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < n; j++) {
      float l = log_rates[r * ld_rates + j], k = counts[r * ld_counts + j], rate = expf(l);
      log_likelihood[r] += k * l - rate;
      gradient[r * ld_gradient + j] = scale * (rate - k);
    }
}

static void poisson(size_t rows, size_t n, const float *log_rates, size_t ld_rates, const float *counts,
                    size_t ld_counts, float *log_likelihood) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < n; j++) {
      float l = log_rates[r * ld_rates + j];
      log_likelihood[r] += counts[r * ld_counts + j] * l - expf(l);
    }
}

static void gaussian(size_t rows, size_t n, const float *mean, const float *logvar, size_t ld_output, const float *x,
                     size_t ld_x, float *log_likelihood) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < n; j++) {
      float d = x[r * ld_x + j] - mean[r * ld_output + j], lv = logvar[r * ld_output + j];
      log_likelihood[r] -= 0.5f * (lv + 1.8378770664f + d * d * expf(-lv));
    }
}

static void gaussian_gradient(size_t rows, size_t n, const float *mean, const float *logvar, size_t ld_output,
                              const float *x, size_t ld_x, float *log_likelihood, float scale, float *d_mean,
                              float *d_logvar, size_t ld_gradient) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < n; j++) {
      float d = x[r * ld_x + j] - mean[r * ld_output + j], lv = logvar[r * ld_output + j], precision = expf(-lv);
      log_likelihood[r] -= 0.5f * (lv + 1.8378770664f + d * d * precision);
      d_mean[r * ld_gradient + j] = -scale * d * precision;
      d_logvar[r * ld_gradient + j] = scale * 0.5f * (1 - d * d * precision);
    }
}

static void fill_rows(float *out, size_t ld, size_t rows, size_t n, const float *row) {
  for (size_t r = 0; r < rows; r++) memcpy(out + r * ld, row, n * sizeof *row);
}
static void add_row_sums(const float *a, size_t ld, size_t rows, size_t n, float *sums) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < n; j++) sums[j] += a[r * ld + j];
}
static void add_scaled(const float *x, float scale, size_t count, float *y) {
  for (size_t i = 0; i < count; i++) y[i] += scale * x[i];
}
static void scale_(float *x, float scale, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] *= scale;
}
static double sum_of_squares(const float *x, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += (double)x[i] * x[i];
  return sum;
}
static int all_finite(const float *x, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!isfinite(x[i])) return 0;
  return 1;
}

static void adam(float *theta, float *m, float *v, const float *g, size_t count, float alpha, float beta1, float beta2,
                 float epsilon, float gradient_scale) {
  for (size_t i = 0; i < count; i++) {
    float scaled = gradient_scale * g[i];
    m[i] = beta1 * m[i] + (1 - beta1) * scaled;
    v[i] = beta2 * v[i] + (1 - beta2) * scaled * scaled;
    theta[i] -= alpha * m[i] / (sqrtf(v[i]) + epsilon);
  }
}

const struct lk_kernels lk_portable = {
    .isa = LK_PORTABLE,
    .packed_size = packed_size,
    .pack = pack,
    .multiply = multiply,
    .gru_gates = gru_gates,
    .gru_output = gru_output,
    .gru_output_backward = gru_output_backward,
    .gru_reset_backward = gru_reset_backward,
    .exp = exp_,
    .log = log_,
    .tanh = tanh_,
    .sigmoid = sigmoid_,
    .normals = normals,
    .mask = mask,
    .apply_mask = apply_mask,
    .add_masked = add_masked,
    .poisson = poisson,
    .poisson_gradient = poisson_gradient,
    .gaussian = gaussian,
    .gaussian_gradient = gaussian_gradient,
    .fill_rows = fill_rows,
    .add_row_sums = add_row_sums,
    .add_scaled = add_scaled,
    .scale = scale_,
    .sum_of_squares = sum_of_squares,
    .all_finite = all_finite,
    .adam = adam,
};
