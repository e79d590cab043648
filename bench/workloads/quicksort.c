/* Quicksort with the median of three and insertion sort for short runs, on random words. */
#include "bench.h"

enum { COUNT = 1 << 16 };
static int32_t items[COUNT];

static void swap(int32_t *x, int32_t *y) {
  int32_t t = *x;
  *x = *y;
  *y = t;
}

static void sort(int32_t *v, int low, int high) {
  while (high - low > 12) {
    int middle = low + (high - low) / 2, i = low, j = high;
    if (v[middle] < v[low]) swap(v + middle, v + low);
    if (v[high] < v[low]) swap(v + high, v + low);
    if (v[high] < v[middle]) swap(v + high, v + middle);
    int32_t pivot = v[middle];
    while (i <= j) {
      while (v[i] < pivot) i++;
      while (v[j] > pivot) j--;
      if (i <= j) swap(v + i++, v + j--);
    }
    if (j - low < high - i) {
      sort(v, low, j);
      low = i;
    } else {
      sort(v, i, high);
      high = j;
    }
  }
  for (int i = low + 1; i <= high; i++) {
    int32_t x = v[i];
    int j = i - 1;
    for (; j >= low && v[j] > x; j--) v[j + 1] = v[j];
    v[j + 1] = x;
  }
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 11, sum = 0;
  for (unsigned r = 0; r < rounds; r++) {
    for (int i = 0; i < COUNT; i++) items[i] = (int32_t)random_next(&seed);
    sort(items, 0, COUNT - 1);
    for (int i = 1; i < COUNT; i++)
      if (items[i - 1] > items[i]) return finish("quicksort unsorted", (uint32_t)i);
    sum = mix(sum, (uint32_t)items[r % COUNT]);
  }
  return finish("quicksort", sum);
}
