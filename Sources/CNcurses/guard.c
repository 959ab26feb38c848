// Gives the terminal back when the program crashes or exits. Everything here that runs in a signal handler uses
// async-signal-safe calls only.
#define _GNU_SOURCE 1
#include "cncurses.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
enum { crash_count = sizeof crashes / sizeof crashes[0], held_most = 64 * 1024 };

static struct sigaction before[crash_count];
static char leaving[512];
static size_t leaving_count;
static int output_descriptor = -1, input_descriptor = -1;
static struct termios modes;
static bool has_modes;
static volatile sig_atomic_t is_entered;

// Standard error, and what is written to it while the screen is taken.
static int real_error = -1, held = -1;

// Whether standard error would be written on the screen.
static bool error_is_on_screen(void) {
  struct stat error, screen;
  if (!isatty(STDERR_FILENO) || fstat(STDERR_FILENO, &error) || fstat(output_descriptor, &screen)) return false;
  // /dev/tty stands for whichever terminal it is.
  return error.st_rdev == screen.st_rdev || screen.st_rdev == makedev(5, 0);
}

static void hold_error(void) {
  if (!error_is_on_screen()) return;
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
    cn_write(STDERR_FILENO, part, (size_t)count);
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
  cn_write(output_descriptor, leaving, leaving_count);
  // TCSANOW: a crash must not wait for a terminal that does not read.
  if (has_modes) tcsetattr(input_descriptor, TCSANOW, &modes);
  release_error();
}

static void crashed(int number, siginfo_t *info, void *context) {
  (void)context;
  cn_guard_restore();
  for (int i = 0; i < crash_count; i++)
    if (crashes[i] == number) sigaction(number, &before[i], NULL);
  // A fault happens again when this returns; a signal that was sent has to be sent again.
  if (info->si_code <= 0) raise(number);
}

void cn_guard_prepare(int output, int input, const char *leave, size_t count) {
  output_descriptor = output;
  input_descriptor = input;
  leaving_count = count < sizeof leaving ? count : sizeof leaving;
  memcpy(leaving, leave, leaving_count);
  has_modes = tcgetattr(input, &modes) == 0;

  static bool is_installed;
  if (is_installed) return;
  is_installed = true;
  // A stack of its own, so that running out of stack is restored too.
  static char stack[64 * 1024];
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) sigaltstack(&alternate, NULL);
  for (int i = 0; i < crash_count; i++) {
    struct sigaction action = {.sa_sigaction = crashed, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    sigaction(crashes[i], &action, &before[i]);
  }
  atexit(cn_guard_restore);
}
