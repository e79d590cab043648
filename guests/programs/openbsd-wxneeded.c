/* A program that says that it needs memory both writable and executable (PT_OPENBSD_WXNEEDED). */
#include "common.h"

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  unsigned *code = (unsigned *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  print("writable and executable: %d", !is_error((long)code));
  code[0] = 0xe3a0002au; /* mov r0, #42 */
  code[1] = 0xe12fff1eu; /* bx lr */
  unsigned long range[2] = {(unsigned long)code, 8};
  SYS(SYS_sysarch, 0, range);
  print(", it runs: %d", ((int (*)(void))code)());
  print(", later too: %s\n", result_name(s_mprotect(code, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC)));
  return 0;
}
