/* NetBSD's threads beyond starting and joining: suspended ones, sleeps that another thread ends, parking in the forms of each release,
   sequences that are begun again. */
#include "common.h"
#include "bsd/thread.h"

static volatile int turns, stop, result, stage;
static struct thread thread;

static void counts(struct thread *t) {
  (void)t;
  while (!stop) {
    turns++;
    SYS(SYS_sched_yield);
  }
}

static void sleeps(struct thread *t) {
  (void)t;
  struct timespec hour = {3600, 0};
  stage = 1;
  result = (int)SYS(SYS___nanosleep50, &hour, 0);
  stage = 2;
}

static void suspends_itself(struct thread *t) {
  (void)t;
  stage = 1;
  result = (int)SYS(SYS__lwp_suspend, s_gettid());
  stage = 2;
}

static void yields(int count) {
  for (int i = 0; i < count; i++) SYS(SYS_sched_yield);
}

static void suspending(void) {
  stop = turns = 0;
  thread_start(&thread, counts, 0);
  while (turns < 3) SYS(SYS_sched_yield);
  show("suspend another", SYS(SYS__lwp_suspend, thread.tid));
  int seen = turns;
  yields(50);
  print(", it does not run: %d", turns == seen);
  show(", twice", SYS(SYS__lwp_suspend, thread.tid));
  show(", itself alone", SYS(SYS__lwp_suspend, s_gettid()));
  show(", nobody", SYS(SYS__lwp_suspend, 0x3fffff));
  show(", continue", SYS(SYS__lwp_continue, thread.tid));
  while (turns == seen) SYS(SYS_sched_yield);
  print(", it runs again");
  show(", continue what runs", SYS(SYS__lwp_continue, thread.tid));
  show(", nobody", SYS(SYS__lwp_continue, 0x3fffff));
  print("\n");
  stop = 1;
  thread_join(&thread);

  stage = 0, result = -1;
  thread_start(&thread, suspends_itself, 0);
  while (stage == 0) SYS(SYS_sched_yield);
  yields(50);
  print("a thread that suspends itself stops there: %d", stage == 1);
  SYS(SYS__lwp_continue, thread.tid);
  thread_join(&thread);
  print(", goes on: %d %s\n", stage == 2, result_name(result));
}

static void waking(void) {
  stage = 0;
  thread_start(&thread, sleeps, 0);
  while (stage == 0) SYS(SYS_sched_yield);
  long r;
  while ((r = SYS(SYS__lwp_wakeup, thread.tid)) != 0) SYS(SYS_sched_yield);
  thread_join(&thread);
  print("a sleep that another thread ends: %s", result_name(result));
  show(", of nobody", SYS(SYS__lwp_wakeup, 0x3fffff));
  show(", of itself", SYS(SYS__lwp_wakeup, s_gettid()));
  /* It left a mark for the next park. */
  show(", then a park", SYS(SYS____lwp_park60, CLOCK_MONOTONIC, 0, 0, 0, 0, 0));
  print("\n");
}

static void parking(void) {
  struct timespec past = {1, 0}, brief = {0, 1000000}, bad = {0, 1000000000};
  struct {
    int seconds;
    long fraction;
  } old = {1, 0};
  int self = s_gettid();
  show("park of 6 until a time that is past", SYS(SYS_compat_60__lwp_park, &past, 0, 0, 0));
  show(", of before", SYS(SYS_compat_50__lwp_park, &old, 0, 0, 0));
  show(", of now for a moment", SYS(SYS____lwp_park60, CLOCK_MONOTONIC, 0, &brief, 0, 0, 0));
  print(", nothing of it is left: %d", brief.tv_sec == 0 && brief.tv_nsec == 0);
  show(", a bad time", SYS(SYS____lwp_park60, CLOCK_MONOTONIC, 0, &bad, 0, 0, 0));
  show("\nunpark first", SYS(SYS__lwp_unpark, self, 0));
  show(", then park", SYS(SYS_compat_60__lwp_park, 0, 0, 0, 0));
  show(", park that unparks itself", SYS(SYS____lwp_park60, CLOCK_MONOTONIC, 0, 0, self, 0, 0));
  show(", of nobody", SYS(SYS__lwp_unpark, 0x3fffff, 0));
  print(", at most %ld at once", SYS(SYS__lwp_unpark_all, 0, 0, 0));
  show(", none", SYS(SYS__lwp_unpark_all, &self, 0, 0));
  show(", too many", SYS(SYS__lwp_unpark_all, &self, 1025, 0));
  show(", one", SYS(SYS__lwp_unpark_all, &self, 1, 0));
  show(", then park", SYS(SYS_compat_60__lwp_park, 0, 0, 0, 0));
  print("\n");
}

/* Adds one in a way that is only right if nobody comes in between, or if it is begun again then. */
static volatile int counter;
extern const char add_begin[], add_end[];
#if defined __arm__
__asm__(".text\n.globl add_one, add_begin, add_end\n.type add_one, %function\nadd_one:\n\tmov r2, #40\nadd_begin:\n\tldr r1, [r0]\n"
        "1:\n\tsubs r2, r2, #1\n\tbgt 1b\n\tadd r1, r1, #1\n\tstr r1, [r0]\nadd_end:\n\tbx lr\n");
#else
__asm__(".text\n.set push\n.set noreorder\n.globl add_one, add_begin, add_end\n.type add_one, @function\nadd_one:\n\tli $6, 40\nadd_begin:\n\t"
        "lw $5, 0($4)\n1:\n\taddiu $6, $6, -1\n\tbgtz $6, 1b\n\tnop\n\taddiu $5, $5, 1\n\tsw $5, 0($4)\nadd_end:\n\tjr $31\n\tnop\n.set pop\n");
#endif
void add_one(volatile int *word);

#define ROUNDS 20000

static void adds(struct thread *t) {
  (void)t;
  for (int i = 0; i < ROUNDS; i++) add_one(&counter);
}

static void restartable(void) {
  unsigned long size = (unsigned long)(add_end - add_begin);
  show("a sequence", SYS(SYS_rasctl, add_begin, size, 0));
  show(", over it", SYS(SYS_rasctl, add_begin + 4, 8, 0));
  show(", empty", SYS(SYS_rasctl, add_begin, 0, 0));
  show(", of another length", SYS(SYS_rasctl, add_begin, size - 4, 1));
  show(", unknown operation", SYS(SYS_rasctl, add_begin, size, 9));
  thread_start(&thread, adds, 0);
  for (int i = 0; i < ROUNDS; i++) add_one(&counter);
  thread_join(&thread);
  print(", two threads count to %d", counter);
  show(", taken back", SYS(SYS_rasctl, add_begin, size, 1));
  show(", again", SYS(SYS_rasctl, add_begin, size, 1));
  show(", all", SYS(SYS_rasctl, 0, 0, 2));
  print("\n");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  suspending();
  waking();
  parking();
  restartable();
  return 0;
}
