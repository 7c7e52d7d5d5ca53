// The elementwise parts of a gated recurrent unit; rows of n cells, gates as rows of r, then u.

static void gru_gates(size_t rows, size_t n, float *gates, const float *h, float *rh) {
  // One function a loop: the constants of two do not fit 16 registers.
  for (size_t row = 0; row < rows; row++, gates += 2 * n, h += n, rh += n) {
    EACH(n, {
      vf r = logistic(load(gates + i, active));
      store(gates + i, r, active);
      store(rh + i, r * load(h + i, active), active);
    });
    EACH(n, store(gates + n + i, logistic(load(gates + n + i, active)), active));
  }
}

static void gru_output(size_t rows, size_t n, const float *gates, float *candidate, const float *h, float clip,
                       float *next) {
  for (size_t row = 0; row < rows; row++, gates += 2 * n, candidate += n, h += n, next += n)
    EACH(n, {
      vf c = hyperbolic_tangent(load(candidate + i, active)), u = load(gates + n + i, active);
      vf v = u * load(h + i, active) + (1 - u) * c;
      store(candidate + i, c, active);
      store(next + i, at_least(at_most(v, clip), -clip), active);
    });
}

static void gru_output_backward(size_t rows, size_t n, const float *d_next, float *gates, float *candidate,
                                const float *h, float clip, float *dh) {
  for (size_t row = 0; row < rows; row++, d_next += n, gates += 2 * n, candidate += n, h += n, dh += n)
    EACH(n, {
      vf u = load(gates + n + i, active), c = load(candidate + i, active), before = load(h + i, active);
      vf v = u * before + (1 - u) * c;
      vf dv = absolute(v) <= splat(clip) ? load(d_next + i, active) : splat(0), dc = dv * (1 - u);
      store(gates + n + i, dc * u * (before - c), active);
      store(candidate + i, dc * (1 - c * c), active);
      store(dh + i, dv * u, active);
    });
}

static void gru_reset_backward(size_t rows, size_t n, const float *d_rh, float *gates, const float *h, float *dh) {
  for (size_t row = 0; row < rows; row++, d_rh += n, gates += 2 * n, h += n, dh += n)
    EACH(n, {
      vf r = load(gates + i, active), through = load(d_rh + i, active) * r;
      store(gates + i, through * load(h + i, active) * (1 - r), active);
      store(dh + i, load(dh + i, active) + through, active);
    });
}
