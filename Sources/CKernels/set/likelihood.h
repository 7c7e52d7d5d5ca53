// Log-likelihoods row by row, and the gradients of their negatives.

#define LOG_2_PI 1.83787706640934548f

/// x·w, and 0 where the weight is, whatever x is there.
INLINE vf weighted(vf x, vf weight) { return weight == splat(0) ? splat(0) : x * weight; }

// Weights are constants NULL or not, so that what they are not there for costs nothing.

INLINE void poisson_rows(size_t rows, size_t n, const float *log_rates, size_t ld_rates, const float *counts,
                         size_t ld_counts, const struct lk_weights *weights, float *log_likelihood, int wants_gradient,
                         float scale, float *gradient, size_t ld_gradient) {
  for (size_t r = 0; r < rows; r++) {
    vf total = splat(0);
    EACH(n, {
      vf l = load(log_rates + i, active), k = load(counts + i, active), rate = exponential(l);
      vf log_p = k * l - rate;
      if (weights) log_p = weighted(log_p, load(weights->values + r * n + i, active));
      total += first(log_p, active);
      if (wants_gradient) {
        vf slope = (rate - k) * scale;
        if (weights) slope = weighted(slope, load(weights->gradients + r * n + i, active));
        store(gradient + i, slope, active);
      }
    });
    log_likelihood[r] += sum(total);
    log_rates += ld_rates, counts += ld_counts;
    if (wants_gradient) gradient += ld_gradient;
  }
}

static void poisson(size_t rows, size_t n, const float *log_rates, size_t ld_rates, const float *counts,
                    size_t ld_counts, float *log_likelihood) {
  poisson_rows(rows, n, log_rates, ld_rates, counts, ld_counts, NULL, log_likelihood, 0, 0, NULL, 0);
}

static void poisson_gradient(size_t rows, size_t n, const float *log_rates, size_t ld_rates, const float *counts,
                             size_t ld_counts, float *log_likelihood, float scale, float *gradient,
                             size_t ld_gradient) {
  poisson_rows(rows, n, log_rates, ld_rates, counts, ld_counts, NULL, log_likelihood, 1, scale, gradient, ld_gradient);
}

static void poisson_weighted(size_t rows, size_t n, const float *log_rates, const float *counts,
                             const struct lk_weights *weights, float *log_likelihood, float scale, float *gradient) {
  if (gradient)
    poisson_rows(rows, n, log_rates, n, counts, n, weights, log_likelihood, 1, scale, gradient, n);
  else
    poisson_rows(rows, n, log_rates, n, counts, n, weights, log_likelihood, 0, 0, NULL, 0);
}

INLINE void gaussian_rows(size_t rows, size_t n, const float *mean, const float *logvar, size_t ld_output,
                          const float *x, size_t ld_x, const struct lk_weights *weights, float *log_likelihood,
                          int wants_gradient, float scale, float *d_mean, float *d_logvar, size_t ld_gradient) {
  for (size_t r = 0; r < rows; r++) {
    vf total = splat(0);
    EACH(n, {
      vf lv = load(logvar + i, active), d = load(x + i, active) - load(mean + i, active);
      vf precise = d * exponential(-lv), square = d * precise;
      vf twice = lv + LOG_2_PI + square;
      if (weights) twice = weighted(twice, load(weights->values + r * n + i, active));
      total += first(twice, active);
      if (wants_gradient) {
        vf to_mean = precise * -scale, to_logvar = (1 - square) * (0.5f * scale);
        if (weights) {
          vf weight = load(weights->gradients + r * n + i, active);
          to_mean = weighted(to_mean, weight), to_logvar = weighted(to_logvar, weight);
        }
        store(d_mean + i, to_mean, active);
        store(d_logvar + i, to_logvar, active);
      }
    });
    log_likelihood[r] -= 0.5f * sum(total);
    mean += ld_output, logvar += ld_output, x += ld_x;
    if (wants_gradient) d_mean += ld_gradient, d_logvar += ld_gradient;
  }
}

static void gaussian(size_t rows, size_t n, const float *mean, const float *logvar, size_t ld_output, const float *x,
                     size_t ld_x, float *log_likelihood) {
  gaussian_rows(rows, n, mean, logvar, ld_output, x, ld_x, NULL, log_likelihood, 0, 0, NULL, NULL, 0);
}

static void gaussian_gradient(size_t rows, size_t n, const float *mean, const float *logvar, size_t ld_output,
                              const float *x, size_t ld_x, float *log_likelihood, float scale, float *d_mean,
                              float *d_logvar, size_t ld_gradient) {
  gaussian_rows(rows, n, mean, logvar, ld_output, x, ld_x, NULL, log_likelihood, 1, scale, d_mean, d_logvar,
                ld_gradient);
}

static void gaussian_weighted(size_t rows, size_t n, const float *output, const float *x,
                              const struct lk_weights *weights, float *log_likelihood, float scale, float *gradient) {
  if (gradient)
    gaussian_rows(rows, n, output, output + n, 2 * n, x, n, weights, log_likelihood, 1, scale, gradient, gradient + n,
                  2 * n);
  else
    gaussian_rows(rows, n, output, output + n, 2 * n, x, n, weights, log_likelihood, 0, 0, NULL, NULL, 0);
}

/// ln Γ(x) and its derivative ψ(x) of x > 0: Stirling's series at x + 8 where x < 8, brought back by the recurrence
/// Γ(x + 1) = x·Γ(x). The series' remainders at 8 are below 1e-9.
INLINE vf log_gamma(vf x, vf *digamma) {
  vi is_small = x < splat(8);
  vf product = splat(1), reciprocals = splat(0);
  for (int k = 0; k < 8; k++) product *= x + k, reciprocals += 1 / (x + k);
  vf z = is_small ? x + 8 : x, ln_z = logarithm(z), r = 1 / z, rr = r * r;
  *digamma = ln_z - 0.5f * r - rr * (1.f / 12 - rr * (1.f / 120 - rr * (1.f / 252))) -
             (is_small ? reciprocals : splat(0));
  return (z - 0.5f) * ln_z - z + 0.5f * LOG_2_PI + r * (1.f / 12 - rr * (1.f / 360 - rr * (1.f / 1260))) -
         logarithm(is_small ? product : splat(1));
}

/// A logistic function kept between `low` and `high`, and its slope, 0 at either.
INLINE vf bounded_logistic(vf x, float low, float high, vf *slope) {
  vf s = logistic(x);
  *slope = s < splat(low) || s > splat(high) ? splat(0) : s * (1 - s);
  return at_least(at_most(s, high), low);
}

#define GAMMA_FLOOR 1e-5f

INLINE void zero_inflated_gamma_rows(size_t rows, size_t n, const float *output, const float *x, const float *scales,
                                     float location, const struct lk_weights *weights, float *log_likelihood,
                                     int wants_gradient, float scale, float *gradient, float *d_scales) {
  for (size_t r = 0; r < rows; r++) {
    vf total = splat(0);
    EACH(n, {
      vf a_slope, b_slope, q_slope, digamma;
      vf a = bounded_logistic(load(output + i, active), GAMMA_FLOOR, 2, &a_slope);
      vf b = bounded_logistic(load(output + n + i, active), GAMMA_FLOOR, 2, &b_slope);
      vf q = bounded_logistic(load(output + 2 * n + i, active), GAMMA_FLOOR, 1 - GAMMA_FLOOR, &q_slope);
      vf a_scale = load(scales + i, active), b_scale = load(scales + n + i, active);
      vf alpha = a * a_scale, beta = b * b_scale, k = load(x + i, active);
      vi is_zero = k == splat(0);
      vf y = is_zero ? splat(1) : k - location, logs = logarithm(beta) + logarithm(y);
      vf log_p = alpha * logs - logarithm(y) - beta * y - log_gamma(alpha, &digamma) + logarithm(q);
      log_p = is_zero ? logarithm(1 - q) : log_p;
      if (weights) log_p = weighted(log_p, load(weights->values + r * n + i, active));
      total += first(log_p, active);
      if (wants_gradient) {
        vf to_alpha = is_zero ? splat(0) : (logs - digamma) * -scale;
        vf to_beta = is_zero ? splat(0) : (alpha / beta - y) * -scale;
        vf to_q = (is_zero ? -1 / (1 - q) : 1 / q) * -scale;
        if (weights) {
          vf weight = load(weights->gradients + r * n + i, active);
          to_alpha = weighted(to_alpha, weight), to_beta = weighted(to_beta, weight), to_q = weighted(to_q, weight);
        }
        store(gradient + i, to_alpha * a_scale * a_slope, active);
        store(gradient + n + i, to_beta * b_scale * b_slope, active);
        store(gradient + 2 * n + i, to_q * q_slope, active);
        store(d_scales + i, load(d_scales + i, active) + to_alpha * a, active);
        store(d_scales + n + i, load(d_scales + n + i, active) + to_beta * b, active);
      }
    });
    log_likelihood[r] += sum(total);
    output += 3 * n, x += n;
    if (wants_gradient) gradient += 3 * n;
  }
}

static void zero_inflated_gamma(size_t rows, size_t n, const float *output, const float *x, const float *scales,
                                float location, const struct lk_weights *weights, float *log_likelihood, float scale,
                                float *gradient, float *d_scales) {
  if (gradient)
    zero_inflated_gamma_rows(rows, n, output, x, scales, location, weights, log_likelihood, 1, scale, gradient,
                             d_scales);
  else
    zero_inflated_gamma_rows(rows, n, output, x, scales, location, weights, log_likelihood, 0, 0, NULL, NULL);
}
