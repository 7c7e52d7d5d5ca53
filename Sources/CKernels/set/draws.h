// Draws from Philox4x32-10 (Salmon, Moraes, Dror & Shaw, SC 2011), LANES / 2 blocks at a time.
//
// A lane of 64 bits carries one of a block's four words in its low half; what is in the high half is left over from the
// products and never looked at, as the next product takes low halves only.

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words are taken apart from their low end");

enum { BLOCKS = LANES / 2 };

struct words {
  vq word[4];
};

#define LOW_HALF 0xFFFFFFFFull

/// Blocks counter, counter + 1, …
INLINE struct words philox(uint64_t key, uint64_t stream, uint64_t counter) {
  vq number;
  for (int i = 0; i < BLOCKS; i++) number[i] = counter + (uint64_t)i;
  vq c0 = number, c1 = number >> 32, c2 = (vq)stream, c3 = (vq)(stream >> 32);
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    vq p0 = (c0 & LOW_HALF) * 0xD2511F53ull, p1 = (c2 & LOW_HALF) * 0xCD9E8D57ull;
    c0 = (p1 >> 32) ^ c1 ^ k0, c1 = p1;
    c2 = (p0 >> 32) ^ c3 ^ k1, c3 = p0;
    k0 += 0x9E3779B9u, k1 += 0xBB67AE85u;
  }
  return (struct words){{c0, c1, c2, c3}};
}

/// Two lanes of 32 bits of each of two words: a of block 0, b of block 0, a of block 1, …
INLINE vi pair_words(vq a, vq b) { return __builtin_bit_cast(vi, (a & LOW_HALF) | b << 32); }

/// LANES pairs of independent standard normal values; lane 2b + j of `cosine` and `sine` is values 4b + 2j and
/// 4b + 2j + 1 of the blocks.
INLINE void box_muller(struct words words, vf *cosine, vf *sine) {
  vu radius_word = __builtin_bit_cast(vu, pair_words(words.word[0], words.word[2]));
  vf uniform = (__builtin_convertvector(radius_word, vf) + 0.5f) * 0x1p-32f;
  vf radius = __builtin_elementwise_sqrt(-2 * log_of_normal(uniform, splat(0)));
  vf c, s;
  cosine_sine(pair_words(words.word[1], words.word[3]), &c, &s);
  *cosine = radius * c;
  *sine = radius * s;
}

static void normals(float *out, size_t count, uint64_t key, uint64_t stream) {
  uint64_t counter = 0;
  for (size_t i = 0; i < count; i += 2 * LANES, counter += BLOCKS) {
    vf c, s;
    box_muller(philox(key, stream, counter), &c, &s);
    vf_pair values = ZIP(c, s);
    if (count - i >= 2 * LANES)
      memcpy(out + i, &values, sizeof values);
    else
      memcpy(out + i, &values, (count - i) * sizeof *out);
  }
}

static void mask(uint8_t *out, size_t count, uint32_t threshold, uint64_t key, uint64_t stream) {
  if (threshold == 0) {
    if (count > 0) memset(out, 0, count);
    return;
  }
  // Compared with the last value that is kept, so that a threshold of 2^16 fits 16 bits.
  uint16_t last = (uint16_t)(threshold - 1);
  uint64_t counter = 0;
  for (size_t i = 0; i < count; i += 4 * LANES, counter += BLOCKS) {
    struct words w = philox(key, stream, counter);
    vq front = __builtin_bit_cast(vq, pair_words(w.word[0], w.word[1]));
    vq back = __builtin_bit_cast(vq, pair_words(w.word[2], w.word[3]));
    vh_pair halves = __builtin_bit_cast(vh_pair, ZIP_WIDE(front, back));
    vb_pair kept = __builtin_convertvector(halves <= last, vb_pair) & 1;
    if (count - i >= 4 * LANES)
      memcpy(out + i, &kept, sizeof kept);
    else
      memcpy(out + i, &kept, count - i);
  }
}
