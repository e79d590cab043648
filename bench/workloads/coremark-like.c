/* A mix in the spirit of CoreMark: list sorting, 16-bit matrices, a number-scanning state machine, CRC-16. Written for this suite. */
#include "bench.h"

typedef struct Node {
  struct Node *next;
  int16_t key;
  int16_t index;
} Node;

enum { NODES = 200, SIZE = 12 };
static Node nodes[NODES];
static int16_t left[SIZE][SIZE], right[SIZE][SIZE];
static int32_t product[SIZE][SIZE];
static const char text[] = "5012,+0.75,-874,1.5e3,+2E-4,abc,T0.3e-1F,-110.700,+0.64400,7.32e+2,--3,000,12345678,9e9,.5,-.25,0x1f,";

static uint16_t crc16(uint16_t crc, uint16_t value) {
  for (int i = 0; i < 16; i++) {
    uint16_t bit = (uint16_t)((crc ^ value) & 1);
    crc >>= 1;
    value >>= 1;
    if (bit) crc ^= 0xA001;
  }
  return crc;
}

typedef int (*Compare)(const Node *, const Node *);
static int by_key(const Node *x, const Node *y) { return x->key - y->key; }
static int by_index(const Node *x, const Node *y) { return x->index - y->index; }

/* Bottom-up merge sort: no recursion, pointers only. */
static Node *sort(Node *list, Compare compare) {
  for (int width = 1;; width *= 2) {
    Node *p = list, *head = NULL, *tail = NULL;
    int merges = 0;
    while (p) {
      Node *q = p;
      int ps = 0, qs = width;
      merges++;
      while (ps < width && q) ps++, q = q->next;
      while (ps > 0 || (qs > 0 && q)) {
        Node *take;
        if (ps == 0 || (qs > 0 && q && compare(p, q) > 0)) take = q, q = q->next, qs--;
        else take = p, p = p->next, ps--;
        if (tail) tail->next = take;
        else head = take;
        tail = take;
      }
      p = q;
    }
    tail->next = NULL;
    list = head;
    if (merges <= 1) return list;
  }
}

static Node *reverse(Node *list) {
  Node *done = NULL;
  while (list) {
    Node *next = list->next;
    list->next = done;
    done = list;
    list = next;
  }
  return done;
}

static uint16_t matrices(uint16_t crc, int16_t by) {
  int32_t sum = 0;
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) {
      int32_t cell = 0;
      for (int k = 0; k < SIZE; k++) cell += left[i][k] * (int32_t)right[k][j];
      product[i][j] = cell;
    }
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) {
      int32_t v = product[i][j];
      int32_t part = ((v >> 2) & 15) * ((v >> 5) & 127);
      sum += part > sum ? 10 : part;
      left[i][j] = (int16_t)(left[i][j] + by);
    }
  return crc16(crc, (uint16_t)sum);
}

typedef enum { START, SIGN, INTEGER, POINT, FRACTION, EXPONENT, EXPONENT_SIGN, POWER, INVALID, STATES } State;

static State scan(const char **at, uint32_t *visits) {
  State state = START;
  const char *p = *at;
  for (; *p && *p != ','; p++) {
    char c = *p;
    int digit = c >= '0' && c <= '9';
    switch (state) {
      case START: state = digit ? INTEGER : c == '+' || c == '-' ? SIGN : c == '.' ? POINT : INVALID; break;
      case SIGN: state = digit ? INTEGER : c == '.' ? POINT : INVALID; break;
      case INTEGER: state = digit ? INTEGER : c == '.' ? FRACTION : c == 'e' || c == 'E' ? EXPONENT : INVALID; break;
      case POINT: state = digit ? FRACTION : INVALID; break;
      case FRACTION: state = digit ? FRACTION : c == 'e' || c == 'E' ? EXPONENT : INVALID; break;
      case EXPONENT: state = digit ? POWER : c == '+' || c == '-' ? EXPONENT_SIGN : INVALID; break;
      case EXPONENT_SIGN:
      case POWER: state = digit ? POWER : INVALID; break;
      default: break;
    }
    visits[state]++;
  }
  *at = *p ? p + 1 : p;
  return state;
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 9;
  uint16_t crc = 0;
  Node *list = nodes;
  for (int i = 0; i < NODES; i++) {
    nodes[i] = (Node){i + 1 < NODES ? &nodes[i + 1] : NULL, (int16_t)random_next(&seed), (int16_t)i};
  }
  for (int i = 0; i < SIZE * SIZE; i++) {
    left[i / SIZE][i % SIZE] = (int16_t)(random_next(&seed) & 255);
    right[i / SIZE][i % SIZE] = (int16_t)(random_next(&seed) & 255);
  }
  for (unsigned r = 0; r < rounds; r++) {
    uint32_t visits[STATES] = {0};
    int found = 0;
    list = sort(list, by_key);
    for (Node *n = list; n; n = n->next)
      if (((uint32_t)n->key & 255) == (r & 255)) found++, crc = crc16(crc, (uint16_t)n->index);
    list = sort(reverse(list), by_index);
    nodes[r % NODES].key ^= (int16_t)crc;
    crc = matrices(crc, (int16_t)((r & 3) - 1));
    for (int copy = 0; copy < 4; copy++)
      for (const char *p = text; *p;) visits[scan(&p, visits)] += 16;
    for (int s = 0; s < STATES; s++) crc = crc16(crc, (uint16_t)visits[s]);
    crc = crc16(crc, (uint16_t)found);
  }
  return finish("coremark-like", crc);
}
