/* Walk of a shuffled linked list: one dependent load after another. */
#include "bench.h"

enum { NODES = 1 << 15 };
typedef struct Node { struct Node *next; uint32_t value; uint32_t unused[2]; } Node;
static Node nodes[NODES];
static uint32_t order[NODES];

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 41, sum = 0;
  for (uint32_t i = 0; i < NODES; i++) order[i] = i, nodes[i].value = random_next(&seed);
  for (uint32_t i = NODES - 1; i > 0; i--) {
    uint32_t j = random_next(&seed) % (i + 1), t = order[i];
    order[i] = order[j], order[j] = t;
  }
  for (uint32_t i = 0; i < NODES; i++) nodes[order[i]].next = &nodes[order[(i + 1) % NODES]];
  for (unsigned r = 0; r < rounds; r++) {
    const Node *start = &nodes[order[r % NODES]], *n = start;
    do {
      sum += n->value;
      n = n->next;
    } while (n != start);
  }
  return finish("list-walk", sum);
}
