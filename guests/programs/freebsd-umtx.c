/* _umtx_op as libthr uses it: mutexes, condition variables, read-write locks, semaphores, robust lists, deadlines. */
#include "common.h"

struct umutex {
  volatile unsigned owner;
  unsigned flags, ceilings[2];
  struct umutex *link;
  unsigned pad, spare[2];
};
struct ucond {
  volatile unsigned has_waiters;
  unsigned flags, clock, spare;
};
struct urwlock {
  volatile unsigned state;
  unsigned flags, blocked_readers, blocked_writers, spare[4];
};
struct usem2 {
  volatile unsigned count;
  unsigned flags;
};

static struct umutex mutex, robust_mutex;
static struct ucond condition;
static struct urwlock lock;
static struct usem2 semaphore;
static volatile int ready, readers, peak, written, taken;
static struct umutex *robust_head;

static long op(volatile void *object, int what, unsigned long value, void *a, void *b) {
  return SYS(SYS__umtx_op, object, what, value, a, b);
}

static void waiter(struct thread *t) {
  (void)t;
  op(&mutex, UMTX_OP_MUTEX_LOCK, 0, 0, 0);
  while (!ready) {
    op(&condition, UMTX_OP_CV_WAIT, 0, &mutex, 0);
    op(&mutex, UMTX_OP_MUTEX_LOCK, 0, 0, 0);
  }
  taken++;
  op(&mutex, UMTX_OP_MUTEX_UNLOCK, 0, 0, 0);
}

static void reader(struct thread *t) {
  (void)t;
  op(&lock, UMTX_OP_RW_RDLOCK, 0, 0, 0);
  int now = __atomic_add_fetch(&readers, 1, __ATOMIC_SEQ_CST);
  if (now > peak) peak = now;
  s_sleep_ms(30);
  __atomic_sub_fetch(&readers, 1, __ATOMIC_SEQ_CST);
  op(&lock, UMTX_OP_RW_UNLOCK, 0, 0, 0);
}

static void writer(struct thread *t) {
  (void)t;
  op(&lock, UMTX_OP_RW_WRLOCK, 0, 0, 0);
  written = readers == 0 ? written + 1 : -100;
  op(&lock, UMTX_OP_RW_UNLOCK, 0, 0, 0);
}

static void taker(struct thread *t) {
  (void)t;
  while ((semaphore.count & 0x7fffffff) == 0) op(&semaphore, UMTX_OP_SEM2_WAIT, 0, 0, 0);
  __atomic_sub_fetch(&semaphore.count, 1, __ATOMIC_SEQ_CST);
  taken++;
}

static void dying(struct thread *t) {
  (void)t;
  struct {
    unsigned long shared, own, inactive;
  } lists = {0, (unsigned long)&robust_head, 0};
  op(0, UMTX_OP_ROBUST_LISTS, sizeof lists, &lists, 0);
  op(&robust_mutex, UMTX_OP_MUTEX_LOCK, 0, 0, 0);
  robust_head = &robust_mutex;
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  static struct thread threads[4];
  show("lock", op(&mutex, UMTX_OP_MUTEX_LOCK, 0, 0, 0));
  print(", owner is the thread %d", mutex.owner == (unsigned)s_gettid());
  show(", again", op(&mutex, UMTX_OP_MUTEX_LOCK, 0, 0, 0));
  show(", unlock", op(&mutex, UMTX_OP_MUTEX_UNLOCK, 0, 0, 0));
  show(", not owned", op(&mutex, UMTX_OP_MUTEX_UNLOCK, 0, 0, 0));
  mutex.owner = 12345;
  show(", try", op(&mutex, UMTX_OP_MUTEX_TRYLOCK, 0, 0, 0));
  struct timespec brief = {0, 20000000};
  show(", with a deadline", op(&mutex, UMTX_OP_MUTEX_LOCK, 0, (void *)sizeof brief, &brief));
  print(", contested %d", mutex.owner == (12345 | 0x80000000u));
  mutex.owner = 0;
  show(", wait for a free one", op(&mutex, UMTX_OP_MUTEX_WAIT, 0, 0, 0));
  print(", not taken %d\n", mutex.owner == 0);

  volatile unsigned word = 5;
  show("wait on another value", op(&word, UMTX_OP_WAIT_UINT_PRIVATE, 4, 0, 0));
  show(", timeout", op(&word, UMTX_OP_WAIT_UINT_PRIVATE, 5, (void *)sizeof brief, &brief));
  struct {
    struct timespec time;
    unsigned flags, clock;
  } at = {{0, 1}, 1, CLOCK_MONOTONIC};
  show(", absolute and past", op(&word, UMTX_OP_WAIT_UINT, 5, (void *)sizeof at, &at));
  show(", unknown operation", op(&word, 99, 0, 0, 0));
  print("\n");

  for (int i = 0; i < 3; i++) thread_start(&threads[i], waiter, 0);
  s_sleep_ms(40);
  print("a condition is waited for %u, ", condition.has_waiters);
  op(&mutex, UMTX_OP_MUTEX_LOCK, 0, 0, 0);
  ready = 1;
  op(&condition, UMTX_OP_CV_BROADCAST, 0, 0, 0);
  op(&mutex, UMTX_OP_MUTEX_UNLOCK, 0, 0, 0);
  for (int i = 0; i < 3; i++) thread_join(&threads[i]);
  print("all came %d, nobody waits %u\n", taken, condition.has_waiters);
  op(&mutex, UMTX_OP_MUTEX_LOCK, 0, 0, 0);
  show("a condition with a timeout", op(&condition, UMTX_OP_CV_WAIT, 0, &mutex, &brief));
  print(", the mutex is given back %d\n", (mutex.owner & 0x7fffffff) == 0);
  mutex.owner = 0;

  op(&lock, UMTX_OP_RW_WRLOCK, 0, 0, 0);
  print("write lock %x", lock.state);
  show(", to read with a deadline", op(&lock, UMTX_OP_RW_RDLOCK, 0, (void *)sizeof brief, &brief));
  for (int i = 0; i < 3; i++) thread_start(&threads[i], reader, 0);
  s_sleep_ms(30);
  op(&lock, UMTX_OP_RW_UNLOCK, 0, 0, 0);
  s_sleep_ms(10);
  thread_start(&threads[3], writer, 0);
  for (int i = 0; i < 4; i++) thread_join(&threads[i]);
  print(", readers at once %d, writer alone %d, free %x", peak, written, lock.state);
  show(", unlock a free one", op(&lock, UMTX_OP_RW_UNLOCK, 0, 0, 0));
  print("\n");

  taken = 0;
  for (int i = 0; i < 2; i++) thread_start(&threads[i], taker, 0);
  s_sleep_ms(30);
  print("semaphore has waiters %d", (semaphore.count & 0x80000000u) != 0);
  for (int i = 0; i < 2; i++) {
    __atomic_add_fetch(&semaphore.count, 1, __ATOMIC_SEQ_CST);
    op(&semaphore, UMTX_OP_SEM2_WAKE, 0, 0, 0);
  }
  for (int i = 0; i < 2; i++) thread_join(&threads[i]);
  print(", taken %d, left %u\n", taken, semaphore.count & 0x7fffffff);

  robust_mutex.flags = 0x10;
  thread_start(&threads[0], dying, 0);
  thread_join(&threads[0]);
  show("the owner of a robust mutex ended", op(&robust_mutex, UMTX_OP_MUTEX_LOCK, 0, 0, 0));
  print(", taken %d", (robust_mutex.owner & 0x7fffffff) == (unsigned)s_gettid());
  robust_mutex.owner = 0x80000011;
  show(", given up", op(&robust_mutex, UMTX_OP_MUTEX_LOCK, 0, 0, 0));
  print("\n");
  return 0;
}
