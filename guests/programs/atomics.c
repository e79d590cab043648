/* Atomic operations of all sizes, alone and by four threads at once. ARMv5 has none: there the kernel's helper page serves. */
#include "thread.h"

#if defined __arm__ && __ARM_ARCH < 6
/* The helpers that the kernel maps at the top of the address space (Documentation/arm/kernel_user_helpers.rst). */
typedef int kernel_cmpxchg(int expected, int wanted, volatile int *at);
#define KERNEL_CMPXCHG ((kernel_cmpxchg *)0xffff0fc0)

static int swap_if(volatile int *at, int expected, int wanted) { return KERNEL_CMPXCHG(expected, wanted, at) == 0; }
static int add(volatile int *at, int n) {
  int old;
  do old = *at;
  while (!swap_if(at, old, old + n));
  return old;
}
#else
static int swap_if(volatile int *at, int expected, int wanted) {
  return __atomic_compare_exchange_n(at, &expected, wanted, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}
static int add(volatile int *at, int n) { return __atomic_fetch_add(at, n, __ATOMIC_SEQ_CST); }
#endif

static struct thread pool[4];
static volatile int counter, slots[4];

static void work(struct thread *t) {
  for (int i = 0; i < 5000; i++) {
    int before = add(&counter, 3);
    add(&slots[before & 3], 1);
    if (i % 1000 == 0) SYS(__NR_sched_yield);
  }
  (void)t;
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  volatile int w = 10;
  print("swap 10 for 20: %d", swap_if(&w, 10, 20));
  print(", now %d; swap 10 for 30: %d", w, swap_if(&w, 10, 30));
  print(", now %d\n", w);
  print("add 5 to %d", add(&w, 5));
  print(", now %d\n", w);
  for (int i = 0; i < 4; i++) thread_start(&pool[i], work, 0);
  for (int i = 0; i < 4; i++) thread_join(&pool[i]);
  print("four threads: %d, slots sum %d\n", counter, slots[0] + slots[1] + slots[2] + slots[3]);
#if defined __arm__
  print("kernel helper version at least 3: %d\n", *(volatile int *)0xffff0ffc >= 3);
  SYS(__ARM_NR_set_tls, 0x12345678);
  print("thread pointer %x\n", ((unsigned (*)(void))0xffff0fe0)());
  ((void (*)(void))0xffff0fa0)();
  volatile long long d = 0x100000002ll;
  long long expected = 0x100000002ll, wanted = 0x300000004ll;
  int failed = ((int (*)(const long long *, const long long *, volatile long long *))0xffff0f60)(&expected, &wanted, &d);
  print("64-bit helper %d, now %llx\n", failed, (unsigned long long)d);
#endif
#if !(defined __arm__ && __ARM_ARCH < 6) && !defined __mips__
  volatile unsigned char b = 250;
  volatile unsigned short h = 65530;
  volatile unsigned long long q = 0xffffffffull;
  print("byte %u", __atomic_fetch_add(&b, 10, __ATOMIC_SEQ_CST));
  print(" then %u, half %u", b, __atomic_fetch_sub(&h, 3, __ATOMIC_RELAXED));
  print(" then %u, double %llx", h, (unsigned long long)__atomic_fetch_add(&q, 2, __ATOMIC_ACQ_REL));
  print(" then %llx\n", (unsigned long long)q);
  print("exchange %d", __atomic_exchange_n(&w, 77, __ATOMIC_ACQUIRE));
  print(" then %d, or", w);
  print(" %d", __atomic_fetch_or(&w, 128, __ATOMIC_RELEASE));
  print(" then %d\n", w);
#endif
  return 0;
}
