/* Executes about the given number of guest instructions of one kind: alu, memory or call. Each loop pass has ten. */
#include "bench.h"

#if defined(__arm__)
static uint32_t alu(uint32_t passes) {
  uint32_t a = 1, b = 2, c = 3;
  __asm__ volatile(
      ".syntax unified\n"
      "1: add %0, %0, %1\n eor %1, %1, %2\n add %2, %2, %0, lsl #3\n sub %0, %0, %2\n"
      "   orr %1, %1, %0, lsr #5\n add %2, %2, #7\n eor %0, %0, %2\n add %1, %1, %0\n subs %3, %3, #1\n bne 1b\n"
      : "+r"(a), "+r"(b), "+r"(c), "+r"(passes) : : "cc");
  return a ^ b ^ c;
}

static uint32_t memory(uint32_t passes) {
  static uint32_t words[64];
  uint32_t a = 1, b = 2;
  __asm__ volatile(
      ".syntax unified\n"
      "1: ldr %0, [%3]\n add %0, %0, %1\n str %0, [%3, #4]\n ldr %1, [%3, #8]\n add %1, %1, #1\n"
      "   str %1, [%3, #8]\n ldrb %0, [%3, #5]\n str %0, [%3]\n subs %2, %2, #1\n bne 1b\n"
      : "+r"(a), "+r"(b), "+r"(passes) : "r"(words) : "cc", "memory");
  return a ^ b;
}

static uint32_t call(uint32_t passes) {
  uint32_t a = 1;
  __asm__ volatile(
      ".syntax unified\n"
      "   b 1f\n"
      "2: add %0, %0, #3\n bx lr\n"
      "1: bl 2b\n eor %0, %0, %1\n bl 2b\n subs %1, %1, #1\n nop\n bne 1b\n"
      : "+r"(a), "+r"(passes) : : "cc", "lr");
  return a;
}
#elif defined(__mips__)
static uint32_t alu(uint32_t passes) {
  uint32_t a = 1, b = 2, c = 3, t;
  __asm__ volatile(
      ".set noreorder\n"
      "1: addu %0, %0, %1\n xor %1, %1, %2\n sll %4, %0, 3\n addu %2, %2, %4\n subu %0, %0, %2\n"
      "   or %1, %1, %0\n xor %0, %0, %2\n addiu %3, %3, -1\n bnez %3, 1b\n addu %1, %1, %0\n"
      ".set reorder\n"
      : "+r"(a), "+r"(b), "+r"(c), "+r"(passes), "=&r"(t));
  return a ^ b ^ c;
}

static uint32_t memory(uint32_t passes) {
  static uint32_t words[64];
  uint32_t a = 1, b = 2;
  __asm__ volatile(
      ".set noreorder\n"
      "1: lw %0, 0(%3)\n addu %0, %0, %1\n sw %0, 4(%3)\n lw %1, 8(%3)\n addiu %1, %1, 1\n"
      "   sw %1, 8(%3)\n lbu %0, 12(%3)\n addiu %2, %2, -1\n bnez %2, 1b\n sw %0, 0(%3)\n"
      ".set reorder\n"
      : "+r"(a), "+r"(b), "+r"(passes) : "r"(words) : "memory");
  return a ^ b;
}

static uint32_t call(uint32_t passes) {
  uint32_t a = 1;
  __asm__ volatile(
      ".set noreorder\n"
      "   b 1f\n nop\n"
      "2: jr $ra\n addiu %0, %0, 3\n"
      "1: bal 2b\n nop\n bal 2b\n addiu %1, %1, -1\n bnez %1, 1b\n xor %0, %0, %1\n"
      ".set reorder\n"
      : "+r"(a), "+r"(passes) : : "$31");
  return a;
}
#else
#error "instructions.c is written for ARM and MIPS"
#endif

int main(int argc, char **argv) {
  double count = argc > 2 ? atof(argv[2]) : 0;
  uint32_t passes = count < 10 ? 1 : (uint32_t)(count / 10), sum;
  if (argc < 3) return fprintf(stderr, "usage: instructions alu|memory|call COUNT\n"), 2;
  if (strcmp(argv[1], "alu") == 0) sum = alu(passes);
  else if (strcmp(argv[1], "memory") == 0) sum = memory(passes);
  else if (strcmp(argv[1], "call") == 0) sum = call(passes);
  else return fprintf(stderr, "unknown kind %s\n", argv[1]), 2;
  return finish(argv[1], sum);
}
