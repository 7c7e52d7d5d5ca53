// Log-likelihoods row by row, and the gradients of their negatives.

#define LOG_2_PI 1.83787706640934548f

INLINE void poisson_rows(size_t rows, size_t n, const float *log_rates, size_t ld_rates, const float *counts,
                         size_t ld_counts, float *log_likelihood, int wants_gradient, float scale, float *gradient,
                         size_t ld_gradient) {
  for (size_t r = 0; r < rows; r++) {
    vf total = splat(0);
    EACH(n, {
      vf l = load(log_rates + i, active), k = load(counts + i, active), rate = exponential(l);
      total += first(k * l - rate, active);
      if (wants_gradient) store(gradient + i, (rate - k) * scale, active);
    });
    log_likelihood[r] += sum(total);
    log_rates += ld_rates, counts += ld_counts;
    if (wants_gradient) gradient += ld_gradient;
  }
}

static void poisson(size_t rows, size_t n, const float *log_rates, size_t ld_rates, const float *counts,
                    size_t ld_counts, float *log_likelihood) {
  poisson_rows(rows, n, log_rates, ld_rates, counts, ld_counts, log_likelihood, 0, 0, NULL, 0);
}

static void poisson_gradient(size_t rows, size_t n, const float *log_rates, size_t ld_rates, const float *counts,
                             size_t ld_counts, float *log_likelihood, float scale, float *gradient,
                             size_t ld_gradient) {
  poisson_rows(rows, n, log_rates, ld_rates, counts, ld_counts, log_likelihood, 1, scale, gradient, ld_gradient);
}

INLINE void gaussian_rows(size_t rows, size_t n, const float *mean, const float *logvar, size_t ld_output,
                          const float *x, size_t ld_x, float *log_likelihood, int wants_gradient, float scale,
                          float *d_mean, float *d_logvar, size_t ld_gradient) {
  for (size_t r = 0; r < rows; r++) {
    vf total = splat(0);
    EACH(n, {
      vf lv = load(logvar + i, active), d = load(x + i, active) - load(mean + i, active);
      vf weighted = d * exponential(-lv), square = d * weighted;
      total += first(lv + LOG_2_PI + square, active);
      if (wants_gradient) {
        store(d_mean + i, weighted * -scale, active);
        store(d_logvar + i, (1 - square) * (0.5f * scale), active);
      }
    });
    log_likelihood[r] -= 0.5f * sum(total);
    mean += ld_output, logvar += ld_output, x += ld_x;
    if (wants_gradient) d_mean += ld_gradient, d_logvar += ld_gradient;
  }
}

static void gaussian(size_t rows, size_t n, const float *mean, const float *logvar, size_t ld_output, const float *x,
                     size_t ld_x, float *log_likelihood) {
  gaussian_rows(rows, n, mean, logvar, ld_output, x, ld_x, log_likelihood, 0, 0, NULL, NULL, 0);
}

static void gaussian_gradient(size_t rows, size_t n, const float *mean, const float *logvar, size_t ld_output,
                              const float *x, size_t ld_x, float *log_likelihood, float scale, float *d_mean,
                              float *d_logvar, size_t ld_gradient) {
  gaussian_rows(rows, n, mean, logvar, ld_output, x, ld_x, log_likelihood, 1, scale, d_mean, d_logvar, ld_gradient);
}
