/* Signals by raw system calls: 64 of them (128 on MIPS), with the kernel's own structures. */
#ifndef GUESTS_SIGNALS_H
#define GUESTS_SIGNALS_H

#include <asm/sigcontext.h>
#include <linux/signal.h>

#include "rt.h"

#if defined __mips__
#define SIGNAL_COUNT 128
/* The status of wait has no room for signal 128. */
#define LAST_FATAL_SIGNAL 127
#else
#define SIGNAL_COUNT 64
#define LAST_FATAL_SIGNAL 64
#endif
#define SIGSET_BYTES (SIGNAL_COUNT / 8)
#define SIGSET_WORDS (SIGSET_BYTES / sizeof(unsigned long))

typedef struct {
  unsigned long word[SIGSET_WORDS];
} signal_set;

typedef void signal_action(int number, siginfo_t *info, void *context);

struct kernel_sigaction {
#if defined __mips__
  unsigned flags;
  signal_action *handler;
  signal_set mask;
#else
  signal_action *handler;
  unsigned long flags;
  void *restorer;
  signal_set mask;
#endif
};

/* The head of what the third argument of a handler points to. */
struct signal_context {
  unsigned long flags;
  struct signal_context *link;
  stack_t stack;
#if defined __mips__ || defined __arm__ || defined __x86_64__
  struct sigcontext machine;
#endif
};

static inline signal_set set_of(int number) {
  signal_set set = {{0}};
  if (number) set.word[(unsigned)(number - 1) / (8 * sizeof(long))] = 1ul << ((unsigned)(number - 1) % (8 * sizeof(long)));
  return set;
}

static inline signal_set set_or(signal_set a, signal_set b) {
  for (unsigned i = 0; i < SIGSET_WORDS; i++) a.word[i] |= b.word[i];
  return a;
}

static inline int set_has(const signal_set *set, int number) {
  return (int)(set->word[(unsigned)(number - 1) / (8 * sizeof(long))] >> ((unsigned)(number - 1) % (8 * sizeof(long)))) & 1;
}

#if defined __x86_64__
void signal_restorer(void);
#endif

/* Installs a handler; `handler` may be SIG_DFL or SIG_IGN. Returns 0 or -errno. */
static inline long on_signal(int number, void *handler, unsigned long flags, signal_set mask) {
  struct kernel_sigaction action;
  memset(&action, 0, sizeof action);
  action.handler = (signal_action *)handler;
  action.flags = flags;
  action.mask = mask;
#if defined __x86_64__
  action.flags |= 0x04000000; /* SA_RESTORER, without which x86-64 cannot return from a handler */
  action.restorer = (void *)signal_restorer;
#endif
  return SYS(__NR_rt_sigaction, number, &action, 0, SIGSET_BYTES);
}

static inline long mask_signals(int how, signal_set set, signal_set *old) {
  return SYS(__NR_rt_sigprocmask, how, &set, old, SIGSET_BYTES);
}

#endif
