/* What FreeBSD's and NetBSD's message queues have each in their own way: names, limits, notices, whose O_NONBLOCK counts. */
#include "common.h"

static const signal_set NONE;

struct queue_attributes {
  long flags, most, size, count, reserved[4];
};
struct queue_event {
  int kind, number;
  void *value;
  int thread, rest[12];
};
static const struct queue_attributes FOUR = {.most = 4, .size = 16};
static char name[40], b[20000];
static volatile int hits;

static void note(int number) {
  (void)number;
  hits++;
}

#if defined __FreeBSD__
static long queue_open(const char *at, int flags, const void *attributes) {
  return SYS(SYS_kmq_open, at, flags, 0640, attributes);
}
static long queue_send(int queue, const char *from, size_t n, unsigned priority) {
  return SYS(SYS_kmq_timedsend, queue, from, n, priority, 0);
}
static long queue_receive(int queue) { return SYS(SYS_kmq_timedreceive, queue, b, sizeof b, 0, 0); }
static long queue_unlink(const char *at) { return SYS(SYS_kmq_unlink, at); }
static long queue_notify(int queue, const struct queue_event *event) { return SYS(SYS_kmq_notify, queue, event); }
static long queue_attributes(int queue, struct queue_attributes *to) { return SYS(SYS_kmq_setattr, queue, 0, to); }
#define TOO_LONG 257
#else
static long queue_open(const char *at, int flags, const void *attributes) {
  return SYS(SYS_mq_open, at, flags, 0640, attributes);
}
static long queue_send(int queue, const char *from, size_t n, unsigned priority) {
  return SYS(SYS_mq_send, queue, from, n, priority);
}
static long queue_receive(int queue) { return SYS(SYS_mq_receive, queue, b, sizeof b, 0); }
static long queue_unlink(const char *at) { return SYS(SYS_mq_unlink, at); }
static long queue_notify(int queue, const struct queue_event *event) { return SYS(SYS_mq_notify, queue, event); }
static long queue_attributes(int queue, struct queue_attributes *to) { return SYS(SYS_mq_getattr, queue, to); }
#define TOO_LONG 256
#endif

static void names(void) {
  static char longest[300];
  memset(longest, 'x', TOO_LONG - 1);
  longest[0] = '/';
  print("without a slash %d", queue_open("guest-none", O_RDWR, 0) == -ENOENT);
  show(", a slash inside", queue_open("/guest/none", O_RDWR, 0));
  show(", none", queue_open("", O_RDWR | O_CREAT, 0));
  show(", too long", queue_open(longest, O_RDWR, 0));
  longest[TOO_LONG - 3] = 0;
  show(", just not", queue_open(longest, O_RDWR, 0));
  show(", remove none", queue_unlink("/guest-none"));
  print("\n");
}

static void limits(void) {
  struct queue_attributes a = {.most = 100, .size = 16384};
  file_status st;
  int queue = (int)queue_open(name, O_RDWR | O_CREAT, 0);
  queue_attributes(queue, &a);
  print("default %ld of %ld bytes, flags %x", a.most, a.size, (unsigned)a.flags);
  print(", closed on exec %ld", s_fcntl(queue, F_GETFD, 0));
  s_fstat(queue, &st);
  print(", mode %x", st.st_mode);
  show(", read", s_read(queue, b, 10));
  print("\n");
  s_close(queue), queue_unlink(name);
  a = (struct queue_attributes){.most = 100, .size = 16384};
  print("large %d", (queue = (int)queue_open(name, O_RDWR | O_CREAT, &a)) >= 0);
  show(", nothing sent", queue_send(queue, b, 0, 0));
  show(", priority 31", queue_send(queue, b, 1, 31));
  show(", 63", queue_send(queue, b, 1, 63));
  show(", 64", queue_send(queue, b, 1, 64));
  print("\n");
  s_close(queue), queue_unlink(name);
  a = (struct queue_attributes){.most = 101, .size = 16384};
  print("more messages %s", (queue = (int)queue_open(name, O_RDWR | O_CREAT, &a)) >= 0 ? "0" : result_name(queue));
  queue_unlink(name);
  a = (struct queue_attributes){.most = 100, .size = 16385};
  show(", larger ones", queue_open(name, O_RDWR | O_CREAT, &a));
  print("\n");
}

static void notices(void) {
  struct queue_event event = {.kind = 1, .number = SIGUSR1};
  int queue = (int)queue_open(name, O_RDWR | O_CREAT, &FOUR), second = (int)queue_open(name, O_RDWR, 0);
  on_signal(SIGUSR1, (void *)note, 0, NONE);
  queue_send(queue, "x", 1, 0);
  show("asked for with a message there", queue_notify(queue, &event));
  print(": told %d", hits);
  show(", once more", queue_notify(queue, &event));
  print(": told %d", hits);
  queue_receive(queue), queue_notify(queue, 0);
  queue_notify(second, &event);
  s_close(second);
  show("; its descriptor closed", queue_notify(queue, &event));
  queue_notify(queue, 0);
  second = (int)queue_open(name, O_RDWR, 0);
  queue_notify(queue, &event);
  s_close(second);
  show(", another", queue_notify(queue, &event));
  queue_notify(queue, 0);
  event.kind = 2;
  show("; by a function", queue_notify(queue, &event));
  print("\n");
  queue_unlink(name), s_close(queue);
}

/* O_NONBLOCK of one descriptor, as another sees it. */
static void waiting(void) {
  struct queue_attributes a;
  int queue = (int)queue_open(name, O_RDWR | O_CREAT | O_NONBLOCK, &FOUR), second = (int)queue_open(name, O_RDWR, 0);
  queue_attributes(second, &a);
  print("not to wait: first %s", result_name(queue_receive(queue)));
  print(", second %d\n", (a.flags & O_NONBLOCK) != 0);
  s_close(second);
  queue_unlink(name), s_close(queue);
#if defined __NetBSD__
  /* Who does not wait yet when the name goes gets the message instead: until one has waited. */
  int more = -1, ended = 0;
  for (int pause = 1; ended != 6; pause++) {
    if (more >= 0) s_close(more);
    more = (int)queue_open(name, O_RDWR | O_CREAT, &FOUR);
    int pid = (int)s_fork();
    if (pid == 0) quit(queue_receive(more) == -EINTR ? 6 : 1);
    s_sleep_ms(pause);
    queue_unlink(name);
    queue_send(more, "x", 1, 0);
    s_wait(pid, &ended, 0);
    ended = ended >> 8 & 0xff;
  }
  print("the name removed: who waits for a message gets EINTR, ");
  struct {
    int s;
    long ns;
  } past = {1, 0};
  queue_receive(more); /* the message that nobody took */
  show("by a time of old", SYS(SYS_compat_50_mq_timedreceive, more, b, sizeof b, 0, &past));
  show(", closed", SYS(SYS_mq_close, more));
  show(", again", SYS(SYS_mq_close, more));
  print("\n");
#endif
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  s_umask(0);
  format(name, sizeof name, "/guest-%d", (int)s_getpid());
  names();
  limits();
  notices();
  waiting();
  return 0;
}
