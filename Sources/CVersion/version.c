#include "CVersion.h"

const char *cv_commit(void) { return MARTLET_COMMIT; }
