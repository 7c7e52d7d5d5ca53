// Kernels over whole arrays.

static void exp_array(const float *x, size_t count, float *y) {
  EACH(count, store(y + i, exponential(load(x + i, active)), active));
}

static void log_array(const float *x, size_t count, float *y) {
  EACH(count, store(y + i, logarithm(load(x + i, active)), active));
}

static void tanh_array(const float *x, size_t count, float *y) {
  EACH(count, store(y + i, hyperbolic_tangent(load(x + i, active)), active));
}

static void sigmoid_array(const float *x, size_t count, float *y) {
  EACH(count, store(y + i, logistic(load(x + i, active)), active));
}

/// x·scale where the mask is set, 0 elsewhere.
INLINE vf masked(const float *x, const uint8_t *mask, float scale, size_t active) {
  vi kept = -__builtin_convertvector(load_bytes(mask, active), vi);
  return float_of(bits_of(load(x, active) * scale) & kept);
}

static void apply_mask(const float *x, const uint8_t *mask, float scale, size_t count, float *y) {
  EACH(count, store(y + i, masked(x + i, mask + i, scale, active), active));
}

static void add_masked(const float *g, const uint8_t *mask, float scale, size_t count, float *y) {
  EACH(count, store(y + i, load(y + i, active) + masked(g + i, mask + i, scale, active), active));
}

static void fill_rows(float *out, size_t ld, size_t rows, size_t n, const float *row) {
  if (n == 0) return;
  for (size_t r = 0; r < rows; r++) memcpy(out + r * ld, row, n * sizeof *row);
}

static void add_row_sums(const float *a, size_t ld, size_t rows, size_t n, float *sums) {
  // A block of columns at a time, its sums in registers.
  enum { BLOCK = 8 };
  size_t j = 0;
  for (; j + BLOCK * LANES <= n; j += BLOCK * LANES) {
    vf column[BLOCK];
    for (int b = 0; b < BLOCK; b++) column[b] = load(sums + j + b * LANES, LANES);
    for (size_t r = 0; r < rows; r++)
      for (int b = 0; b < BLOCK; b++) column[b] += load(a + r * ld + j + b * LANES, LANES);
    for (int b = 0; b < BLOCK; b++) store(sums + j + b * LANES, column[b], LANES);
  }
  EACH(n - j, {
    vf column = load(sums + j + i, active);
    for (size_t r = 0; r < rows; r++) column += load(a + r * ld + j + i, active);
    store(sums + j + i, column, active);
  });
}

static void add_scaled(const float *x, float scale, size_t count, float *y) {
  EACH(count, store(y + i, load(y + i, active) + load(x + i, active) * scale, active));
}

static void scale_array(float *x, float scale, size_t count) {
  EACH(count, store(x + i, load(x + i, active) * scale, active));
}

static double sum_of_squares(const float *x, size_t count) {
  vd sums[2] = {0, 0};
  size_t turn = 0;
  EACH(count, {
    vd wide = __builtin_convertvector(load(x + i, active), vd);
    sums[turn++ & 1] += wide * wide;
  });
  vd total = sums[0] + sums[1];
  double result = 0;
  for (int i = 0; i < LANES; i++) result += total[i];
  return result;
}

static int all_finite(const float *x, size_t count) {
  vi found = 0;
  EACH(count, found |= (bits_of(load(x + i, active)) & 0x7FFFFFFF) >= 0x7F800000);
  return __builtin_reduce_or(found) == 0;
}

static void adam(float *theta, float *m, float *v, const float *g, size_t count, float alpha, float beta1, float beta2,
                 float epsilon, float gradient_scale) {
  EACH(count, {
    vf scaled = load(g + i, active) * gradient_scale;
    vf first_moment = load(m + i, active) * beta1 + scaled * (1 - beta1);
    vf second_moment = load(v + i, active) * beta2 + scaled * scaled * (1 - beta2);
    vf step = first_moment * alpha / (__builtin_elementwise_sqrt(second_moment) + epsilon);
    store(m + i, first_moment, active);
    store(v + i, second_moment, active);
    store(theta + i, load(theta + i, active) - step, active);
  });
}
