/* Sum, min and max of every compacted size by hand-written 128-bit code, for bench/exhaustive.mjs: a
 * table of the low 13 components in 16-bit lanes, one composed step a block, two rows a turn. argv:
 * components, then "size align63" for each. Prints nanoseconds and the sum. */
#include <emmintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LOW = 13, BLOCK = 1 << LOW };
static uint16_t table[BLOCK] __attribute__((aligned(64)));
static int count, size[64], pad[64];

/* The sum of the block whose step is ((x + add) & keep) + then; least and most of all so far. */
static uint64_t block(int add, int keep, int then, __m128i *least, __m128i *most) {
  const __m128i a = _mm_set1_epi16((short)add), k = _mm_set1_epi16((short)keep);
  const __m128i ones = _mm_set1_epi16(1), t = _mm_set1_epi16((short)then);
  __m128i even = _mm_setzero_si128(), odd = even;
  __m128i lo = _mm_set1_epi16(32767), hi = even;
  for (int i = 0; i < BLOCK; i += 16) {
    __m128i x = _mm_and_si128(_mm_add_epi16(*(__m128i *)(table + i), a), k);
    __m128i y = _mm_and_si128(_mm_add_epi16(*(__m128i *)(table + i + 8), a), k);
    even = _mm_add_epi32(even, _mm_madd_epi16(x, ones));
    odd = _mm_add_epi32(odd, _mm_madd_epi16(y, ones));
    lo = _mm_min_epi16(lo, _mm_min_epi16(x, y));
    hi = _mm_max_epi16(hi, _mm_max_epi16(x, y));
  }
  *least = _mm_min_epi16(*least, _mm_add_epi16(lo, t));
  *most = _mm_max_epi16(*most, _mm_add_epi16(hi, t));
  uint32_t lanes[4];
  _mm_storeu_si128((__m128i *)lanes, _mm_add_epi32(even, odd));
  return (uint64_t)lanes[0] + lanes[1] + lanes[2] + lanes[3] + (uint64_t)then * BLOCK;
}

int main(int argc, char **argv) {
  count = atoi(argv[1]);
  for (int i = 0; i < count && 3 + 2 * i < argc; i++) {
    size[i] = atoi(argv[2 + 2 * i]);
    pad[i] = atoi(argv[3 + 2 * i]);
  }
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  table[0] = 576;
  for (int c = 0; c < LOW; c++) {
    for (int i = 0; i < 1 << c; i++) {
      table[(1 << c) + i] = (uint16_t)(((table[i] + pad[c]) & ~pad[c]) + size[c]);
    }
  }
  __m128i least = _mm_set1_epi16(32767), most = _mm_set1_epi16(0);
  uint64_t sum = 0;
  for (uint64_t h = 0; h < 1ull << (count - LOW); h++) {
    int add = 0, keep = ~0, then = 0;
    for (int c = LOW; c < count; c++) {
      if (!(h >> (c - LOW) & 1)) continue;
      if (keep == ~0 && pad[c]) {
        add += 63;
        keep = ~63;
        then = size[c];
      } else if (keep == ~0) {
        add += size[c];
      } else {
        then = ((then + pad[c]) & ~pad[c]) + size[c];
      }
    }
    sum += block(add, keep, then, &least, &most);
  }
  clock_gettime(CLOCK_MONOTONIC, &b);
  short lanes[16];
  _mm_storeu_si128((__m128i *)lanes, least);
  _mm_storeu_si128((__m128i *)(lanes + 8), most);
  for (int i = 1; i < 8; i++) {
    if (lanes[i] < lanes[0]) lanes[0] = lanes[i];
    if (lanes[8 + i] > lanes[8]) lanes[8] = lanes[8 + i];
  }
  printf("%lld %llu %d %d\n", (b.tv_sec - a.tv_sec) * 1000000000LL + (b.tv_nsec - a.tv_nsec),
         (unsigned long long)sum, lanes[0], lanes[8]);
  return 0;
}
