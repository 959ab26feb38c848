// Gives the terminal back when the program crashes or exits. Everything here that runs in a signal handler uses
// async-signal-safe calls only.
#define _GNU_SOURCE 1
#include "cncurses.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Every signal that ends a program, but for those that signals.c takes, and SIGPIPE, which is an error of write(2). The
// first are faults: they happen again when their handler returns.
static const int ends[] = {
    SIGSEGV, SIGBUS,    SIGILL,  SIGTRAP, SIGFPE, SIGABRT, SIGQUIT, SIGUSR1, SIGUSR2,
    SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGSYS, SIGIO,   SIGPWR,  SIGSTKFLT,
};
enum { end_count = sizeof ends / sizeof ends[0], fault_count = 5, held_most = 64 * 1024 };

static struct sigaction before[end_count];
static char leaving[512];
static size_t leaving_count;
static volatile sig_atomic_t is_entered;

// Standard error, and what is written to it while the screen is taken.
static int real_error = -1, held = -1;

static void hold_error(void) {
  // Only what would be written on the screen.
  if (!cn_output_is(STDERR_FILENO)) return;
  if (held < 0) held = memfd_create("standard error", MFD_CLOEXEC);
  if (held < 0) return;
  if (real_error < 0) real_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (real_error >= 0) dup2(held, STDERR_FILENO);
}

static void release_error(void) {
  if (real_error < 0) return;
  dup2(real_error, STDERR_FILENO);
  close(real_error);
  real_error = -1;
  off_t end = lseek(held, 0, SEEK_CUR);
  off_t at = end > held_most ? end - held_most : 0;
  char part[1024];
  while (at < end) {
    ssize_t count = pread(held, part, sizeof part, at);
    if (count <= 0) break;
    // To the same terminal, by the way that does not wait. One that takes nothing is not asked again for each part.
    if (!cn_output_urgent(part, (size_t)count)) break;
    at += count;
  }
  lseek(held, 0, SEEK_SET);
}

void cn_guard_enter(void) {
  if (is_entered) return;
  is_entered = 1;
  hold_error();
}

void cn_guard_leave(void) {
  if (!is_entered) return;
  is_entered = 0;
  release_error();
}

// Gives the terminal back without ncurses. Once only, whoever comes first.
void cn_guard_restore(void) {
  if (!is_entered) return;
  is_entered = 0;
  cn_output_urgent(leaving, leaving_count);
  cn_modes_give_back();
  release_error();
}

static void ended(int number, siginfo_t *info, void *context) {
  (void)context;
  cn_guard_restore();
  bool is_fault = false;
  for (int i = 0; i < end_count; i++) {
    if (ends[i] != number) continue;
    is_fault = i < fault_count && info->si_code > 0;
    sigaction(number, &before[i], NULL);
  }
  // A fault happens again when this returns; a signal that was sent has to be sent again. It ends the program then, as
  // its sender meant.
  if (!is_fault) raise(number);
}

void cn_guard_prepare(const char *leave, size_t count) {
  leaving_count = count < sizeof leaving ? count : sizeof leaving;
  memcpy(leaving, leave, leaving_count);

  static bool is_installed;
  if (is_installed) return;
  is_installed = true;
  // A stack of its own, so that running out of stack is restored too.
  static char stack[64 * 1024];
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) sigaltstack(&alternate, NULL);
  for (int i = 0; i < end_count; i++) {
    struct sigaction action = {.sa_sigaction = ended, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(ends[i], NULL, &before[i]);
    // Whoever started us with a signal ignored means it.
    if (i < fault_count || before[i].sa_handler != SIG_IGN) sigaction(ends[i], &action, NULL);
  }
  atexit(cn_guard_restore);
}
