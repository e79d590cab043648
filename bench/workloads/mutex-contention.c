/* Four threads that add to shared counters under one mutex and meet at condition variables. */
#include "bench.h"
#include <pthread.h>

enum { THREADS = 4 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gathered = PTHREAD_COND_INITIALIZER;
static unsigned rounds, waiting, generation;
static uint32_t counters[THREADS], total;

static void *work(void *argument) {
  uint32_t me = (uint32_t)(uintptr_t)argument;
  for (unsigned r = 0; r < rounds; r++) {
    for (int k = 0; k < 100; k++) {
      pthread_mutex_lock(&lock);
      counters[(me + (uint32_t)k) % THREADS]++;
      total += me + 1;
      pthread_mutex_unlock(&lock);
    }
    pthread_mutex_lock(&lock);
    unsigned now = generation;
    if (++waiting == THREADS) {
      waiting = 0;
      generation++;
      pthread_cond_broadcast(&gathered);
    } else {
      while (generation == now) pthread_cond_wait(&gathered, &lock);
    }
    pthread_mutex_unlock(&lock);
  }
  return NULL;
}

int main(int argc, char **argv) {
  pthread_t threads[THREADS];
  rounds = scale_of(argc, argv) * 10;
  for (uintptr_t i = 0; i < THREADS; i++)
    if (pthread_create(&threads[i], NULL, work, (void *)i) != 0) return 1;
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return finish("mutex-contention", mix(total, counters[0] + 3 * counters[1] + 5 * counters[2] + 7 * counters[3]));
}
