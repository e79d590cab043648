/* A systems-programming mix in the spirit of Dhrystone: records, strings, enumerations, small calls. Written for this suite. */
#include "bench.h"

typedef enum { RED, GREEN, BLUE, BLACK } Colour;

typedef struct Record {
  struct Record *next;
  Colour colour;
  int32_t weight;
  char label[32];
} Record;

static Record pool[2];
static int32_t row[64], plane[64][64];
static char last_label[32];
static int32_t flag;

static __attribute__((noinline)) Colour turn(Colour colour, int32_t weight) {
  switch (colour) {
    case RED: return weight > 100 ? GREEN : BLACK;
    case GREEN: return weight & 1 ? BLUE : RED;
    case BLUE: return GREEN;
    default: return RED;
  }
}

static __attribute__((noinline)) int differs(const char *x, const char *y) {
  int i = 2, j = 0;
  while (i <= 2) {
    if (x[i] == y[i + 1]) j = i++;
    else i += 3;
  }
  return strcmp(x, y) > 0 ? (flag += j + 1, 1) : 0;
}

static __attribute__((noinline)) void fill(int32_t *v, int32_t (*m)[64], int32_t at, int32_t value) {
  v[at] = value;
  v[at + 1] = v[at];
  v[at + 30] = at;
  for (int32_t i = at; i <= at + 1; i++) m[at][i] = at;
  m[at][at - 1]++;
  m[at + 20][at] = v[at];
}

static __attribute__((noinline)) void link(Record *record) {
  Record *other = record->next;
  *other = *record;
  other->weight = record->weight = record->weight / 3 + 5;
  other->next = record;
  record->next = other;
  if (other->colour == RED) {
    other->weight = 6 + record->weight;
    other->colour = turn(record->colour, other->weight);
  } else {
    memcpy(last_label, record->label, sizeof last_label);
    record->colour = turn(other->colour, record->weight);
  }
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv) * 1000;
  uint32_t sum = 0;
  pool[0].next = &pool[1];
  pool[1].next = &pool[0];
  strcpy(pool[0].label, "A RECORD WITH A COMMON PREFIX 1");
  for (unsigned r = 1; r <= rounds; r++) {
    char label[32];
    int32_t one = 2, two = 3, three;
    strcpy(label, "A RECORD WITH A COMMON PREFIX 2");
    flag = !differs(pool[0].label, label);
    while (one < two) {
      three = 5 * one - two;
      one += three / 6 + 1;
    }
    fill(row, plane, 8 + (int32_t)(r & 7), three + (int32_t)r);
    link(&pool[0]);
    for (char c = 'A'; c <= 'B' + (char)(r & 1); c++)
      if (pool[0].colour == turn(GREEN, c)) pool[0].weight += c;
    two = two * one;
    one = two / (three ? three : 1);
    two = 7 * (two - three) - one + flag;
    sum += (uint32_t)(two ^ row[10] ^ pool[0].weight) + (uint32_t)pool[1].colour;
  }
  return finish("dhrystone-like", mix(sum, (uint32_t)plane[9][8]));
}
