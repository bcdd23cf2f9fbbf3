/* The best native walk that we know, for bench/exhaustive.mjs: set bits only, alignment without a
 * branch. argv: subsets, then "size align63" for each component. Prints nanoseconds and the sum. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
  uint64_t count = strtoull(argv[1], 0, 10);
  uint32_t size[64] = {0}, pad[64] = {0};
  for (int i = 2; i + 1 < argc && i < 130; i += 2) {
    size[i / 2 - 1] = (uint32_t)atoi(argv[i]);
    pad[i / 2 - 1] = (uint32_t)atoi(argv[i + 1]);
  }
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  uint64_t sum = 0;
  for (uint64_t subset = 0; subset < count; subset++) {
    uint32_t end = 576;
    for (uint64_t rest = subset; rest; rest &= rest - 1) {
      int i = __builtin_ctzll(rest);
      end = ((end + pad[i]) & ~pad[i]) + size[i];
    }
    sum += end;
  }
  clock_gettime(CLOCK_MONOTONIC, &b);
  printf("%lld %llu\n", (b.tv_sec - a.tv_sec) * 1000000000LL + (b.tv_nsec - a.tv_nsec),
         (unsigned long long)sum);
  return 0;
}
