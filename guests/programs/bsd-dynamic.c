/* A dynamically linked program: what the run-time linker has to do for it, by the kernel's auxiliary vector. */
#include "bsd/posix.h"

enum { AUXV_BASE = 7, AUXV_ENTRY = 9 };

extern int shared_counter;
extern __thread int exported_variable;
int library_state(void);
int next_of_thread(void);
int next_shared(void);
int same_address(const int *theirs);
int called_back(int (*function)(int), int argument);

static __thread int own = 100;
static __thread int zero;
int twice(int n) { return 2 * n; }

static int thrice(int n) { return 3 * n; }
static int (*const pointers[])(int) = {thrice, twice};

int guest_main(int argc, char **argv, char **envp) {
  (void)envp;
#if defined __OpenBSD__
  if (argv[1][0] == 'd') {
    print("a call from the program itself\n");
    print("%s\n", SYS(SYS_getpid) > 0 ? "is made" : "fails");
    return 1;
  }
#endif
  unsigned long *p = initial_stack + 1 + initial_stack[0] + 1;
  while (*p) p++;
  unsigned long base = 0, entry = 0;
  for (p++; *p; p += 2) {
    if (*p == AUXV_BASE) base = p[1];
    if (*p == AUXV_ENTRY) entry = p[1];
  }
  extern char _start[];
  print("linked at start: base %d, entry %d, arguments %d <%s>\n", base != 0, entry == (unsigned long)_start, argc, argv[1]);
  print("library initialised %d, calls %d\n", library_state(), called_back(twice, 21));
  shared_counter = 50;
  print("shared data %d, at one address %d\n", next_shared(), same_address(&shared_counter));
  own++, zero++;
  exported_variable += 2;
  print("of the thread: own %d, zero %d, library's %d, exported %d\n", own, zero, next_of_thread(), exported_variable);
  print("through a pointer %d\n", called_back(pointers[argc > 5], 5));
  return 0;
}
