// How the terminal treats keys and output: ours while the screen is taken, as it was found otherwise.
#include "cncurses.h"

#include <termios.h>
#include <unistd.h>

#undef lines

static int keyboard = -1;
static struct termios found, ours;
static bool is_known;

void cn_modes_remember(int input) {
  keyboard = input;
  is_known = tcgetattr(input, &found) == 0;
  ours = found;
  ours.c_lflag &= ~(tcflag_t)(ICANON | ISIG | IEXTEN | ECHO | ECHONL);
  ours.c_iflag &= ~(tcflag_t)(IXON | BRKINT | PARMRK | ISTRIP | ICRNL | INLCR | IGNCR);
  ours.c_oflag &= ~(tcflag_t)OPOST;
  ours.c_cc[VMIN] = 1;
  ours.c_cc[VTIME] = 0;
}

// TCSANOW, here and below: TCSADRAIN waits for a terminal that does not read.
void cn_modes_take(void) {
  if (!is_known) return;
  // Without IXON what C-s stopped goes on by itself, but for a stop that another program asked for.
  tcsetattr(keyboard, TCSANOW, &ours);
  tcflow(keyboard, TCOON);
}

void cn_modes_give_back(void) {
  // In the background the shell has set its own, and would have this program stopped for setting others. Where job control
  // knows no groups for the terminal the answer is -1.
  pid_t foreground = tcgetpgrp(keyboard);
  if (is_known && (foreground <= 0 || foreground == getpgrp())) tcsetattr(keyboard, TCSANOW, &found);
}
