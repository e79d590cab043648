/* pledge and unveil: what is promised is kept, what is broken ends the process, what is hidden is not there. */
#include "common.h"

static long pledge(const char *promises, const char *later) { return SYS(SYS_pledge, promises, later); }
static long unveil(const char *path, const char *letters) { return SYS(SYS_unveil, path, letters); }
static char **arguments;

static void in_child(const char *what, void (*run)(void)) {
  long pid = s_fork();
  if (!pid) {
    run();
    quit(0);
  }
  print("%s: %s\n", what, wait_text((int)pid));
}

static void promise(const char *promises) {
  long r = pledge(promises, 0);
  if (r) quit(100);
}

static void keeps_stdio(void) {
  promise("stdio");
  print("allowed\n");
  s_sleep_ms(1);
  int pair[2];
  if (s_pipe2(pair, 0) || s_getpid() < 2 || s_open("/dev/null", O_RDWR, 0) < 0) quit(1);
  if (s_kill(s_getpid(), 0)) quit(2);
}
static void opens(void) { promise("stdio"), s_open("secret", O_RDONLY, 0), quit(1); }
static void opens_to_write(void) { promise("stdio rpath"), s_open("secret", O_WRONLY, 0), quit(1); }
static void creates(void) { promise("stdio rpath wpath"), s_open("fresh", O_WRONLY | O_CREAT, 0600), quit(1); }
static void creates_as_promised(void) {
  promise("stdio rpath wpath cpath");
  if (s_open("fresh", O_RDWR | O_CREAT, 0600) < 0 || s_unlink("fresh")) quit(1);
}
static void forks(void) { promise("stdio"), s_fork(), quit(1); }
static void makes_socket(void) { promise("stdio unix"), s_socket(AF_INET, SOCK_STREAM), quit(1); }
static void makes_unix_socket(void) { promise("stdio unix"), quit(s_socket(AF_UNIX, SOCK_STREAM) < 0); }
static void executes(void) { promise("stdio rpath"), s_execve(arguments[0], arguments, arguments + 2), quit(1); }
static void kills(void) { promise("stdio"), s_kill(s_getppid(), 0), quit(1); }
static void changes_mode(void) { promise("stdio rpath"), s_chmod("secret", 0600), quit(1); }
static void maps_code(void) {
  promise("stdio");
  /* Before this, start-up code may still map some. */
  if (s_mmap(0, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == -EPERM) quit(3);
  SYS(SYS_kbind, 0, 0, 0, 0);
  s_mmap(0, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  quit(1);
}
static void stats(void) {
  file_status st;
  promise("stdio");
  s_stat("secret", &st);
  quit(1);
}
static void catches(int number) {
  (void)number;
  quit(1);
}
static void cannot_catch(void) {
  signal_set none = {{0}};
  on_signal(SIGABRT, (void *)catches, 0, none);
  mask_signals(SIG_BLOCK, set_of(SIGABRT), 0);
  opens();
}
static void only_errors(void) {
  promise("stdio error");
  print("with error: open %s, fork %s, pledge of more %s\n", result_name(s_open("secret", O_RDONLY, 0)), result_name(s_fork()),
        result_name(pledge("stdio rpath error", 0)));
  print("still not: open %s\n", result_name(s_open("secret", O_RDONLY, 0)));
}
static void grows(void) {
  promise("stdio rpath");
  print("pledge of more %s, of less %s, of it again %s, unknown %s\n", result_name(pledge("stdio wpath", 0)), result_name(pledge("stdio", 0)),
        result_name(pledge("stdio rpath", 0)), result_name(pledge("stdio bogus", 0)));
}
static void nothing(void) { promise(""), s_getpid(), quit(1); }
static void hands_on(void) {
  if (pledge("stdio exec rpath", "stdio")) quit(1);
  char *const argv[] = {arguments[0], (char *)"child", 0}, *const none[] = {0};
  s_execve(arguments[0], (char **)argv, (char **)none);
  quit(2);
}

static void touch(const char *path, const char *text) {
  int fd = (int)s_open(path, O_RDWR | O_CREAT, 0600);
  s_write(fd, text, strlen(text));
  s_close(fd);
}

static const char *opened(const char *path, int flags) {
  long fd = s_open(path, flags, 0600);
  if (fd >= 0) s_close((int)fd);
  return fd >= 0 ? "0" : result_name(fd);
}

static void hides(void) {
  file_status st;
  char text[64];
  print("unveil %s %s %s\n", result_name(unveil("shown", "r")), result_name(unveil("work", "rwc")), result_name(unveil("none", "")));
  print("wrong letters %s, one NULL %s, no such directory %s\n", result_name(unveil("shown", "z")), result_name(unveil("shown", 0)),
        result_name(unveil("absent/x", "r")));
  print("shown: read %s, write %s, stat %s, unlink %s\n", opened("shown", O_RDONLY), opened("shown", O_WRONLY),
        result_name(s_stat("shown", &st)), result_name(s_unlink("shown")));
  print("secret: read %s, stat %s, readlink %s, chmod %s\n", opened("secret", O_RDONLY), result_name(s_stat("secret", &st)),
        result_name(s_readlink("secret", text, sizeof text)), result_name(s_chmod("secret", 0600)));
  print("through a link: to shown %s, to secret %s\n", opened("work/good", O_RDONLY), opened("work/bad", O_RDONLY));
  print("work: create %s, again to read %s, above it %s\n", opened("work/new", O_RDWR | O_CREAT), opened("work/new", O_RDONLY),
        opened("work/../secret", O_RDONLY));
  print("rename inside %s, to the outside %s, link from outside %s\n", result_name(s_rename("work/new", "work/newer")),
        result_name(s_rename("work/newer", "outside")), result_name(s_link("secret", "work/stolen")));
  print("none %s, not executable %s, /dev/null %s\n", opened("none", O_RDONLY), result_name(s_execve("work/newer", arguments, arguments + 2)),
        opened("/dev/null", O_RDONLY));
  print("mkdir %s, chdir %s", result_name(s_mkdir("work/d", 0700)), result_name(s_chdir("work")));
  print(", and there newer %s, shown %s\n", opened("newer", O_RDONLY), opened("../shown", O_RDONLY));
  s_unlink("newer"), s_rmdir("d");
  long pid = s_fork();
  if (!pid) {
    print("child: shown %s, secret %s\n", opened("../shown", O_RDONLY), opened("../secret", O_RDONLY));
    quit(0);
  }
  wait_text((int)pid);
  print("lock %s, then %s\n", result_name(unveil(0, 0)), result_name(unveil("newer", "r")));
}
static void pledge_locks(void) {
  if (unveil("shown", "r")) quit(1);
  print("with the promise: %s", result_name(pledge("stdio rpath unveil", 0)));
  print(" %s", result_name(unveil("secret", "r")));
  print(", secret %s\n", opened("secret", O_RDONLY));
  promise("stdio rpath");
  unveil("secret", "r");
  quit(1);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)envp;
  arguments = argv;
  if (argc > 1) {
    print("executed: still here\n");
    s_open("secret", O_RDONLY, 0);
    return 1;
  }
  touch("secret", "s"), touch("shown", "x"), touch("none", "n");
  s_mkdir("work", 0700), s_symlink("../shown", "work/good"), s_symlink("../secret", "work/bad");
  in_child("stdio, kept", keeps_stdio);
  in_child("open", opens);
  in_child("open to write", opens_to_write);
  in_child("create", creates);
  in_child("create as promised", creates_as_promised);
  in_child("stat", stats);
  in_child("chmod", changes_mode);
  in_child("fork", forks);
  in_child("inet socket", makes_socket);
  in_child("unix socket", makes_unix_socket);
  in_child("execve", executes);
  in_child("kill of another", kills);
  in_child("code", maps_code);
  in_child("SIGABRT caught and blocked", cannot_catch);
  in_child("error", only_errors);
  in_child("growing", grows);
  in_child("nothing at all", nothing);
  in_child("execpromises", hands_on);
  in_child("unveil", hides);
  in_child("unveil and pledge", pledge_locks);
  return 0;
}
