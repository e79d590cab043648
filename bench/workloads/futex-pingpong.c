/* Two threads that hand a turn to each other by futex. */
#include "bench.h"
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_uint turn;
static unsigned rounds;
static uint32_t sums[2];

static void await_turn(unsigned mine) {
  while (atomic_load(&turn) != mine) {
    if (syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, 1 - mine, NULL, NULL, 0) < 0 && errno != EAGAIN && errno != EINTR) abort();
  }
}

static void *play(void *argument) {
  unsigned mine = argument != NULL;
  for (unsigned r = 0; r < rounds; r++) {
    await_turn(mine);
    sums[mine] = mix(sums[mine], sums[1 - mine] + r);
    atomic_store(&turn, 1 - mine);
    if (syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0) < 0) abort();
  }
  return NULL;
}

int main(int argc, char **argv) {
  pthread_t other;
  rounds = scale_of(argc, argv) * 100;
  if (pthread_create(&other, NULL, play, &turn) != 0) return 1;
  play(NULL);
  pthread_join(other, NULL);
  return finish("futex-pingpong", mix(sums[0], sums[1]));
}
