#include "thread.h"

_Noreturn __attribute__((used)) void thread_enter(struct thread *t);

#if defined __FreeBSD__

struct thr_param {
  void (*start_func)(struct thread *);
  void *arg;
  char *stack_base;
  unsigned long stack_size;
  void *tls_base;
  unsigned long tls_size;
  long *child_tid, *parent_tid;
  int flags;
  void *rtp, *spare[3];
};

long thread_start(struct thread *t, void (*run)(struct thread *), void *argument) {
  t->run = run;
  t->argument = argument;
  t->ended = 0;
  long mine = 0;
  struct thr_param p = {(void (*)(struct thread *))thread_enter, t, t->stack, THREAD_STACK, t->tls, sizeof t->tls, &t->tid, &mine, 0, 0, {0}};
  long r = SYS(SYS_thr_new, &p, sizeof p);
  return r < 0 ? r : mine;
}

_Noreturn void thread_enter(struct thread *t) {
  t->run(t);
  for (;;) SYS(SYS_thr_exit, &t->ended);
}

void thread_join(struct thread *t) {
  while (!t->ended) SYS(SYS__umtx_op, &t->ended, UMTX_OP_WAIT, 0, 0, 0);
}

void thread_wait(volatile int *word, int value) { SYS(SYS__umtx_op, word, UMTX_OP_WAIT_UINT, value, 0, 0); }
void thread_wake(volatile int *word, int count) { SYS(SYS__umtx_op, word, UMTX_OP_WAKE, count, 0, 0); }

#elif defined __OpenBSD__

struct tfork {
  void *tcb;
  int *tid;
  void *stack;
};

/* The child comes back from the call as well, on its own stack, which holds what it is to run. */
long thread_start(struct thread *t, void (*run)(struct thread *), void *argument) {
  t->run = run;
  t->argument = argument;
  t->alive = 1;
  /* Only what is mapped so may hold a stack. */
  unsigned long at = (unsigned long)t->stack;
  long r = SYS(SYS_mmap, at, THREAD_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON | MAP_STACK | MAP_FIXED, -1, 0, 0, 0);
  if (r < 0 && r > -4096) return r;
  int tid = 0;
  struct tfork p = {t->tls, &tid, t->stack + THREAD_STACK - 16};
  register long r0 __asm__("r0") = (long)&p;
  register long r1 __asm__("r1") = sizeof p;
  register long number __asm__("r12") = SYS___tfork;
  register struct thread *self __asm__("r4") = t;
  long failed;
  __asm__ volatile("swi #0\n\tudf #0\n\tudf #0\n\tmov %[failed], #0\n\tmovcs %[failed], #1\n\tcmp %[failed], #0\n\tbne 1f\n\t"
                   "cmp r0, #0\n\tbne 1f\n\tmov r0, r4\n\tb thread_enter\n1:"
                   : "+r"(r0), "+r"(r1), [failed] "=&r"(failed)
                   : "r"(number), "r"(self)
                   : "memory", "cc");
  if (failed) return -r0;
  t->tid = tid;
  return tid;
}

_Noreturn void thread_enter(struct thread *t) {
  t->run(t);
  for (;;) SYS(SYS___threxit, &t->alive);
}

void thread_join(struct thread *t) {
  int alive;
  while ((alive = t->alive)) SYS(SYS_futex, &t->alive, FUTEX_WAIT, alive, 0, 0);
}

void thread_wait(volatile int *word, int value) { SYS(SYS_futex, word, FUTEX_WAIT, value, 0, 0); }
void thread_wake(volatile int *word, int count) { SYS(SYS_futex, word, FUTEX_WAKE, count, 0, 0); }

#else

#define CONTEXT_SIZE 400
#define UC_CPU 4
#if defined __arm__
#define UC_TLSBASE_FLAG 0x80000
#define GREGS 40
#define TLSBASE 384
enum { ARGUMENT = 0, STACK = 13, START = 15 };
#else
#define UC_TLSBASE_FLAG 0x40000
#define GREGS 40
#define TLSBASE 328
enum { ARGUMENT = 4, STACK = 29, T9 = 25, START = 35 };
#endif

long thread_start(struct thread *t, void (*run)(struct thread *), void *argument) {
  char context[CONTEXT_SIZE] __attribute__((aligned(8)));
  t->run = run;
  t->argument = argument;
  long r = SYS(SYS_getcontext, context);
  if (r) return r;
  unsigned long *gregs = (unsigned long *)(context + GREGS);
  *(unsigned *)context = UC_CPU | UC_TLSBASE_FLAG;
  gregs[ARGUMENT] = (unsigned long)t;
  gregs[STACK] = (unsigned long)(t->stack + THREAD_STACK - 32);
  gregs[START] = (unsigned long)thread_enter;
#if defined __mips__
  gregs[T9] = (unsigned long)thread_enter;
#endif
  *(void **)(context + TLSBASE) = t->tls;
  int id = 0;
  r = SYS(SYS__lwp_create, context, 0, &id);
  t->tid = id;
  return r < 0 ? r : id;
}

_Noreturn void thread_enter(struct thread *t) {
  t->run(t);
  for (;;) SYS(SYS__lwp_exit);
}

void thread_join(struct thread *t) { SYS(SYS__lwp_wait, t->tid, 0); }

/* Parking has no address to sleep on: who sleeps on what is kept here, as the C library keeps it. */
static volatile int guard;
static struct {
  volatile int *word;
  int lwp;
} sleepers[16];

static void lock(void) {
  while (__atomic_exchange_n(&guard, 1, __ATOMIC_ACQUIRE)) SYS(SYS_sched_yield);
}
static void unlock(void) { __atomic_store_n(&guard, 0, __ATOMIC_RELEASE); }

void thread_wait(volatile int *word, int value) {
  int self = s_gettid(), place = -1;
  lock();
  if (*word == value)
    for (int i = 0; i < 16 && place < 0; i++)
      if (!sleepers[i].word) sleepers[place = i].word = word, sleepers[i].lwp = self;
  unlock();
  if (place < 0) return;
  SYS(SYS____lwp_park60, CLOCK_MONOTONIC, 0, 0, 0, word, 0);
  lock();
  if (sleepers[place].lwp == self) sleepers[place].word = 0, sleepers[place].lwp = 0;
  unlock();
}

void thread_wake(volatile int *word, int count) {
  lock();
  for (int i = 0; i < 16 && count > 0; i++) {
    if (sleepers[i].word != word) continue;
    int lwp = sleepers[i].lwp;
    sleepers[i].word = 0, sleepers[i].lwp = 0, count--;
    SYS(SYS__lwp_unpark, lwp, word);
  }
  unlock();
}

#endif

#if defined __arm__
void *thread_pointer(void) {
  void *p;
  __asm__ volatile("mrc p15, 0, %0, c13, c0, 3" : "=r"(p));
  return p;
}
#else
void *thread_pointer(void) {
  void *p;
  __asm__ volatile(".set push\n\t.set mips32r2\n\trdhwr %0, $29\n\t.set pop" : "=r"(p));
#if defined __FreeBSD__
  return (char *)p - 0x7008;
#else
  return p;
#endif
}
#endif
