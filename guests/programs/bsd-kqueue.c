/* kqueue with every filter, by each BSD's own layouts and numbers; what it prints is the same on all of them. */
#include "common.h"

#if defined __FreeBSD__
struct event {
  unsigned long ident;
  short filter;
  unsigned short flags;
  unsigned fflags;
  long long data __attribute__((aligned(8)));
  void *udata;
  unsigned long long ext[4];
};
#define NR_KEVENT SYS_kevent
#elif defined __OpenBSD__
struct event {
  unsigned long ident;
  short filter;
  unsigned short flags;
  unsigned fflags;
  long long data __attribute__((aligned(8)));
  void *udata;
};
#define NR_KEVENT SYS_kevent
#else
struct event {
  unsigned long ident;
  unsigned filter, flags, fflags;
  long long data __attribute__((aligned(8)));
  void *udata;
};
#define NR_KEVENT SYS___kevent50
#endif

#ifndef NOTE_MSECONDS
#define NOTE_MSECONDS 0
#endif
#define NOTE_TRIGGER_ 0x01000000u
#define NOTE_FFCOPY_ 0xc0000000u

static int queue;

static long change(unsigned long ident, int filter, int flags, unsigned fflags, long long data, const char *udata) {
  struct event e;
  memset(&e, 0, sizeof e);
  e.ident = ident, e.flags = (unsigned short)flags, e.fflags = fflags, e.data = data, e.udata = (void *)udata;
#if !defined __NetBSD__
  e.filter = (short)filter;
#else
  e.filter = (unsigned)filter;
#endif
  return SYS(NR_KEVENT, queue, &e, 1, 0, 0, 0);
}

static const char *filter_name(int filter) {
  switch (filter) {
    case EVFILT_READ: return "READ";
    case EVFILT_WRITE: return "WRITE";
    case EVFILT_VNODE: return "VNODE";
    case EVFILT_PROC: return "PROC";
    case EVFILT_SIGNAL: return "SIGNAL";
    case EVFILT_TIMER: return "TIMER";
    case EVFILT_USER: return "USER";
    default: return "else";
  }
}

/* Waits up to ms and tells what came. `numbers`: whether data is certain. */
static void tell(const char *what, long ms, int numbers) {
  struct event e[8];
  struct timespec t = {ms / 1000, ms % 1000 * 1000000};
  long n = SYS(NR_KEVENT, queue, 0, 0, e, 8, &t);
  print("%s: %ld", what, n);
  for (long i = 0; i < n; i++) {
    print(", %s <%s>", filter_name((int)e[i].filter), e[i].udata ? (char *)e[i].udata : "");
    if (e[i].fflags) print(" notes %x", e[i].fflags);
    if (numbers) print(" data %d", (int)e[i].data);
    if (e[i].flags & EV_EOF) print(" EOF");
    if (e[i].flags & EV_ERROR) print(" ERROR");
  }
  print("\n");
}

static void transfers(void) {
  int p[2];
  char b[16];
  s_pipe2(p, 0);
  show("unknown descriptor", change(77, EVFILT_READ, EV_ADD, 0, 0, 0));
  show(", unknown filter", change(1, 99, EV_ADD, 0, 0, 0));
  show(", delete what is not there", change((unsigned long)p[0], EVFILT_READ, EV_DELETE, 0, 0, 0));
  print("\n");
  show("read", change((unsigned long)p[0], EVFILT_READ, EV_ADD, 0, 0, "level"));
  print("\n");
  tell("nothing yet", 0, 1);
  s_write(p[1], "12345", 5);
  tell("five bytes", 100, 1);
  tell("still", 0, 1);
  s_read(p[0], b, 3);
  tell("two left", 0, 1);
  change((unsigned long)p[0], EVFILT_READ, EV_ADD | EV_CLEAR, 0, 0, "added again");
  tell("its flags stay", 0, 1);
  tell("level", 0, 1);
  change((unsigned long)p[0], EVFILT_READ, EV_DELETE, 0, 0, 0);
  change((unsigned long)p[0], EVFILT_READ, EV_ADD | EV_CLEAR, 0, 0, "edge");
  tell("as edge", 0, 1);
  tell("told once", 0, 1);
  s_write(p[1], "x", 1);
  tell("more", 0, 1);
  change((unsigned long)p[0], EVFILT_READ, EV_DISABLE, 0, 0, "edge");
  s_write(p[1], "x", 1);
  tell("disabled", 0, 1);
  change((unsigned long)p[0], EVFILT_READ, EV_ENABLE, 0, 0, "edge");
  tell("enabled", 0, 1);
  change((unsigned long)p[0], EVFILT_READ, EV_DELETE, 0, 0, 0);
  change((unsigned long)p[0], EVFILT_READ, EV_ADD | EV_DISPATCH, 0, 0, "dispatch");
  tell("dispatch", 0, 1);
  tell("and off", 0, 1);
  change((unsigned long)p[0], EVFILT_READ, EV_DELETE, 0, 0, 0);
  change((unsigned long)p[0], EVFILT_READ, EV_ADD | EV_ONESHOT, 0, 0, "once");
  tell("oneshot", 0, 1);
  show("gone", change((unsigned long)p[0], EVFILT_READ, EV_DELETE, 0, 0, 0));
  print("\n");
  change((unsigned long)p[1], EVFILT_WRITE, EV_ADD, 0, 0, "write");
  tell("writable", 0, 0);
  change((unsigned long)p[1], EVFILT_WRITE, EV_DELETE, 0, 0, 0);
  s_read(p[0], b, 16);
  change((unsigned long)p[0], EVFILT_READ, EV_ADD, 0, 0, "end");
  s_close(p[1]);
  tell("writer closed", 100, 1);
  s_close(p[0]);
  tell("reader closed: forgotten", 0, 1);
}

static void files(void) {
  int fd = (int)s_open("watched", O_RDWR | O_CREAT | O_TRUNC, 0600);
  unsigned all = NOTE_DELETE | NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB | NOTE_LINK | NOTE_RENAME;
  change((unsigned long)fd, EVFILT_VNODE, EV_ADD | EV_CLEAR, all, 0, "file");
  tell("quiet", 0, 1);
  s_write(fd, "abc", 3);
  tell("written and extended", 0, 1);
  s_pwrite(fd, "x", 1, 0);
  tell("written", 0, 1);
  s_chmod("watched", 0640);
  tell("mode", 0, 1);
  s_link("watched", "second");
  tell("linked", 0, 1);
  s_rename("watched", "renamed");
  tell("renamed", 0, 1);
  s_unlink("second");
  tell("a link removed", 0, 1);
  s_unlink("renamed");
  tell("deleted", 0, 1);
  s_close(fd);
  s_mkdir("dir", 0700);
  fd = (int)s_open("dir", O_RDONLY | O_DIRECTORY, 0);
  change((unsigned long)fd, EVFILT_VNODE, EV_ADD | EV_CLEAR, NOTE_WRITE, 0, "directory");
  s_close((int)s_open("dir/entry", O_CREAT | O_WRONLY, 0600));
  tell("an entry came", 0, 1);
  s_unlink("dir/entry");
  tell("and went", 0, 1);
  s_close(fd);
  s_rmdir("dir");
  fd = (int)s_open("plain", O_RDWR | O_CREAT, 0600);
  s_write(fd, "0123456789", 10);
  long long at;
  s_seek(fd, 4, SEEK_SET, &at);
  change((unsigned long)fd, EVFILT_READ, EV_ADD, 0, 0, "plain");
  tell("a file with six bytes to go", 0, 1);
  s_seek(fd, 0, SEEK_END, &at);
  tell("at its end", 0, 1);
  s_close(fd);
  s_unlink("plain");
}

static void processes(void) {
  int go[2];
  char c;
  s_pipe2(go, 0);
  int pid = (int)s_fork();
  if (pid == 0) {
    s_read(go[0], &c, 1);
    if (s_fork() == 0) quit(0);
    s_wait(-1, 0, 0);
    s_write(go[1], "x", 1);
    s_sleep_ms(60);
    quit(9);
  }
  show("process", change((unsigned long)pid, EVFILT_PROC, EV_ADD, NOTE_EXIT | NOTE_FORK | NOTE_EXEC, 0, "child"));
  show(", no such", change(0x3fffff, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0));
  print("\n");
  tell("running", 0, 1);
  s_write(go[1], "x", 1);
  tell("forked", 1000, 1);
  tell("exited with 9", 5000, 1);
  print("%s\n", wait_text(pid));
  tell("reported once", 0, 1);
  pid = (int)s_fork();
  if (pid == 0)
    for (;;) s_sleep_ms(1000);
  change((unsigned long)pid, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, "victim");
  s_kill(pid, SIGKILL);
  tell("killed", 5000, 1);
  s_wait(pid, 0, 0);
  s_close(go[0]), s_close(go[1]);
}

static void others(void) {
  static const signal_set NONE;
  on_signal(SIGUSR1, SIG_IGN, 0, NONE);
  change(SIGUSR1, EVFILT_SIGNAL, EV_ADD, 0, 0, "signal");
  tell("no signal", 0, 1);
  s_kill(s_getpid(), SIGUSR1), s_kill(s_getpid(), SIGUSR1);
  tell("two ignored ones", 100, 1);
  tell("counted anew", 0, 1);
  change(SIGUSR1, EVFILT_SIGNAL, EV_DELETE, 0, 0, 0);

  long before = now_ms();
  change(1, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_MSECONDS, 40, "once");
  tell("not yet", 0, 1);
  tell("one-shot timer", 5000, 1);
  long took = now_ms() - before;
  print("after its time %d\n", took >= 40 && took < 20000);
  change(2, EVFILT_TIMER, EV_ADD, NOTE_MSECONDS, 20, "periodic");
  tell("periodic", 5000, 0);
  tell("again", 5000, 0);
  s_sleep_ms(110);
  struct event e;
  struct timespec none = {0, 0};
  long n = SYS(NR_KEVENT, queue, 0, 0, &e, 1, &none);
  print("missed ones are counted: %ld %d\n", n, e.data >= 3);
  show("delete", change(2, EVFILT_TIMER, EV_DELETE, 0, 0, 0));
  print("\n");
#ifdef NOTE_NSECONDS
  change(3, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_NSECONDS, 1000000, "nanoseconds");
  tell("in nanoseconds", 5000, 0);
  change(4, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_SECONDS, 3600, "hour");
  tell("in seconds", 30, 0);
  change(4, EVFILT_TIMER, EV_DELETE, 0, 0, 0);
#endif

  show("user", change(5, EVFILT_USER, EV_ADD | EV_CLEAR, NOTE_FFCOPY_ | 0x12, 0, "user"));
  print("\n");
  tell("not triggered", 0, 0);
  change(5, EVFILT_USER, 0, NOTE_TRIGGER_, 0, "user");
  tell("triggered", 0, 0);
  tell("cleared", 0, 0);
  change(5, EVFILT_USER, 0, NOTE_FFCOPY_ | NOTE_TRIGGER_ | 0x34, 0, "changed");
  tell("with other flags", 0, 0);
  change(5, EVFILT_USER, EV_DELETE, 0, 0, 0);

  struct event list[2];
  memset(list, 0, sizeof list);
  list[0].ident = 77, list[0].flags = EV_ADD;
  list[1].ident = 6, list[1].flags = EV_ADD | EV_RECEIPT;
  list[0].filter = EVFILT_READ, list[1].filter = EVFILT_USER;
  n = SYS(NR_KEVENT, queue, list, 2, list, 2, &none);
  print("errors and receipts as events: %ld, %d %s, %d %d\n", n, (list[0].flags & EV_ERROR) != 0, result_name(-(long)list[0].data),
        (list[1].flags & EV_ERROR) != 0, (int)list[1].data);

  int inner = (int)SYS(SYS_kqueue), outer = queue;
  change((unsigned long)inner, EVFILT_READ, EV_ADD, 0, 0, "queue");
  queue = inner;
  change(7, EVFILT_USER, EV_ADD, NOTE_TRIGGER_, 0, 0);
  queue = outer;
  tell("a queue in a queue", 100, 0);
  int pid = (int)s_fork();
  if (pid == 0) quit(s_fcntl(outer, F_GETFD, 0) == -EBADF ? 1 : 2);
  print("a child has no queues: %s\n", wait_text(pid));
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  queue = (int)SYS(SYS_kqueue);
  transfers();
  files();
  processes();
  others();
  return 0;
}
