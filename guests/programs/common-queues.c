/* POSIX message queues: the same source on Linux, FreeBSD and NetBSD, by each system's own calls. */
#include "common.h"

static const signal_set NONE;

struct queue_attributes {
  long flags, most, size, count, reserved[4];
};
struct long_time {
  long long s;
  long ns;
} __attribute__((aligned(8)));

#if defined __linux__
struct queue_event {
  union {
    int value;
    void *pointer;
  };
  int number, kind, rest[12];
};
#define NAME(rooted) ((rooted) + 1)
#define NR_OPEN __NR_mq_open
#define NR_UNLINK __NR_mq_unlink
#define NR_NOTIFY __NR_mq_notify
#define NR_ATTRIBUTES __NR_mq_getsetattr
#define TOO_HIGH 32768
#define KIND_SIGNAL 0
#define KIND_NONE 1
#define VALUE_OF(info) ((info)->si_int)
#else
struct queue_event {
  int kind, number;
  union {
    int value;
    void *pointer;
  };
  int rest[13];
};
#define NAME(rooted) (rooted)
#define KIND_SIGNAL 1
#define KIND_NONE 0
#if defined __FreeBSD__
#define NR_OPEN SYS_kmq_open
#define NR_UNLINK SYS_kmq_unlink
#define NR_NOTIFY SYS_kmq_notify
#define NR_ATTRIBUTES SYS_kmq_setattr
#define NR_SEND SYS_kmq_timedsend
#define NR_RECEIVE SYS_kmq_timedreceive
#define TOO_HIGH 64
#define VALUE_OF(info) ((info)->si_value.sival_int)
#else
#define NR_OPEN SYS_mq_open
#define NR_UNLINK SYS_mq_unlink
#define NR_NOTIFY SYS_mq_notify
#define NR_SEND SYS___mq_timedsend50
#define NR_RECEIVE SYS___mq_timedreceive50
#define TOO_HIGH 32
#define VALUE_OF(info) ((info)->reason.child.status)
#endif
#endif

/* The time of the calendar clock, `ms` from now. */
static struct long_time in(long ms) {
#if defined __linux__
  struct timespec now;
  SYS(__NR_clock_gettime, 0, &now);
#else
  struct timespec now;
  SYS(NR_GETTIME, 0, &now);
#endif
  long long ns = (long long)now.tv_nsec + ms % 1000 * 1000000ll;
  struct long_time t = {now.tv_sec + ms / 1000 + (ns >= 1000000000), (long)(ns >= 1000000000 ? ns - 1000000000 : ns)};
  return t;
}

static long queue_send(int queue, const char *from, size_t n, unsigned priority, const struct long_time *until) {
#if defined __linux__ && defined __NR_mq_timedsend_time64
  long long t[2] = {until ? until->s : 0, until ? until->ns : 0};
  return SYS(__NR_mq_timedsend_time64, queue, from, n, priority, until ? t : 0);
#elif defined __linux__
  long t[2] = {until ? (long)until->s : 0, until ? until->ns : 0};
  return SYS(__NR_mq_timedsend, queue, from, n, priority, until ? t : 0);
#else
  return SYS(NR_SEND, queue, from, n, priority, until);
#endif
}
static long queue_receive(int queue, char *to, size_t n, unsigned *priority, const struct long_time *until) {
#if defined __linux__
  long t[2] = {until ? (long)until->s : 0, until ? until->ns : 0};
  return SYS(__NR_mq_timedreceive, queue, to, n, priority, until ? t : 0);
#else
  return SYS(NR_RECEIVE, queue, to, n, priority, until);
#endif
}
static long queue_attributes(int queue, const struct queue_attributes *fresh, struct queue_attributes *old) {
#if defined __NetBSD__
  return fresh ? SYS(SYS_mq_setattr, queue, fresh, old) : SYS(SYS_mq_getattr, queue, old);
#else
  return SYS(NR_ATTRIBUTES, queue, fresh, old);
#endif
}
static long queue_open(const char *name, int flags, const struct queue_attributes *attributes) {
  return SYS(NR_OPEN, NAME(name), flags, 0600, attributes);
}
static long queue_notify(int queue, int kind, int number, int value) {
  struct queue_event event;
  memset(&event, 0, sizeof event);
  event.kind = kind, event.number = number, event.value = value;
  return SYS(NR_NOTIFY, queue, &event);
}

static char name[40], other[40];
static const struct queue_attributes FOUR = {.most = 4, .size = 16}, ONE = {.most = 1, .size = 16};

static void show_state(int queue) {
  struct queue_attributes a;
  memset(&a, 0, sizeof a);
  show("attributes", queue_attributes(queue, 0, &a));
  print(": %ld messages, at most %ld of %ld bytes, waits %d\n", a.count, a.most, a.size, !(a.flags & O_NONBLOCK));
}
static void receive_one(int queue) {
  char b[17];
  unsigned priority = 99;
  long n = queue_receive(queue, b, 16, &priority, 0);
  if (n < 0) {
    print(" %s", result_name(n));
    return;
  }
  b[n] = 0;
  print(" <%s> %u", b, priority);
}
static void set_waiting(int queue, int waits) {
  struct queue_attributes a = FOUR;
  a.flags = waits ? 0 : O_NONBLOCK;
  show("set", queue_attributes(queue, &a, 0));
  print(waits ? " to wait" : " not to wait");
}

static int opening(void) {
  struct queue_attributes bad = {.most = 0, .size = 16};
  show("absent", queue_open(name, O_RDWR, 0));
  show(", no room", queue_open(name, O_RDWR | O_CREAT, &bad));
  bad = (struct queue_attributes){.most = 1, .size = 0};
  show(", no bytes", queue_open(name, O_RDWR | O_CREAT, &bad));
  int queue = (int)queue_open(name, O_RDWR | O_CREAT | O_EXCL, &FOUR);
  print(", made %d", queue >= 0);
  show(", made again", queue_open(name, O_RDWR | O_CREAT | O_EXCL, &FOUR));
  print(", slash inside %d", queue_open("/a/b", O_RDWR, 0) < 0);
  print("\n");
  show_state(queue);
  int reader = (int)queue_open(name, O_RDONLY, 0), writer = (int)queue_open(name, O_WRONLY | O_CREAT, &ONE);
  char b[16];
  show("send to a reader", queue_send(reader, "x", 1, 0, 0));
  show(", receive from a writer", queue_receive(writer, b, 16, 0, 0));
  show(", from no queue", queue_receive(1, b, 16, 0, 0));
  show(", from nothing", queue_receive(77, b, 16, 0, 0));
  print(", written to %d", s_write(writer, "x", 1) < 0);
  print("\n");
  s_close(reader), s_close(writer);
  return queue;
}

static void order(int queue) {
  char b[16];
  queue_send(queue, "low", 3, 1, 0);
  queue_send(queue, "high", 4, 9, 0);
  queue_send(queue, "first", 5, 4, 0);
  queue_send(queue, "second", 6, 4, 0);
  show_state(queue);
  print("in order:");
  for (int i = 0; i < 4; i++) receive_one(queue);
  print("\n");
  show("too long", queue_send(queue, "seventeen letters", 17, 0, 0));
  show(", too high", queue_send(queue, "x", 1, TOO_HIGH, 0));
  show(", bad memory", queue_send(queue, (char *)16, 4, 0, 0));
  show(", buffer too short", queue_receive(queue, b, 15, 0, 0));
  print("\n");
}

static void waiting(int queue) {
  struct poll_entry p = {queue, POLLIN | POLLOUT, 0};
  struct long_time past = in(-1000), broken = in(1000), soon;
  broken.ns = 1000000000;
  char b[16];
  set_waiting(queue, 0);
  show(", receive", queue_receive(queue, b, 16, 0, 0));
  s_poll(&p, 1, 0);
  print(", poll in %d out %d\n", !!(p.revents & POLLIN), !!(p.revents & POLLOUT));
  for (int i = 0; i < 4; i++) queue_send(queue, "x", 1, 0, 0);
  show_state(queue);
  show("full", queue_send(queue, "x", 1, 0, 0));
  s_poll(&p, 1, 0);
  print(", poll in %d out %d\n", !!(p.revents & POLLIN), !!(p.revents & POLLOUT));
  set_waiting(queue, 1);
  show(", send by a past time", queue_send(queue, "x", 1, 0, &past));
  show(", by a broken one", queue_send(queue, "x", 1, 0, &broken));
  soon = in(30);
  show(", by a near one", queue_send(queue, "x", 1, 0, &soon));
  struct long_time now = in(0);
  print(", not before it %d\n", now.s > soon.s || (now.s == soon.s && now.ns >= soon.ns));
  show("receive by a past time", queue_receive(queue, b, 16, 0, &past));
  for (int i = 0; i < 3; i++) queue_receive(queue, b, 16, 0, 0);
  show(", of nothing", queue_receive(queue, b, 16, 0, &past));
  soon = in(30);
  show(", by a near one", queue_receive(queue, b, 16, 0, &soon));
  print("\n");
}

/* Two processes that wait for each other: a queue with room for one message makes both sleep in turn. */
static void between(void) {
  int there = (int)queue_open(name, O_RDWR | O_CREAT, &ONE), back = (int)queue_open(other, O_RDWR | O_CREAT, &FOUR);
  char b[16];
  unsigned priority = 0;
  int pid = (int)s_fork();
  if (pid == 0) {
    for (int i = 1; i <= 200; i++) {
      int n = format(b, sizeof b, "%d", i);
      if (queue_send(there, b, (size_t)n, (unsigned)i % 30, 0) != 0) quit(1);
    }
    long n = queue_receive(back, b, 16, &priority, 0);
    quit(n == 4 && priority == 7 ? 5 : 2);
  }
  int sum = 0, right = 0;
  for (int i = 1; i <= 200; i++) {
    long n = queue_receive(there, b, 16, &priority, 0);
    int value = 0;
    for (long k = 0; k < n; k++) value = value * 10 + b[k] - '0';
    sum += value;
    right += value == i && priority == (unsigned)i % 30;
  }
  print("200 messages through a place for one: sum %d, in order %d", sum, right);
  show(", answered", queue_send(back, "done", 4, 7, 0));
  print(", the child %s\n", wait_text(pid));
  s_close(there), s_close(back);
}

static volatile int hits, code, value;
static void note(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  code = info->si_code;
  value = VALUE_OF(info);
  hits++; /* last: who waits for it reads the others at once */
}

static void notices(void) {
  signal_set old;
  char b[16];
  int queue = (int)queue_open(name, O_RDWR | O_CREAT, &FOUR);
  on_signal(SIGUSR1, (void *)note, SA_SIGINFO, NONE);
  show("notice of no signal", queue_notify(queue, KIND_SIGNAL, 1000, 0));
  show(", asked for", queue_notify(queue, KIND_SIGNAL, SIGUSR1, 4711));
  show(", again", queue_notify(queue, KIND_SIGNAL, SIGUSR1, 0));
  print("\n");
  mask_signals(SIG_BLOCK, set_of(SIGUSR1), &old);
  int pid = (int)s_fork();
  if (pid == 0) quit(queue_send(queue, "from the child", 14, 2, 0) == 0 ? 0 : 1);
  while (!hits) s_sigsuspend(&old);
  mask_signals(SIG_SETMASK, old, 0);
  print("told: code %d, value %d; the child %s; message", code == SI_MESGQ, value, wait_text(pid));
  receive_one(queue);
  queue_send(queue, "x", 1, 0, 0);
  print("; once only: %d", hits);
  queue_receive(queue, b, 16, 0, 0);
  show("; taken back", queue_notify(queue, KIND_SIGNAL, SIGUSR1, 0));
  show(" and", SYS(NR_NOTIFY, queue, 0));
  queue_send(queue, "x", 1, 0, 0);
  queue_receive(queue, b, 16, 0, 0);
  print(": %d\n", hits);
  show("silent", queue_notify(queue, KIND_NONE, 0, 0));
  show(", which takes the place", queue_notify(queue, KIND_SIGNAL, SIGUSR1, 0));
  show(", until", SYS(NR_NOTIFY, queue, 0));
  show("; of no queue", SYS(NR_NOTIFY, 1, 0));
  print("\n");
  s_close(queue);
}

static void nothing(int number) { (void)number; }

static void interrupted(void) {
  int queue = (int)queue_open(name, O_RDWR | O_CREAT, &FOUR), parent = (int)s_getpid();
  char b[16];
  on_signal(SIGUSR2, (void *)nothing, 0, NONE);
  int pid = (int)s_fork();
  if (pid == 0)
    for (;;) {
      s_kill(parent, SIGUSR2);
      s_sleep_ms(1);
    }
  show("a handler ends the wait", queue_receive(queue, b, 16, 0, 0));
  s_kill(pid, SIGKILL);
  print(", the child %s\n", wait_text(pid));
  s_close(queue);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  format(name, sizeof name, "/guest-%d-a", (int)s_getpid());
  format(other, sizeof other, "/guest-%d-b", (int)s_getpid());
  int queue = opening();
  order(queue);
  waiting(queue);
  show("name removed", SYS(NR_UNLINK, NAME(name)));
  show(", again", SYS(NR_UNLINK, NAME(name)));
  show(", opened", queue_open(name, O_RDWR, 0));
  show(", still a queue", queue_send(queue, "last", 4, 3, 0));
  receive_one(queue);
  print("\n");
  s_close(queue);
  between();
  SYS(NR_UNLINK, NAME(name));
  show("other removed", SYS(NR_UNLINK, NAME(other)));
  print("\n");
  notices();
  interrupted();
  show("removed", SYS(NR_UNLINK, NAME(name)));
  print("\n");
  return 0;
}
