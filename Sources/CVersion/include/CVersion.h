// What the build knows of itself.
#ifndef CVERSION_H
#define CVERSION_H

// The commit that was built, as $MARTLET_COMMIT said it; empty when it said nothing.
const char *_Nonnull cv_commit(void);

#endif
