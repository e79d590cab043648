/* Threads by each system's own calls: thr_new and _umtx_op, _lwp_create, _lwp_park and _lwp_wait. */
#ifndef GUESTS_THREAD_H
#define GUESTS_THREAD_H

#include "posix.h"
#include "signals.h"

#define THREAD_STACK 16384
#if defined __OpenBSD__
/* Stacks are whole pages, mapped as such. */
#define STACK_ALIGNMENT 4096
#else
#define STACK_ALIGNMENT 16
#endif

struct thread {
  void (*run)(struct thread *);
  void *argument;
  long tid;
  /* FreeBSD: set by thr_exit. */
  volatile long ended;
#if defined __OpenBSD__
  /* Cleared by __threxit. */
  volatile int alive;
#endif
  void *tls[4];
  char stack[THREAD_STACK] __attribute__((aligned(STACK_ALIGNMENT)));
};

long thread_start(struct thread *t, void (*run)(struct thread *), void *argument);
void thread_join(struct thread *t);
/* What the thread pointer register holds: the address of the thread's tls, plus what the architecture adds. */
void *thread_pointer(void);

/* Sleeps while *word is value; wakes up to count sleepers of word. */
void thread_wait(volatile int *word, int value);
void thread_wake(volatile int *word, int count);

#endif
