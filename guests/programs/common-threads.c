/* Threads by each system's own calls, their thread pointers, sleeping and waking, signals to one of them. */
#include "common.h"

#define WORKERS 4
#define ROUNDS 200

static const signal_set NONE;
static struct thread workers[WORKERS];
static volatile int mutex, total, gate, taker, hits;

/* Three states, as in Drepper's "Futexes Are Tricky": free, taken, taken with sleepers. */
static void lock(void) {
  int free = 0;
  if (__atomic_compare_exchange_n(&mutex, &free, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) return;
  while (__atomic_exchange_n(&mutex, 2, __ATOMIC_SEQ_CST) != 0) thread_wait(&mutex, 2);
}
static void unlock(void) {
  if (__atomic_exchange_n(&mutex, 0, __ATOMIC_SEQ_CST) == 2) thread_wake(&mutex, 1);
}

static void work(struct thread *t) {
  while (!gate) thread_wait(&gate, 0);
  for (int i = 0; i < ROUNDS; i++) {
    lock();
    int before = total;
    if (i % 16 == 0) s_sched_yield();
    total = before + (int)(uintptr_t)t->argument;
    unlock();
  }
}

static void note(int number, siginfo_t *info, void *context) {
  (void)number, (void)info, (void)context;
  taker = s_gettid();
  hits++; /* last: who waits for it reads the taker at once */
}

static volatile int ready, finish;
static void take_signals(struct thread *t) {
  (void)t;
  ready = 1;
  thread_wake(&ready, 1);
  while (!finish) s_sched_yield();
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  int started = 0, distinct = 1;
  for (int i = 0; i < WORKERS; i++) {
    long id = thread_start(&workers[i], work, (void *)(uintptr_t)(i + 1));
    started += id > 0 && id != s_gettid();
    for (int k = 0; k < i; k++) distinct &= workers[k].tid != id;
  }
  print("started %d, ids differ %d\n", started, distinct);
  s_sleep_ms(20);
  gate = 1;
  thread_wake(&gate, WORKERS);
  for (int i = 0; i < WORKERS; i++) thread_join(&workers[i]);
  print("total %d of %d\n", total, ROUNDS * (1 + 2 + 3 + 4));

  on_signal(SIGUSR1, (void *)note, SA_SIGINFO, NONE);
  static struct thread listener;
  long id = thread_start(&listener, take_signals, 0);
  while (!ready) thread_wait(&ready, 0);
  s_thread_kill((int)id, SIGUSR1);
  while (!hits) s_sched_yield();
  print("signal to one thread: hits %d, there %d\n", hits, taker == id);
  mask_signals(SIG_BLOCK, set_of(SIGUSR1), 0);
  s_kill(s_getpid(), SIGUSR1);
  while (hits < 2) s_sched_yield();
  print("signal to the process: taken where it is not blocked %d\n", taker == id);
  finish = 1;
  thread_join(&listener);
  print("no such thread %s\n", result_name(s_thread_kill(0x3fffff, SIGUSR1)));
  return 0;
}
