/* Raw threads and every futex operation that the C libraries use. */
#include "thread.h"

#include "signals.h"

enum { WAIT, WAKE, REQUEUE = 3, CMP_REQUEUE, WAKE_OP, WAIT_BITSET = 9, WAKE_BITSET, PRIVATE = 128, REALTIME = 256 };

static struct thread pool[8];
static volatile int word, second, gate, started, counter, lock, woken;
static volatile int order[8];

struct duration {
  long s, ns;
};

static int add(volatile int *at, int n) { return __atomic_fetch_add(at, n, __ATOMIC_SEQ_CST); }

/* A mutex of three states: free, held, held with waiters. */
static void acquire(volatile int *at) {
  int expected = 0;
  if (__atomic_compare_exchange_n(at, &expected, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) return;
  while (__atomic_exchange_n(at, 2, __ATOMIC_SEQ_CST) != 0) futex(at, WAIT | PRIVATE, 2, 0, 0, 0);
}

static void release(volatile int *at) {
  if (__atomic_exchange_n(at, 0, __ATOMIC_SEQ_CST) == 2) futex(at, WAKE | PRIVATE, 1, 0, 0, 0);
}

static void contend(struct thread *t) {
  (void)t;
  for (int i = 0; i < 2000; i++) {
    acquire(&lock);
    counter = counter + 1;
    release(&lock);
    if (i % 100 == 0) SYS(__NR_sched_yield);
  }
}

static void sleep_on_word(struct thread *t) {
  add(&started, 1);
  long r = futex(&word, WAIT | PRIVATE, 0, 0, 0, 0);
  (void)t;
  if (r == 0) add(&woken, 1);
}

static void sleep_on_bits(struct thread *t) {
  add(&started, 1);
  if (futex(&word, WAIT_BITSET | PRIVATE, 0, 0, 0, (int)(intptr_t)t->argument) == 0) add(&woken, (int)(intptr_t)t->argument);
}

static void wait_started(int n) {
  while (started < n) s_sleep_ms(1);
  s_sleep_ms(40);
}

static void join(int n) {
  for (int i = 0; i < n; i++) thread_join(&pool[i]);
}

static void errors(void) {
  struct duration brief = {0, 20000000}, bad = {0, -1};
  word = 5;
  print("value differs %s\n", result_name(futex(&word, WAIT, 4, 0, 0, 0)));
  long before = now_ms();
  print("timeout %s", result_name(futex(&word, WAIT, 5, &brief, 0, 0)));
  print(", waited %d\n", now_ms() - before >= 20);
  print("bad timeout %s, bad operation %s\n", result_name(futex(&word, WAIT, 5, &bad, 0, 0)), futex(&word, 99, 5, 0, 0, 0) == -ENOSYS ? "ENOSYS" : "else");
  print("unaligned %s, unmapped %s\n", result_name(futex((volatile int *)((char *)&word + 1), WAIT, 5, &brief, 0, 0)),
        futex((volatile int *)16, WAIT, 5, &brief, 0, 0) == -EFAULT ? "EFAULT" : "else");
  print("wake of nobody %s, empty bit set %s\n", result_name(futex(&word, WAKE, 1, 0, 0, 0)),
        futex(&word, WAIT_BITSET, 5, 0, 0, 0) == -EINVAL ? "EINVAL" : "else");
  struct duration past = {1, 0};
  print("absolute in the past %s %s\n", result_name(futex(&word, WAIT_BITSET, 5, &past, 0, -1)),
        futex(&word, WAIT_BITSET | REALTIME, 5, &past, 0, -1) == -ETIMEDOUT ? "ETIMEDOUT" : "else");
}

static void waking(void) {
  word = 0, started = 0, woken = 0;
  for (int i = 0; i < 4; i++) thread_start(&pool[i], sleep_on_word, 0);
  wait_started(4);
  print("wake 1 of 4: %s, ", result_name(futex(&word, WAKE | PRIVATE, 1, 0, 0, 0)));
  print("wake 2: %s, ", result_name(futex(&word, WAKE | PRIVATE, 2, 0, 0, 0)));
  print("wake the rest: %s\n", result_name(futex(&word, WAKE | PRIVATE, 100, 0, 0, 0)));
  join(4);
  print("woken %d\n", woken);
  started = 0, woken = 0;
  for (int i = 0; i < 4; i++) thread_start(&pool[i], sleep_on_word, 0);
  wait_started(4);
  print("requeue: %s, ", result_name(futex(&word, CMP_REQUEUE | PRIVATE, 1, (void *)10, &second, 0)));
  print("differs %s, ", result_name(futex(&word, CMP_REQUEUE | PRIVATE, 1, (void *)10, &second, 9)));
  print("first queue %s, ", result_name(futex(&word, WAKE | PRIVATE, 10, 0, 0, 0)));
  print("second queue %s\n", result_name(futex(&second, WAKE | PRIVATE, 10, 0, 0, 0)));
  join(4);
  print("woken %d\n", woken);
  started = 0, woken = 0;
  for (int i = 0; i < 3; i++) thread_start(&pool[i], sleep_on_bits, (void *)(intptr_t)(1 << i));
  wait_started(3);
  print("bit set 4: %s, ", result_name(futex(&word, WAKE_BITSET | PRIVATE, 10, 0, 0, 4)));
  print("bit set 3: %s\n", result_name(futex(&word, WAKE_BITSET | PRIVATE, 10, 0, 0, 3)));
  join(3);
  print("woken %d\n", woken);
  started = 0, woken = 0, second = 7;
  for (int i = 0; i < 2; i++) thread_start(&pool[i], sleep_on_word, 0);
  wait_started(2);
  /* second = second + 1; then wake one of the first, and one of the second if its old value was 7. */
  print("wake operation: %s", result_name(futex(&word, WAKE_OP | PRIVATE, 1, (void *)1, &second, 1 << 28 | 0 << 24 | 1 << 12 | 7)));
  print(", second is %d\n", second);
  futex(&word, WAKE | PRIVATE, 10, 0, 0, 0);
  join(2);
}

/* The robust list as the kernel reads it: a circle of links, the offset from a link to its lock, and a pending one. */
static struct robust {
  struct robust *next;
  volatile int lock;
} robust_lock;
static struct {
  struct robust *list;
  long offset;
  struct robust *pending;
} robust_head;

static void die_holding(struct thread *t) {
  robust_head.list = &robust_lock;
  robust_head.offset = (long)offsetof(struct robust, lock);
  robust_lock.next = (struct robust *)&robust_head;
  SYS(__NR_set_robust_list, &robust_head, sizeof robust_head);
  robust_lock.lock = s_gettid() | (int)0x80000000;
  (void)t;
}

static void robust(void) {
  thread_start(&pool[0], die_holding, 0);
  thread_join(&pool[0]);
  print("owner died: bit %d, waiters bit %d, id %d\n", (robust_lock.lock >> 30) & 1, (int)((unsigned)robust_lock.lock >> 31), robust_lock.lock & 0x3fffffff);
}

static volatile int signal_thread;

static void tell_thread(int number, siginfo_t *info, void *context) {
  (void)number, (void)info, (void)context;
  signal_thread = s_gettid();
}

static void sleep_until_gate(struct thread *t) {
  (void)t;
  add(&started, 1);
  while (!gate) {
    long r = futex(&gate, WAIT | PRIVATE, 0, 0, 0, 0);
    if (r == -EINTR) add(&counter, 1);
  }
}

static void threads_and_signals(void) {
  signal_set none = set_of(0);
  counter = 0, started = 0;
  on_signal(SIGUSR1, (void *)tell_thread, SA_SIGINFO, none);
  thread_start(&pool[0], sleep_until_gate, 0);
  wait_started(1);
  print("tgkill %s, ", result_name(s_tgkill(s_getpid(), pool[0].tid, SIGUSR1)));
  while (!signal_thread) s_sleep_ms(1);
  s_sleep_ms(20);
  print("ran in that thread %d, its wait was interrupted %d\n", signal_thread == pool[0].tid, counter);
  print("ids: own pid is own tid %d, thread differs %d\n", s_getpid() == s_gettid(), pool[0].tid != s_getpid());
  gate = 1;
  futex(&gate, WAKE | PRIVATE, 1, 0, 0, 0);
  join(1);
  /* The thread's word is cleared a moment before the thread is gone. */
  long r = 0;
  for (int i = 0; i < 1000 && r == 0; i++) {
    r = s_tgkill(s_getpid(), pool[0].tid, 0);
    s_sleep_ms(1);
  }
  print("tgkill of an ended thread %s\n", result_name(r));
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  errors();
  waking();
  for (int i = 0; i < 4; i++) thread_start(&pool[i], contend, 0);
  join(4);
  print("mutex: %d\n", counter);
  robust();
  threads_and_signals();
  int pid = (int)s_fork();
  if (pid == 0) {
    gate = 0, started = 0;
    thread_start(&pool[1], sleep_until_gate, 0);
    while (started < 1) SYS(__NR_sched_yield);
    quit(11);
  }
  print("exit_group ends all threads: %s\n", wait_text(pid));
  return 0;
}
