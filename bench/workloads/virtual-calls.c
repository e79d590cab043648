/* Virtual methods through tables of function pointers, receivers of five classes in random order. */
#include "bench.h"

typedef struct Shape Shape;
typedef struct { uint32_t (*area)(const Shape *); void (*grow)(Shape *, uint32_t); } Class;
struct Shape { const Class *class; uint32_t a, b; };

static uint32_t square_area(const Shape *s) { return s->a * s->a; }
static uint32_t oblong_area(const Shape *s) { return s->a * s->b; }
static uint32_t triangle_area(const Shape *s) { return s->a * s->b / 2; }
static uint32_t line_area(const Shape *s) { return s->a ^ s->b; }
static uint32_t disc_area(const Shape *s) { return s->a * s->a * 355 / 113; }
static void grow_one(Shape *s, uint32_t by) { s->a = (s->a + by) & 1023; }
static void grow_both(Shape *s, uint32_t by) { s->a = (s->a + by) & 1023, s->b = (s->b ^ by) & 1023; }

static const Class classes[] = {{square_area, grow_one}, {oblong_area, grow_both}, {triangle_area, grow_both},
                                {line_area, grow_both}, {disc_area, grow_one}};
enum { SHAPES = 1000 };
static Shape shapes[SHAPES];

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 53, sum = 0;
  for (int i = 0; i < SHAPES; i++) shapes[i] = (Shape){&classes[random_next(&seed) % 5], seed & 255, seed >> 24};
  for (unsigned r = 0; r < rounds; r++)
    for (int i = 0; i < SHAPES; i++) {
      Shape *s = &shapes[i];
      sum += s->class->area(s);
      s->class->grow(s, r & 15);
    }
  return finish("virtual-calls", sum);
}
