/* execve of this very program: arguments, environment, what survives (descriptors, mask, ignored signals) and what does not. */
#include "posix.h"
#include "signals.h"

static const signal_set NONE;

static int child(char **argv, char **envp) {
  struct kernel_sigaction usr1, usr2;
  signal_set now;
  for (int i = 1; argv[i]; i++) print("argv[%d] <%s>\n", i, argv[i]);
  for (int i = 0; envp[i]; i++) print("env <%s>\n", envp[i]);
  print("descriptor 20 %s, 21 %s\n", s_fcntl(20, F_GETFD, 0) >= 0 ? "open" : "closed", s_fcntl(21, F_GETFD, 0) >= 0 ? "open" : "closed");
  SYS(__NR_rt_sigaction, SIGUSR1, 0, &usr1, SIGSET_BYTES);
  SYS(__NR_rt_sigaction, SIGUSR2, 0, &usr2, SIGSET_BYTES);
  print("handler became default %d, ignored stayed %d\n", (void *)usr1.handler == (void *)SIG_DFL, (void *)usr2.handler == (void *)SIG_IGN);
  mask_signals(SIG_BLOCK, NONE, &now);
  signal_set pending;
  SYS(__NR_rt_sigpending, &pending, SIGSET_BYTES);
  print("mask stayed %d, pending stayed %d\n", set_has(&now, SIGTERM), set_has(&pending, SIGTERM));
  char name[17] = "";
  SYS(__NR_prctl, 16, name);
  print("process name <%s>\n", name);
  return 17;
}

static void ignore(int number, siginfo_t *info, void *context) { (void)number, (void)info, (void)context; }

int guest_main(int argc, char **argv, char **envp) {
  if (argc > 1 && memcmp(argv[1], "child", 5) == 0) return child(argv, envp);
  char *none[] = {0};
  char *args[] = {"exec", "child", "two words", "", 0};
  char *env[] = {"A=1", "EMPTY=", "G_X=y z", 0};
  char self[4096];
  long n = SYS(__NR_readlinkat, AT_FDCWD, "/proc/self/exe", self, sizeof self - 1);
  self[n < 0 ? 0 : n] = 0;

  print("absent %s\n", result_name(SYS(__NR_execve, "./none", args, env)));
  print("directory %s\n", result_name(SYS(__NR_execve, "/", args, env)));
  int fd = (int)s_open("script", O_CREAT | O_WRONLY, 0644);
  s_write(fd, "#!/none\n", 8);
  s_close(fd);
  print("not executable %s\n", result_name(SYS(__NR_execve, "./script", args, env)));
  SYS(__NR_fchmodat, AT_FDCWD, "script", 0755);
  print("missing interpreter %s\n", result_name(SYS(__NR_execve, "./script", args, env)));
  fd = (int)s_open("script", O_WRONLY | O_TRUNC, 0);
  s_write(fd, "just text\n", 10);
  s_close(fd);
  print("text %s\n", result_name(SYS(__NR_execve, "./script", args, env)));
  fd = (int)s_open("script", O_WRONLY | O_TRUNC, 0);
  s_close(fd);
  print("empty file %s\n", result_name(SYS(__NR_execve, "./script", args, env)));
  fd = (int)s_open("script", O_WRONLY | O_TRUNC, 0);
  s_write(fd, "\177ELF truncated", 14);
  s_close(fd);
  print("truncated ELF %s\n", result_name(SYS(__NR_execve, "./script", args, env)));
  print("bad pointers %s\n", result_name(SYS(__NR_execve, self, (char **)8, none)));

  SYS(__NR_dup3, 1, 20, 0);
  SYS(__NR_dup3, 1, 21, O_CLOEXEC);
  on_signal(SIGUSR1, (void *)ignore, SA_SIGINFO, NONE);
  on_signal(SIGUSR2, SIG_IGN, 0, NONE);
  mask_signals(SIG_BLOCK, set_of(SIGTERM), 0);
  int pid = (int)s_fork();
  if (pid == 0) {
    s_raise(SIGTERM);
    quit((int)SYS(__NR_execve, self, args, env) & 0xff);
  }
  print("child: %s\n", wait_text(pid));

  fd = (int)s_open("script", O_WRONLY | O_TRUNC, 0);
  s_write(fd, "#!", 2);
  s_write(fd, self, strlen(self));
  s_write(fd, " child one argument\n", 20);
  s_close(fd);
  pid = (int)s_fork();
  if (pid == 0) quit((int)SYS(__NR_execve, "./script", args, none) & 0xff);
  print("script: %s\n", wait_text(pid));
  pid = (int)s_fork();
  if (pid == 0) quit((int)SYS(__NR_execve, "/proc/self/exe", args, none) & 0xff);
  print("/proc/self/exe: %s\n", wait_text(pid));
  s_unlink("script");
  return 0;
}
