/* Descriptors of Linux's own kinds: processes, watched files, bytes between pipes; files opened and transferred with restrictions. */
#include <linux/inotify.h>
#include <linux/openat2.h>
#include <linux/poll.h>

#include "posix.h"
#include "signals.h"

static const signal_set NONE;
static char folder[40], path[64];

struct piece {
  void *at;
  unsigned long length;
};
struct wait_info {
  int number, a, b;
  int rest[29];
};
#define P_PIDFD 3
#define WAIT_ENDED 4
#define WAIT_STAYS 0x1000000
#define OFFSET(low) (long)(low), (long)((low) < 0 ? -1 : 0)

static long ready(int fd, int events) {
  struct pollfd p = {fd, (short)events, 0};
  struct {
    long s, ns;
  } t = {0, 0};
  long n = SYS(__NR_ppoll, &p, 1, &t, 0, SIGSET_BYTES);
  return n < 0 ? n : p.revents;
}

static void processes(void) {
  int p[2], hold[2];
  char c;
  s_pipe2(p, 0), s_pipe2(hold, 0);
  int pid = (int)s_fork();
  if (pid == 0) {
    s_close(hold[1]);
    s_write(p[1], "x", 1);
    s_read(hold[0], &c, 1);
    quit(1);
  }
  s_read(p[0], &c, 1);
  int fd = (int)SYS(__NR_pidfd_open, pid, 0);
  print("process: opened %d, closed on exec %ld, bad flag %s", fd >= 0, s_fcntl(fd, 1, 0),
        result_name(SYS(__NR_pidfd_open, pid, 1)));
  print(", bad number %s", result_name(SYS(__NR_pidfd_open, -1, 0)));
  print(", none such %s\n", result_name(SYS(__NR_pidfd_open, 0x3fffff, 0)));
  int waiting = (int)SYS(__NR_pidfd_open, pid, O_NONBLOCK);
  struct wait_info info;
  print("running: readable %ld, waited for without waiting %s", ready(fd, POLLIN),
        result_name(SYS(__NR_waitid, P_PIDFD, waiting, &info, WAIT_ENDED, 0)));
  int got = (int)SYS(__NR_pidfd_getfd, fd, p[1], 0);
  s_write(got, "taken", 5);
  char b[8] = {0};
  s_read(p[0], b, 5);
  print(", its descriptor <%s>", b);
  print(", a closed one %s, a bad flag %s\n", result_name(SYS(__NR_pidfd_getfd, fd, 999, 0)),
        result_name(SYS(__NR_pidfd_getfd, fd, p[1], 1)));
  print("signal 0 %s, ", result_name(SYS(__NR_pidfd_send_signal, fd, 0, 0, 0)));
  char directory[32];
  format(directory, sizeof directory, "/proc/%d", pid);
  int place = (int)s_open(directory, O_RDONLY | O_DIRECTORY, 0);
  print("by its directory %s, ", result_name(SYS(__NR_pidfd_send_signal, place, 0, 0, 0)));
  s_close(place);
  print("to a pipe %s, ", result_name(SYS(__NR_pidfd_send_signal, p[0], SIGTERM, 0, 0)));
  print("SIGTERM %s\n", result_name(SYS(__NR_pidfd_send_signal, fd, SIGTERM, 0, 0)));
  long waited = SYS(__NR_waitid, P_PIDFD, fd, &info, WAIT_ENDED | WAIT_STAYS, 0);
  print("ended: waited %s, readable %ld, ", result_name(waited), ready(fd, POLLIN));
  print("by number %s, ", wait_text(pid));
  print("signal then %s, waited again %s\n", result_name(SYS(__NR_pidfd_send_signal, fd, 0, 0, 0)),
        result_name(SYS(__NR_waitid, P_PIDFD, fd, &info, WAIT_ENDED, 0)));
  s_close(fd), s_close(waiting), s_close(got);
}

static void drain(int fd) {
  char b[512] __attribute__((aligned(8)));
  long n = s_read(fd, b, sizeof b);
  if (n < 0) {
    print(" %s", result_name(n));
    return;
  }
  for (long at = 0; at < n;) {
    struct inotify_event *e = (struct inotify_event *)(b + at);
    print(" %x<%s>", e->mask, e->len ? e->name : "");
    at += (long)(sizeof *e + e->len);
  }
}

static void watching(void) {
  int fd = (int)SYS(__NR_inotify_init1, O_NONBLOCK);
  long watch = SYS(__NR_inotify_add_watch, fd, folder, IN_CREATE | IN_DELETE | IN_MODIFY | IN_ATTRIB | IN_MOVED_TO);
  print("watch %s, none %s, nothing asked %s, nothing yet", watch > 0 ? "made" : result_name(watch),
        result_name(SYS(__NR_inotify_add_watch, fd, "/no/such", IN_CREATE)),
        result_name(SYS(__NR_inotify_add_watch, fd, folder, 0)));
  drain(fd);
  format(path, sizeof path, "%s/one", folder);
  int file = (int)s_open(path, O_RDWR | O_CREAT, 0600);
  s_write(file, "abcdef", 6);
  SYS(__NR_fchmodat, AT_FDCWD, path, 0640);
  print("\nseen:");
  drain(fd);
  s_unlink(path);
  drain(fd);
  print(", readable %ld", ready(fd, POLLIN));
  print(", removed %s", result_name(SYS(__NR_inotify_rm_watch, fd, watch)));
  print(", readable %ld:", ready(fd, POLLIN));
  drain(fd);
  print(", again %s\n", result_name(SYS(__NR_inotify_rm_watch, fd, watch)));
  s_close(fd);

  char b[16] = {0}, c[16] = {0};
  struct piece in[2] = {{b, 2}, {c, 10}}, out = {"XY", 2};
  print("preadv2 %s", result_name(SYS(__NR_preadv2, file, in, 2, OFFSET(1), 0)));
  print(" <%s><%s>", b, c);
  print(", at the end %s", result_name(SYS(__NR_preadv2, file, in, 2, OFFSET(-1), 0)));
  print(", pwritev2 to the end %s", result_name(SYS(__NR_pwritev2, file, &out, 1, OFFSET(0), 16)));
  print(", bad flag %s", result_name(SYS(__NR_pwritev2, file, &out, 1, OFFSET(0), 0x8000)));
  memset(b, 0, sizeof b);
  print(", file %s", result_name(s_pread(file, b, 15, 0)));
  print(" <%s>\n", b);
  s_close(file);
}

static void restricted(void) {
  struct open_how how = {.flags = O_RDONLY};
  print("openat2 %d", SYS(__NR_openat2, AT_FDCWD, "/", &how, sizeof how) >= 0);
  print(", short %s", result_name(SYS(__NR_openat2, AT_FDCWD, "/", &how, 8)));
  how.flags = 1ull << 40;
  print(", unknown flag %s", result_name(SYS(__NR_openat2, AT_FDCWD, "/", &how, sizeof how)));
  how.flags = O_RDONLY, how.resolve = 0x1000;
  print(", unknown restriction %s", result_name(SYS(__NR_openat2, AT_FDCWD, "/", &how, sizeof how)));
  struct open_how larger[2] = {{.flags = O_RDONLY}, {.flags = 1}};
  print(", larger than known %s\n", result_name(SYS(__NR_openat2, AT_FDCWD, "/", larger, sizeof larger)));
}

static void between(void) {
  int a[2], b[2];
  char text[16] = {0};
  s_pipe2(a, 0), s_pipe2(b, 0);
  struct piece from[2] = {{"first ", 6}, {"second", 6}}, to = {text, 15};
  print("vmsplice %s", result_name(SYS(__NR_vmsplice, a[1], from, 2, 0)));
  print(", tee %s", result_name(SYS(__NR_tee, a[0], b[1], 5, 0)));
  print(", of one pipe %s", result_name(SYS(__NR_tee, a[0], a[1], 5, 0)));
  print(", splice %s", result_name(SYS(__NR_splice, a[0], 0, b[1], 0, 100, 0)));
  print(", of nothing %s", result_name(SYS(__NR_splice, a[0], 0, b[1], 0, 100, 2)));
  print(", tee of nothing %s", result_name(SYS(__NR_tee, a[0], b[1], 5, 2)));
  print(", out %s", result_name(s_read(b[0], text, 5)));
  print(" <%s>", text);
  memset(text, 0, sizeof text);
  print(" and %s", result_name(SYS(__NR_vmsplice, b[0], &to, 1, 0)));
  print(" <%s>\n", text);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  format(folder, sizeof folder, "/tmp/guest-handles-%d", (int)SYS(__NR_getpid));
  s_mkdir(folder, 0700);
  on_signal(SIGPIPE, SIG_IGN, 0, NONE);
  processes();
  watching();
  restricted();
  between();
  s_rmdir(folder);
  return 0;
}
