/* fork, execve of itself, wait, stopping, groups, pipes and descriptors: the same source on Linux and the BSDs. */
#include "common.h"

static const signal_set NONE;

static int executed(int argc, char **argv, char **envp) {
  struct kernel_sigaction usr1, usr2;
  signal_set now;
  for (int i = 1; i < argc; i++) print("argv[%d] <%s>\n", i, argv[i]);
  for (int i = 0; envp[i]; i++) print("env <%s>\n", envp[i]);
  print("descriptor 20 %s", s_fcntl(20, F_GETFD, 0) >= 0 ? "open" : "closed");
  print(", 21 %s", s_fcntl(21, F_GETFD, 0) >= 0 ? "open" : "closed");
  print("\n");
  s_sigaction(SIGUSR1, 0, &usr1);
  s_sigaction(SIGUSR2, 0, &usr2);
  mask_signals(SIG_BLOCK, NONE, &now);
  print("handler became default %d, ignored stayed %d, mask stayed %d\n", (void *)usr1.handler == (void *)SIG_DFL,
        (void *)usr2.handler == (void *)SIG_IGN, set_has(&now, SIGTERM));
  return 17;
}

static void handler(int number, siginfo_t *info, void *context) { (void)number, (void)info, (void)context; }

static void forks(void) {
  volatile int own = 1;
  int status = 0, pid = (int)s_fork();
  if (pid == 0) {
    own = 2;
    quit(own + 40);
  }
  print("wait gives the child %d", s_wait(pid, &status, 0) == pid);
  print(", status %x, own memory %d\n", status, own);
  show("no child", s_wait(-1, &status, 0));
  show(", bad pid", s_wait(0x3fffff, &status, 0));
  print("\n");
  pid = (int)s_fork();
  if (pid == 0) {
    s_sleep_ms(40);
    quit(1);
  }
  print("WNOHANG %s, ", result_name(s_wait(pid, &status, WNOHANG)));
  print("then %s\n", wait_text(pid));
  pid = (int)s_fork();
  if (pid == 0)
    for (;;) s_sleep_ms(1000);
  s_kill(pid, SIGSTOP);
  print("stopped: wait gives it %d", s_wait(pid, &status, WUNTRACED) == pid);
  print(", %d by %s\n", (status & 0xff) == 0x7f, signal_name(status >> 8 & 0xff));
  s_kill(pid, SIGCONT);
  print("continued: wait gives it %d\n", s_wait(pid, &status, WCONTINUED) == pid);
  s_kill(pid, SIGTERM);
  print("ended %s\n", wait_text(pid));
}

static void groups(void) {
  int fds[2];
  char c = 0;
  s_pipe2(fds, 0);
  int pid = (int)s_fork();
  if (pid == 0) {
    long set = s_setpgid(0, 0);
    c = set == 0 && s_getpgrp() == s_getpid() ? 'y' : 'n';
    s_write(fds[1], &c, 1);
    c = s_setsid() == -EPERM ? 'y' : 'n';
    s_write(fds[1], &c, 1);
    int child = (int)s_fork();
    if (child == 0) {
      c = s_setsid() == s_getpid() ? 'y' : 'n';
      s_write(fds[1], &c, 1);
      quit(0);
    }
    wait_text(child);
    quit(0);
  }
  wait_text(pid);
  for (int i = 0; i < 3; i++) s_read(fds[0], &c, 1), print("group %d %c\n", i, c);
  pid = (int)s_fork();
  if (pid == 0) {
    int parent = s_getpid();
    if (s_fork() == 0) {
      while (s_getppid() == parent) s_sleep_ms(2);
      s_write(fds[1], "o", 1);
    }
    quit(0);
  }
  wait_text(pid);
  s_read(fds[0], &c, 1);
  print("orphan %c\n", c);
  s_close(fds[0]), s_close(fds[1]);
}

static char block[70000];

static void pipes(void) {
  int p[2];
  char b[64];
  long long at;
  print("pipe %s", result_name(s_pipe2(p, O_CLOEXEC)));
  print(" %d %d, cloexec %ld\n", p[0], p[1], s_fcntl(p[0], F_GETFD, 0));
  s_write(p[1], "hello", 5);
  int waiting = 0;
  s_ioctl(p[0], FIONREAD, &waiting);
  b[s_read(p[0], b, 60)] = 0;
  print("waiting %d <%s>\n", waiting, b);
  show("read from the write end", s_read(p[1], b, 1));
  show(", seek", s_seek(p[0], 0, 0, &at));
  print("\n");
  s_fcntl(p[0], F_SETFL, O_NONBLOCK);
  print("empty and non-blocking %s\n", result_name(s_read(p[0], b, 1)));
  s_close(p[0]), s_close(p[1]);
  s_pipe2(p, 0);
  int pid = (int)s_fork();
  if (pid == 0) {
    s_close(p[0]);
    for (unsigned i = 0; i < sizeof block; i++) block[i] = (char)(i * 7);
    quit(s_write(p[1], block, sizeof block) == (long)sizeof block);
  }
  s_close(p[1]);
  unsigned sum = 0, length = 0;
  long n;
  while ((n = s_read(p[0], b, sizeof b)) > 0)
    for (long i = 0; i < n; i++) sum = sum * 31 + (unsigned char)b[i], length++;
  print("large write: %u bytes, sum %u, end %s, writer %s\n", length, sum, result_name(n), wait_text(pid));
  s_close(p[0]);
  s_pipe2(p, 0);
  s_close(p[0]);
  on_signal(SIGPIPE, SIG_IGN, 0, NONE);
  print("no reader %s\n", result_name(s_write(p[1], "x", 1)));
  on_signal(SIGPIPE, SIG_DFL, 0, NONE);
  s_close(p[1]);
  print("fifo %s, ", result_name(s_mkfifo("fifo", 0600)));
  print("no reader yet %s\n", result_name(s_open("fifo", O_WRONLY | O_NONBLOCK, 0)));
  pid = (int)s_fork();
  if (pid == 0) {
    s_write((int)s_open("fifo", O_WRONLY, 0), "through a fifo", 14);
    quit(0);
  }
  int in = (int)s_open("fifo", O_RDONLY, 0);
  b[s_read(in, b, 60)] = 0;
  print("<%s>, %s\n", b, wait_text(pid));
  s_close(in);
  s_unlink("fifo");
}

static void executions(char *self) {
  char *none[] = {0};
  char *args[] = {"exec", "executed", "two words", "", 0};
  char *env[] = {"A=1", "EMPTY=", "X=y z", 0};
  print("absent %s, ", result_name(s_execve("./none", args, env)));
  print("directory %s\n", result_name(s_execve("/", args, env)));
  int fd = (int)s_open("script", O_CREAT | O_WRONLY, 0644);
  s_write(fd, "#!/none\n", 8);
  s_close(fd);
  print("not executable %s, ", result_name(s_execve("./script", args, env)));
  s_chmod("script", 0755);
  print("missing interpreter %s\n", result_name(s_execve("./script", args, env)));
  fd = (int)s_open("script", O_WRONLY | O_TRUNC, 0);
  s_write(fd, "just text\n", 10);
  s_close(fd);
  show("text", s_execve("./script", args, env));
  show(", bad pointers", s_execve(self, (char **)8, none));
  print("\n");
  s_unlink("script");
  s_dup2(1, 20), s_dup2(1, 21);
  s_fcntl(21, F_SETFD, FD_CLOEXEC);
  on_signal(SIGUSR1, (void *)handler, SA_SIGINFO, NONE);
  on_signal(SIGUSR2, SIG_IGN, 0, NONE);
  mask_signals(SIG_BLOCK, set_of(SIGTERM), 0);
  int pid = (int)s_fork();
  if (pid == 0) quit((int)s_execve(self, args, env) & 0xff);
  print("executed: %s\n", wait_text(pid));
  mask_signals(SIG_SETMASK, NONE, 0);
}

int guest_main(int argc, char **argv, char **envp) {
  if (argc > 1 && strcmp(argv[1], "executed") == 0) return executed(argc, argv, envp);
  forks();
  groups();
  pipes();
  executions(argv[0]);
  int pid = (int)s_fork();
  if (pid == 0) {
    int last = 0, fd;
    s_descriptor_limit(64);
    while ((fd = (int)s_dup(1)) >= 0) last = fd;
    quit(last + (fd == -EMFILE));
  }
  print("descriptor limit of 64: %s\n", wait_text(pid));
  return 0;
}
