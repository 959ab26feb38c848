// Signals become flags, and ring a bell that the loop sleeps on.
#define _GNU_SOURCE 1
#include "cncurses.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <unistd.h>

static const int numbers[CN_SIGNALS] = {
    [CN_RESIZED] = SIGWINCH,   [CN_CONTINUED] = SIGCONT,   [CN_STOP] = SIGTSTP,
    [CN_TERMINATE] = SIGTERM, [CN_INTERRUPT] = SIGINT, [CN_HANGUP] = SIGHUP,
};
static volatile sig_atomic_t flags[CN_SIGNALS];
static struct sigaction before[CN_SIGNALS];
static volatile sig_atomic_t bell = -1;
static bool is_installed;
static volatile sig_atomic_t has_hung_up;

static void came(int number) {
  int error = errno;
  for (int i = 0; i < CN_SIGNALS; i++) {
    if (numbers[i] != number) continue;
    if (flags[i] && i >= CN_TERMINATE) {
      // Asked twice, and the loop has not even noticed: it never will.
      cn_guard_restore();
      signal(number, SIG_DFL);
      raise(number);
    }
    flags[i] = 1;
    // A terminal that goes sends it more than once: the shell's and the kernel's. What is unsaved is being written meanwhile.
    if (i == CN_HANGUP) {
      signal(number, SIG_IGN);
      has_hung_up = 1;
    }
  }
  cn_signals_ring();
  errno = error;
}

void cn_signals_ring(void) {
  uint64_t one = 1;
  if (bell >= 0 && write(bell, &one, sizeof one) < 0) {
    // Full is rung.
  }
}

static void catch(int which) {
  struct sigaction action = {.sa_handler = came, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(numbers[which], &action, NULL);
}

void cn_signals_remember(void) {
  if (is_installed) return;
  for (int i = 0; i < CN_SIGNALS; i++) sigaction(numbers[i], NULL, &before[i]);
}

void cn_signals_install(int wake) {
  bell = wake;
  has_hung_up = 0;
  for (int i = 0; i < CN_SIGNALS; i++) {
    flags[i] = 0;
    catch(i);
  }
  // nohup(1) means it.
  if (before[CN_HANGUP].sa_handler == SIG_IGN) sigaction(SIGHUP, &before[CN_HANGUP], NULL);
  is_installed = true;
}

void cn_signals_restore(void) {
  if (!is_installed) return;
  is_installed = false;
  bell = -1;
  for (int i = 0; i < CN_SIGNALS; i++) {
    if (i != CN_HANGUP || !has_hung_up) sigaction(numbers[i], &before[i], NULL);
  }
}

bool cn_signals_take(int which) {
  if (which < 0 || which >= CN_SIGNALS || !flags[which]) return false;
  flags[which] = 0;
  return true;
}

void cn_stop(void) {
  signal(SIGTSTP, SIG_DFL);
  // Not SIGSTOP: where no shell could continue us (an orphaned process group) this one does nothing.
  raise(SIGTSTP);
  catch(CN_STOP);
}

bool cn_is_behind(int terminal) {
  pid_t foreground = tcgetpgrp(terminal);
  return foreground > 0 && foreground != getpgrp();
}

void cn_stop_behind(void) { raise(SIGTTOU); }

void cn_stop_together(bool together) {
  static struct sigaction quit;
  if (together) {
    signal(SIGTSTP, SIG_DFL);
    signal(SIGINT, SIG_IGN);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGQUIT, &ignore, &quit);
  } else {
    catch(CN_STOP);
    catch(CN_INTERRUPT);
    sigaction(SIGQUIT, &quit, NULL);
  }
}
