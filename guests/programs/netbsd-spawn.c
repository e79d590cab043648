/* posix_spawn as a system call: each attribute, each file action, and where errors go. */
#include "common.h"

enum { RESETIDS = 1, SETPGROUP = 2, SETSCHEDPARAM = 4, SETSCHEDULER = 8, SETSIGDEF = 16, SETSIGMASK = 32, RETURNERROR = 64 };
enum { OPEN, DUP2, CLOSE, CHDIR, FCHDIR };

struct action {
  unsigned what;
  int fd;
  union {
    struct {
      const char *path;
      int flags;
      unsigned mode;
    } open;
    int to;
  } with;
};
struct attributes {
  short flags;
  int group, priority, policy;
  signal_set defaults, mask;
};
static struct attributes attributes;
static struct action list[8];
static struct {
  unsigned size, length;
  struct action *list;
} actions = {8, 0, list};
static char *self, *args[] = {"spawned", "report", 0}, *environment[] = {"G=1", 0};

static void act(unsigned what, int fd, int to, const char *path) {
  struct action *a = &list[actions.length++];
  memset(a, 0, sizeof *a);
  a->what = what, a->fd = fd;
  if (path) a->with.open.path = path, a->with.open.flags = O_RDONLY;
  else a->with.to = to;
}

static const char *opened(int fd) { return s_fcntl(fd, F_GETFD, 0) >= 0 ? "open" : "closed"; }

/* What the child finds. */
static int report(void) {
  char directory[300], byte[2] = "";
  struct kernel_sigaction one, other;
  signal_set mask;
  mask_signals(SIG_BLOCK, (signal_set){0}, &mask);
  s_sigaction(SIGUSR2, 0, &one);
  s_sigaction(SIGTERM, 0, &other);
  SYS(SYS___getcwd, directory, sizeof directory);
  const char *last = directory;
  for (const char *c = directory; *c; c++)
    if (*c == '/') last = c + 1;
  s_read(9, byte, 1);
  print("  group %s, mask %d %d, SIGUSR2 %s, SIGTERM %s\n", s_getpgrp() == s_getpid() ? "own" : "the parent's",
        set_has(&mask, SIGUSR1), set_has(&mask, SIGUSR2), one.handler == SIG_IGN ? "ignored" : "default",
        other.handler == SIG_IGN ? "ignored" : "default");
  print("  5 %s, 6 %s, 7 %s, 8 %s, 9 %s <%s>", opened(5), opened(6), opened(7), opened(8), opened(9), byte);
  print(", in %s\n", strcmp(last, "sub") ? "the parent's directory" : "sub");
  return 3;
}

static int spawn(const char *what, const char *path, int flags) {
  int pid = 0;
  attributes.flags = (short)flags;
  const char *result = result_name(-SYS(SYS_posix_spawn, &pid, path, &actions, &attributes, args, environment));
  char text[32];
  memcpy(text, result, 24);
  long got = pid > 0 ? pid : s_wait(-1, 0, 1);
  if (pid > 0) print("%s %s, child %s\n", what, text, wait_text(pid));
  else print("%s %s, %s\n", what, text, got > 0 ? "a child ended" : "no child");
  actions.length = 0;
  return pid;
}

int guest_main(int argc, char **argv, char **envp) {
  (void)envp;
  if (argc > 1) return report();
  self = argv[0];
  s_mkdir("sub", 0700);
  s_symlink(self, "self");
  int file = (int)s_open("file", O_CREAT | O_RDWR | O_TRUNC, 0600), directory = (int)s_open("sub", O_RDONLY, 0);
  s_write(file, "x", 1);
  for (int fd = 5; fd < 10; fd++) s_dup2(file, fd);
  s_fcntl(8, F_SETFD, 1);
  signal_set none = {0};
  on_signal(SIGUSR2, SIG_IGN, 0, none);
  on_signal(SIGTERM, SIG_IGN, 0, none);

  spawn("nothing asked", self, 0);
  act(OPEN, 9, 0, "file"), act(CLOSE, 5, 0, 0), act(DUP2, 9, 7, 0), act(DUP2, 8, 8, 0), act(CHDIR, 0, 0, "sub");
  attributes.mask = set_of(SIGUSR1), attributes.defaults = set_of(SIGUSR2);
  spawn("everything", self, RESETIDS | SETPGROUP | SETSIGDEF | SETSIGMASK);
  act(FCHDIR, directory, 0, 0);
  spawn("a program below the parent's directory", "./self", 0);

  act(CLOSE, 77, 0, 0);
  spawn("closing nothing:", self, 0);
  act(CLOSE, 77, 0, 0);
  spawn("closing nothing, told:", self, RETURNERROR);
  act(OPEN, 9, 0, "none");
  spawn("opening nothing, told:", self, RETURNERROR);
  act(CHDIR, 0, 0, "file");
  spawn("a file as directory, told:", self, RETURNERROR);
  act(CLOSE, 77, 0, 0);
  spawn("no program before any action:", "./none", RETURNERROR);
  spawn("no program at all:", "file", 0);
  act(OPEN, 9, 0, (const char *)16);
  spawn("a path of nowhere:", self, 0);
  attributes.group = 0x3fffff;
  spawn("a group of nobody's:", self, SETPGROUP);
  attributes.group = 0, attributes.priority = -1;
  spawn("the usual class", self, SETSCHEDULER | RETURNERROR);
  attributes.policy = 9;
  spawn("no such class:", self, SETSCHEDULER | RETURNERROR);
  attributes.policy = 0, attributes.priority = 5;
  spawn("a priority in it:", self, SETSCHEDPARAM | RETURNERROR);
  int status;
  while (s_wait(-1, &status, 0) > 0) print("left: %d\n", status >> 8);
  s_unlink("self"), s_unlink("file"), s_rmdir("sub");
  return 0;
}
