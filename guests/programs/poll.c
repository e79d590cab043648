/* poll, select, epoll, eventfd, signalfd and timerfd: readiness, timeouts, masks, edges. */
#include <linux/eventpoll.h>
#include <linux/poll.h>
#include <linux/signalfd.h>

#include "posix.h"
#include "signals.h"

static const signal_set NONE;
static volatile int hits;

struct duration {
  long s, ns;
};

static void count(int number, siginfo_t *info, void *context) {
  (void)number, (void)info, (void)context;
  hits++;
}

static long s_poll(struct pollfd *fds, unsigned n, int ms) {
  struct duration t = {ms / 1000, ms % 1000 * 1000000l};
  return SYS(__NR_ppoll, fds, n, ms < 0 ? 0 : &t, 0, SIGSET_BYTES);
}

static long s_epoll_wait(int ep, struct epoll_event *events, int max, int ms) {
  return SYS(__NR_epoll_pwait, ep, events, max, ms, 0, SIGSET_BYTES);
}

static void polls(int in, int out) {
  struct pollfd fds[4] = {{in, POLLIN, 0}, {out, POLLOUT, 0}, {-1, POLLIN, 0}, {99, POLLIN, 0}};
  print("poll %s", result_name(s_poll(fds, 4, 1000)));
  print(" in %x out %x none %x bad %x\n", fds[0].revents, fds[1].revents, fds[2].revents, fds[3].revents);
  long before = now_ms();
  print("timeout %s", result_name(s_poll(fds, 1, 50)));
  long took = now_ms() - before;
  print(", waited %d\n", took >= 50 && took < 2000);
  s_write(out, "x", 1);
  print("ready %s", result_name(s_poll(fds, 1, 1000)));
  print(" in %x\n", fds[0].revents);
  char b[4];
  s_read(in, b, 1);
  int other[2];
  s_pipe2(other, 0);
  s_close(other[1]);
  struct pollfd gone = {other[0], POLLIN, 0};
  print("writer gone %s", result_name(s_poll(&gone, 1, 1000)));
  print(" %x, ", gone.revents);
  s_close(other[0]);
  s_pipe2(other, 0);
  s_close(other[0]);
  gone.fd = other[1], gone.events = POLLOUT;
  print("reader gone %s", result_name(s_poll(&gone, 1, 1000)));
  print(" %x\n", gone.revents);
  s_close(other[1]);
}

static void wake(int in, int out) {
  struct pollfd fds[1] = {{in, POLLIN, 0}};
  char b[4];
  int pid = (int)s_fork();
  if (pid == 0) {
    s_sleep_ms(40);
    s_write(out, "y", 1);
    quit(0);
  }
  print("woken by a writer %s", result_name(s_poll(fds, 1, 5000)));
  print(" in %x\n", fds[0].revents);
  s_read(in, b, 1);
  s_wait(pid, 0, 0);
  struct duration t = {0, 30000000};
  signal_set usr1 = set_of(SIGUSR1);
  on_signal(SIGUSR1, (void *)count, SA_SIGINFO | SA_RESTART, NONE);
  mask_signals(SIG_BLOCK, usr1, 0);
  s_raise(SIGUSR1);
  print("ppoll with SIGUSR1 blocked %s, hits %d\n", result_name(SYS(__NR_ppoll, fds, 1, &t, &usr1, SIGSET_BYTES)), hits);
  print("ppoll with it open %s", result_name(SYS(__NR_ppoll, fds, 1, 0, &NONE, SIGSET_BYTES)));
  print(", hits %d\n", hits);
  mask_signals(SIG_UNBLOCK, usr1, 0);
}

static void selects(int in, int out) {
  unsigned long rd[32] = {0}, wr[32] = {0};
  struct duration t = {0, 20000000};
  rd[0] = 1ul << in, wr[0] = 1ul << out;
  struct {
    const signal_set *set;
    unsigned long size;
  } mask = {0, SIGSET_BYTES};
  print("pselect %s", result_name(SYS(__NR_pselect6, out + 1, rd, wr, 0, &t, &mask)));
  print(" read %d write %d\n", (int)(rd[0] >> in & 1), (int)(wr[0] >> out & 1));
  rd[0] = 1ul << in;
  print("timeout %s", result_name(SYS(__NR_pselect6, out + 1, rd, 0, 0, &t, &mask)));
  print(" read %d\n", (int)(rd[0] >> in & 1));
  rd[0] = 1ul << 29;
  print("bad descriptor %s, negative count %s\n", result_name(SYS(__NR_pselect6, 30, rd, 0, 0, &t, &mask)),
        SYS(__NR_pselect6, -1, rd, 0, 0, &t, &mask) == -EINVAL ? "EINVAL" : "else");
}

static void epolls(int in, int out) {
  struct epoll_event e = {.events = EPOLLIN, .data = 0x1122334455667788ull}, got[4];
  char b[16];
  int ep = (int)SYS(__NR_epoll_create1, 0);
  print("epoll add %s", result_name(SYS(__NR_epoll_ctl, ep, EPOLL_CTL_ADD, in, &e)));
  print(", again %s, itself %s", result_name(SYS(__NR_epoll_ctl, ep, EPOLL_CTL_ADD, in, &e)),
        SYS(__NR_epoll_ctl, ep, EPOLL_CTL_ADD, ep, &e) == -EINVAL ? "EINVAL" : "else");
  int file = (int)s_open("plain", O_RDWR | O_CREAT, 0600);
  print(", a plain file %s, change of an absent one %s\n", result_name(SYS(__NR_epoll_ctl, ep, EPOLL_CTL_ADD, file, &e)),
        SYS(__NR_epoll_ctl, ep, EPOLL_CTL_MOD, out, &e) == -ENOENT ? "ENOENT" : "else");
  s_unlink("plain");
  print("nothing %s, ", result_name(s_epoll_wait(ep, got, 4, 10)));
  s_write(out, "abc", 3);
  print("level %s", result_name(s_epoll_wait(ep, got, 4, 1000)));
  print(" events %x data %llx, again %s\n", got[0].events, (unsigned long long)got[0].data, result_name(s_epoll_wait(ep, got, 4, 0)));
  e.events = EPOLLIN | EPOLLET;
  SYS(__NR_epoll_ctl, ep, EPOLL_CTL_MOD, in, &e);
  print("edge %s, ", result_name(s_epoll_wait(ep, got, 4, 100)));
  print("again %s, ", result_name(s_epoll_wait(ep, got, 4, 10)));
  s_write(out, "d", 1);
  print("after a write %s\n", result_name(s_epoll_wait(ep, got, 4, 100)));
  e.events = EPOLLIN | EPOLLONESHOT;
  SYS(__NR_epoll_ctl, ep, EPOLL_CTL_MOD, in, &e);
  print("one shot %s, ", result_name(s_epoll_wait(ep, got, 4, 100)));
  print("again %s, ", result_name(s_epoll_wait(ep, got, 4, 10)));
  SYS(__NR_epoll_ctl, ep, EPOLL_CTL_MOD, in, &e);
  print("armed again %s\n", result_name(s_epoll_wait(ep, got, 4, 100)));
  print("delete %s, ", result_name(SYS(__NR_epoll_ctl, ep, EPOLL_CTL_DEL, in, 0)));
  print("again %s\n", result_name(SYS(__NR_epoll_ctl, ep, EPOLL_CTL_DEL, in, 0)));
  s_read(in, b, 16);
  int outer = (int)SYS(__NR_epoll_create1, 0);
  e.events = EPOLLIN, e.data = 5;
  SYS(__NR_epoll_ctl, ep, EPOLL_CTL_ADD, in, &e);
  SYS(__NR_epoll_ctl, outer, EPOLL_CTL_ADD, ep, &e);
  s_write(out, "n", 1);
  print("nested %s\n", result_name(s_epoll_wait(outer, got, 4, 100)));
  s_read(in, b, 16);
  s_close(ep), s_close(outer);
}

static void events(void) {
  unsigned long long v = 0;
  int fd = (int)SYS(__NR_eventfd2, 3, O_NONBLOCK);
  struct pollfd p = {fd, POLLIN | POLLOUT, 0};
  s_poll(&p, 1, 0);
  print("eventfd poll %x, read %s", p.revents, result_name(s_read(fd, &v, 8)));
  print(" value %llu, empty %s, short %s\n", v, result_name(s_read(fd, &v, 8)), s_read(fd, &v, 4) == -EINVAL ? "EINVAL" : "else");
  v = 5, s_write(fd, &v, 8), v = 6, s_write(fd, &v, 8);
  s_read(fd, &v, 8);
  print("sum %llu, ", v);
  v = ~0ull;
  print("too much %s, ", result_name(s_write(fd, &v, 8)));
  v = ~0ull - 1, s_write(fd, &v, 8), v = 1;
  print("full %s\n", result_name(s_write(fd, &v, 8)));
  s_close(fd);
  fd = (int)SYS(__NR_eventfd2, 2, 1);
  s_read(fd, &v, 8);
  print("semaphore %llu ", v);
  s_read(fd, &v, 8);
  print("%llu\n", v);
  s_close(fd);

  signal_set set = set_or(set_of(SIGUSR1), set_of(SIGUSR2));
  mask_signals(SIG_BLOCK, set, 0);
  fd = (int)SYS(__NR_signalfd4, -1, &set, SIGSET_BYTES, O_NONBLOCK);
  struct signalfd_siginfo info[3];
  print("signalfd empty %s, ", result_name(s_read(fd, info, sizeof info)));
  s_raise(SIGUSR2), s_raise(SIGUSR1);
  p.fd = fd, p.events = POLLIN;
  s_poll(&p, 1, 100);
  print("poll %x, ", p.revents);
  long n = s_read(fd, info, sizeof info);
  print("read %ld: %s %s, pid own %d\n", n, signal_name((int)info[0].ssi_signo), signal_name((int)info[1].ssi_signo),
        (int)info[0].ssi_pid == s_getpid());
  s_close(fd);
  mask_signals(SIG_UNBLOCK, set, 0);

  struct {
    struct duration interval, value;
  } t = {{0, 10000000}, {0, 150000000}}, now;
  fd = (int)SYS(__NR_timerfd_create, 1, O_NONBLOCK);
  print("timerfd set %s, ", result_name(SYS(__NR_timerfd_settime, fd, 0, &t, 0)));
  print("early %s, ", result_name(s_read(fd, &v, 8)));
  p.fd = fd;
  s_poll(&p, 1, 1000);
  print("poll %x, ", p.revents);
  s_sleep_ms(50);
  s_read(fd, &v, 8);
  print("several periods %d, ", v >= 4);
  SYS(__NR_timerfd_gettime, fd, &now);
  print("interval %ld\n", now.interval.ns);
  s_close(fd);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  int p[2];
  s_pipe2(p, 0);
  polls(p[0], p[1]);
  wake(p[0], p[1]);
  selects(p[0], p[1]);
  epolls(p[0], p[1]);
  events();
  return 0;
}
