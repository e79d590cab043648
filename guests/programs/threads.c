/* POSIX threads of a real C library, linked statically: mutexes, conditions, TLS, cancellation, robust mutexes, barriers. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define THREADS 8

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static long counter;
static int turn;
static __thread int own = 5;
static __thread char buffer[100];

static void *adder(void *argument) {
  int id = (int)(long)argument;
  for (int i = 0; i < 1000; i++) {
    pthread_mutex_lock(&lock);
    counter += id;
    pthread_mutex_unlock(&lock);
    own += 1;
  }
  snprintf(buffer, sizeof buffer, "thread %d own %d", id, own);
  return strdup(buffer);
}

static void *in_turn(void *argument) {
  int id = (int)(long)argument;
  pthread_mutex_lock(&lock);
  while (turn != id) pthread_cond_wait(&changed, &lock);
  printf("turn of %d\n", id);
  turn++;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
  return NULL;
}

/* A queue of three places between two producers and two consumers. */
static int queue[3], filled, produced;
static long consumed_sum;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER, not_empty = PTHREAD_COND_INITIALIZER;

static void *producer(void *argument) {
  (void)argument;
  for (int i = 0; i < 500; i++) {
    pthread_mutex_lock(&lock);
    while (filled == 3) pthread_cond_wait(&not_full, &lock);
    queue[filled++] = ++produced;
    pthread_cond_signal(&not_empty);
    pthread_mutex_unlock(&lock);
  }
  return NULL;
}

static void *consumer(void *argument) {
  (void)argument;
  for (int i = 0; i < 500; i++) {
    pthread_mutex_lock(&lock);
    while (filled == 0) pthread_cond_wait(&not_empty, &lock);
    consumed_sum += queue[--filled];
    pthread_cond_signal(&not_full);
    pthread_mutex_unlock(&lock);
  }
  return NULL;
}

static void cleanup(void *argument) { printf("cleanup %s\n", (const char *)argument); }

static sem_t ready;

static void *cancelled(void *argument) {
  pthread_cleanup_push(cleanup, "outer");
  pthread_cleanup_push(cleanup, "inner");
  sem_post(&ready);
  if (argument)
    for (;;) pthread_testcancel();
  for (;;) pause();
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  return NULL;
}

static pthread_mutex_t robust;

static void *dies_holding(void *argument) {
  (void)argument;
  pthread_mutex_lock(&robust);
  return NULL;
}

static pthread_key_t key;
static void destructor(void *value) { printf("destructor of %s\n", (const char *)value); }

static void *with_key(void *argument) {
  pthread_setspecific(key, argument);
  return NULL;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void only_once(void) { printf("once\n"); }

static pthread_barrier_t barrier;
static int serial;

static void *at_barrier(void *argument) {
  (void)argument;
  pthread_once(&once, only_once);
  for (int i = 0; i < 10; i++)
    if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) __atomic_fetch_add(&serial, 1, __ATOMIC_SEQ_CST);
  return NULL;
}

static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;

static void *reader(void *argument) {
  long seen = 0;
  for (int i = 0; i < 200; i++) {
    pthread_rwlock_rdlock(&rw);
    seen = counter;
    pthread_rwlock_unlock(&rw);
    if (argument) {
      pthread_rwlock_wrlock(&rw);
      counter++;
      pthread_rwlock_unlock(&rw);
    }
  }
  return (void *)(long)(seen > 0);
}

static volatile sig_atomic_t signalled;
static pthread_t signal_target;
static void on_usr1(int number) {
  (void)number;
  signalled = pthread_equal(pthread_self(), signal_target) ? 1 : 2;
}

static void *waits_for_signal(void *argument) {
  sem_post(&ready);
  while (!signalled) usleep(1000);
  return argument;
}

static void start(pthread_t *t, int n, void *(*run)(void *)) {
  for (int i = 0; i < n; i++) pthread_create(&t[i], NULL, run, (void *)(long)i);
}

int main(void) {
  pthread_t t[THREADS];
  void *result;
  start(t, THREADS, adder);
  for (int i = 0; i < THREADS; i++) {
    pthread_join(t[i], &result);
    puts(result);
    free(result);
  }
  printf("counter %ld, own of the main thread %d\n", counter, own);

  start(t, THREADS, in_turn);
  for (int i = 0; i < THREADS; i++) pthread_join(t[i], NULL);

  pthread_create(&t[0], NULL, producer, NULL), pthread_create(&t[1], NULL, producer, NULL);
  pthread_create(&t[2], NULL, consumer, NULL), pthread_create(&t[3], NULL, consumer, NULL);
  for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
  printf("queue: sum %ld, left %d\n", consumed_sum, filled);

  sem_init(&ready, 0, 0);
  for (long i = 0; i < 2; i++) {
    pthread_create(&t[0], NULL, cancelled, (void *)i);
    sem_wait(&ready);
    int cancelling = pthread_cancel(t[0]);
    pthread_join(t[0], &result); /* before anything is printed: the thread's clean-up prints as well */
    printf("cancel %d\n", cancelling);
    printf("was cancelled %d\n", result == PTHREAD_CANCELED);
  }

  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&robust, &attributes);
  pthread_create(&t[0], NULL, dies_holding, NULL);
  pthread_join(t[0], NULL);
  printf("robust: owner died %d, ", pthread_mutex_lock(&robust) == EOWNERDEAD);
  printf("consistent %d, ", pthread_mutex_consistent(&robust));
  printf("unlock %d, ", pthread_mutex_unlock(&robust));
  printf("lock %d\n", pthread_mutex_lock(&robust));
  pthread_mutex_unlock(&robust);

  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_t recursive;
  pthread_mutex_init(&recursive, &attributes);
  printf("recursive %d", pthread_mutex_lock(&recursive));
  printf(" %d", pthread_mutex_lock(&recursive));
  printf(" %d", pthread_mutex_unlock(&recursive));
  printf(" %d\n", pthread_mutex_unlock(&recursive));
  pthread_mutex_lock(&lock);
  printf("trylock of a held one %d\n", pthread_mutex_trylock(&lock) == EBUSY);
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += 30000000;
  if (until.tv_nsec >= 1000000000) until.tv_nsec -= 1000000000, until.tv_sec++;
  printf("timed wait %d\n", pthread_cond_timedwait(&changed, &lock, &until) == ETIMEDOUT);
  pthread_mutex_unlock(&lock);

  pthread_key_create(&key, destructor);
  pthread_create(&t[0], NULL, with_key, "a value");
  pthread_join(t[0], NULL);

  pthread_barrier_init(&barrier, NULL, 4);
  start(t, 4, at_barrier);
  for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
  printf("barrier passed, serial threads %d\n", serial);

  long before = counter;
  start(t, 6, reader);
  for (int i = 0; i < 6; i++) pthread_join(t[i], NULL);
  printf("written under the lock %ld\n", counter - before);

  signal(SIGUSR1, on_usr1);
  pthread_create(&t[0], NULL, waits_for_signal, NULL);
  signal_target = t[0];
  sem_wait(&ready);
  pthread_kill(t[0], SIGUSR1);
  pthread_join(t[0], NULL);
  printf("the signal ran in its thread %d\n", signalled == 1);
  pthread_attr_t attr;
  pthread_attr_init(&attr);
  pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attr, 65536);
  for (int i = 0; i < 50; i++) {
    pthread_t d;
    if (pthread_create(&d, &attr, (void *(*)(void *))with_key, NULL)) puts("could not create");
  }
  puts("done");
  return 0;
}
