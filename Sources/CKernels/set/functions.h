// Elementary functions of a vector.
//
// Goals, in this order: NaN, infinities and saturation come out right; a few units in the last place everywhere else; no
// branches; few instructions. The polynomials are those of Moshier's Cephes library (expf, logf, sinf, cosf).

#define LOG2_E 1.44269504088896341f
// ln 2 in two parts; the first has few enough bits that its product with a whole number below 2^15 is exact.
#define LN2_HIGH 0.693359375f
#define LN2_LOW -2.12194440e-4f
// Added to a float of less than 2^22, it leaves the nearest whole number in the low bits of the sum.
#define ROUNDER 0x1.8p23f

/// x = n·ln 2 + r with |r| ≤ ½ ln 2; returns eʳ − 1.
///
/// e^r − 1 = r + r²·P(r): what is small is never the difference of large terms, so tanh stays exact near 0.
INLINE vf exp_parts(vf x, vi *n) {
  vf shifted = x * LOG2_E + ROUNDER, whole = shifted - ROUNDER;
  *n = bits_of(shifted) - bits_of(splat(ROUNDER));
  vf r = x - whole * LN2_HIGH;
  r = r - whole * LN2_LOW;
  vf p = splat(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  return p * (r * r) + r;
}

/// 2ⁿ for −126 ≤ n ≤ 127; infinity for 128.
INLINE vf power_of_two(vi n) { return float_of((n + 127) << 23); }

/// eˣ. The power of two is applied in two steps, as 2^128 and 2^-149 are no normal floats but their halves are.
INLINE vf exponential(vf x) {
  vi n;
  vf p = exp_parts(at_least(at_most(x, 89), -104), &n);
  vi half = n >> 1;
  return (p * power_of_two(half) + power_of_two(half)) * power_of_two(n - half);
}

/// 1/(1 + e⁻ˣ). Below −88.3 the power of two is infinite and the quotient 0, so p and 1 come together first: alone each
/// would be infinite.
INLINE vf logistic(vf x) {
  vi n;
  vf p = exp_parts(at_least(at_most(-x, 88.7f), -87), &n), s = power_of_two(n);
  return 1 / (1 + (p + 1) * s);
}

/// tanh x = −m/(m + 2) with m = e^(−2|x|) − 1, and the sign of x.
INLINE vf hyperbolic_tangent(vf x) {
  vi n;
  vf p = exp_parts(at_least(-2 * absolute(x), -30), &n), s = power_of_two(n), m = p * s + (s - 1);
  vi sign = bits_of(x) & splat_int(INT32_MIN);
  return float_of(bits_of(absolute(m) / (m + 2)) | sign);
}

/// ln x of a normal positive float; `extra` is added to its exponent.
INLINE vf log_of_normal(vf x, vf extra) {
  // Where a mantissa of √½ would begin, so that the mantissa m lies in √½ … √2.
  vi from_root = bits_of(x) - 0x3F3504F3;
  vf e = __builtin_convertvector(from_root >> 23, vf) + extra;
  vf f = float_of((from_root & 0x7FFFFF) + 0x3F3504F3) - 1, z = f * f;
  vf p = splat(7.0376836292e-2f);
  p = p * f - 1.1514610310e-1f;
  p = p * f + 1.1676998740e-1f;
  p = p * f - 1.2420140846e-1f;
  p = p * f + 1.4249322787e-1f;
  p = p * f - 1.6668057665e-1f;
  p = p * f + 2.0000714765e-1f;
  p = p * f - 2.4999993993e-1f;
  p = p * f + 3.3333331174e-1f;
  vf y = p * f * z + e * LN2_LOW;
  y = y - 0.5f * z;
  return f + y + e * LN2_HIGH;
}

/// ln x: −∞ of 0, NaN of negatives, ∞ of ∞.
INLINE vf logarithm(vf x) {
  vi tiny = x < splat(0x1p-126f);
  vf y = log_of_normal(tiny ? x * 0x1p23f : x, tiny ? splat(-23) : splat(0));
  y = x < splat(__builtin_inff()) ? y : x;  // infinity and NaN
  y = x == splat(0) ? splat(-__builtin_inff()) : y;
  return x < splat(0) ? splat(__builtin_nanf("")) : y;
}

/// The cosine and sine of 2π·turn/2³², for turns in whole numbers: the reduction to an eighth of a turn is exact.
INLINE void cosine_sine(vi turn, vf *cosine, vf *sine) {
  // Quadrants are centred on the axes.
  vi quadrant = (turn + (1 << 29)) >> 30;
  vf x = __builtin_convertvector(turn - (quadrant << 30), vf) * (0x1p-31f * 3.14159265358979324f), z = x * x;
  vf s = ((-1.9515295891e-4f * z + 8.3321608736e-3f) * z - 1.6666654611e-1f) * z * x + x;
  vf c = ((2.443315711809948e-5f * z - 1.388731625493765e-3f) * z + 4.166664568298827e-2f) * z * z - 0.5f * z + 1;
  vi odd = (quadrant & 1) != 0;
  vf cos_part = odd ? s : c, sin_part = odd ? c : s;
  *cosine = float_of(bits_of(cos_part) ^ (((quadrant + 1) & 2) << 30));
  *sine = float_of(bits_of(sin_part) ^ ((quadrant & 2) << 30));
}
