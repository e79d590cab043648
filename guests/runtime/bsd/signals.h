/* Signals of the BSDs: sets of 128 bits, one sigaction, handlers that always get a siginfo. */
#ifndef GUESTS_SIGNALS_H
#define GUESTS_SIGNALS_H

#include "../rt.h"

#if defined __OpenBSD__
#define SET_WORDS 1
#else
#define SET_WORDS 4
#endif
typedef struct {
  unsigned word[SET_WORDS];
} signal_set;

typedef struct {
#if defined __FreeBSD__
  int si_signo, si_errno, si_code, si_pid, si_uid, si_status;
  void *si_addr;
  union {
    int sival_int;
    void *sival_ptr;
  } si_value;
  int rest[8];
#elif defined __OpenBSD__
  int si_signo, si_code, si_errno, padding;
  union {
    struct {
      int pid, uid;
      long long utime, stime;
      int status;
    } child;
    void *address;
    int pad[30];
  } reason;
#define si_pid reason.child.pid
#define si_uid reason.child.uid
#define si_status reason.child.status
#define si_addr reason.address
#else
  int si_signo, si_code, si_errno;
  union {
    struct {
      int pid, uid, status;
    } child;
    void *address;
    int pad[29];
  } reason;
#define si_pid reason.child.pid
#define si_uid reason.child.uid
#define si_status reason.child.status
#define si_addr reason.address
#endif
} siginfo_t;

typedef struct {
  void *ss_sp;
  unsigned long ss_size;
  int ss_flags;
} stack_t;

#define SIG_DFL ((void *)0)
#define SIG_IGN ((void *)1)

typedef void signal_action(int number, siginfo_t *info, void *context);

struct kernel_sigaction {
  signal_action *handler;
#if defined __FreeBSD__
  int flags;
  signal_set mask;
#else
  signal_set mask;
  int flags;
#endif
};

static inline signal_set set_of(int number) {
  signal_set set = {{0}};
  if (number) set.word[(number - 1) / 32] = 1u << ((number - 1) % 32);
  return set;
}
static inline signal_set set_or(signal_set a, signal_set b) {
  for (unsigned i = 0; i < SET_WORDS; i++) a.word[i] |= b.word[i];
  return a;
}
static inline int set_has(const signal_set *set, int number) {
  return (int)(set->word[(number - 1) / 32] >> ((number - 1) % 32)) & 1;
}

/* NetBSD's handlers return to a trampoline of the C library's, which comes with them. */
void signal_trampoline(void);

static inline long s_sigaction(int number, const struct kernel_sigaction *action, struct kernel_sigaction *old) {
#if defined __FreeBSD__
  return SYS(SYS_sigaction, number, action, old);
#elif defined __OpenBSD__
  return SYS(SYS_sigaction, number, action, old);
#else
  return SYS(SYS___sigaction_sigtramp, number, action, old, action ? signal_trampoline : 0, action ? 2 : 0);
#endif
}
static inline long on_signal(int number, void *handler, int flags, signal_set mask) {
  struct kernel_sigaction action;
  memset(&action, 0, sizeof action);
  action.handler = (signal_action *)handler;
  action.flags = flags;
  action.mask = mask;
  return s_sigaction(number, &action, 0);
}

#if defined __OpenBSD__
/* Sets go by value, and old ones are results. */
static inline long mask_signals(int how, signal_set set, signal_set *old) {
  long r = SYS(SYS_sigprocmask, how, set.word[0]);
  if (r == -EINVAL) return r;
  if (old) old->word[0] = (unsigned)r;
  return 0;
}
static inline long s_sigpending(signal_set *set) {
  set->word[0] = (unsigned)SYS(SYS_sigpending);
  return 0;
}
static inline long s_sigsuspend(const signal_set *set) { return SYS(SYS_sigsuspend, set->word[0]); }
static inline long s_sigaltstack(const stack_t *fresh, stack_t *old) { return SYS(SYS_sigaltstack, fresh, old); }
#else
#if defined __FreeBSD__
#define NR_SIGPROCMASK SYS_sigprocmask
#define NR_SIGPENDING SYS_sigpending
#define NR_SIGSUSPEND SYS_sigsuspend
#define NR_SIGALTSTACK SYS_sigaltstack
#else
#define NR_SIGPROCMASK SYS___sigprocmask14
#define NR_SIGPENDING SYS___sigpending14
#define NR_SIGSUSPEND SYS___sigsuspend14
#define NR_SIGALTSTACK SYS___sigaltstack14
#endif

static inline long mask_signals(int how, signal_set set, signal_set *old) { return SYS(NR_SIGPROCMASK, how, &set, old); }
static inline long s_sigpending(signal_set *set) { return SYS(NR_SIGPENDING, set); }
static inline long s_sigsuspend(const signal_set *set) { return SYS(NR_SIGSUSPEND, set); }
static inline long s_sigaltstack(const stack_t *fresh, stack_t *old) { return SYS(NR_SIGALTSTACK, fresh, old); }
#endif

/* Where a context keeps the mask that the return restores, and the interrupted instruction. */
#if defined __FreeBSD__
static inline signal_set *context_mask(void *context) { return context; }
#if defined __arm__
static inline unsigned long context_pc(void *context) { return *(unsigned long *)((char *)context + 76); }
#else
static inline unsigned long context_pc(void *context) { return *(unsigned long *)((char *)context + 20); }
#endif
#elif defined __OpenBSD__
static inline signal_set *context_mask(void *context) { return (signal_set *)((char *)context + 4); }
static inline unsigned long context_pc(void *context) { return *(unsigned long *)((char *)context + 76); }
#else
static inline signal_set *context_mask(void *context) { return (signal_set *)((char *)context + 8); }
#if defined __arm__
static inline unsigned long context_pc(void *context) { return *(unsigned long *)((char *)context + 100); }
#else
static inline unsigned long context_pc(void *context) { return *(unsigned long *)((char *)context + 180); }
#endif
#endif

#endif
