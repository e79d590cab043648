/* Threads by a raw clone: shared memory, descriptors, signal handlers, one group; the kernel clears and wakes `alive` at the end. */
#ifndef GUESTS_THREAD_H
#define GUESTS_THREAD_H

#include "posix.h"
#include "rt.h"

#define THREAD_STACK 16384

struct thread {
  void (*run)(struct thread *);
  void *argument;
  volatile int tid, alive;
  /* What the new thread's stack pointer starts from; kept inside, so that a thread is one static object. */
  char stack[THREAD_STACK] __attribute__((aligned(16)));
};

/* Returns the new thread's id or -errno. */
long thread_clone(unsigned long flags, void *stack, volatile int *parent, volatile int *child, struct thread *t);

static inline long thread_start(struct thread *t, void (*run)(struct thread *), void *argument) {
  /* VM | FS | FILES | SIGHAND | THREAD | SYSVSEM | PARENT_SETTID | CHILD_CLEARTID */
  unsigned long flags = 0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x40000 | 0x100000 | 0x200000;
  t->run = run;
  t->argument = argument;
  t->alive = 1;
  return thread_clone(flags, t->stack + THREAD_STACK, &t->tid, &t->alive, t);
}

static inline long futex(volatile int *word, int operation, int value, const void *timeout, volatile int *second, int third) {
  return SYS(__NR_futex, word, operation, value, timeout, second, third);
}

static inline void thread_join(struct thread *t) {
  while (t->alive) futex(&t->alive, 0, 1, 0, 0, 0);
}

#endif
