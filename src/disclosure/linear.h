/* disclosure/linear.h: a linear program of GLPK, whose memory goes when the thread does that made
 * it. */
#ifndef DS_DISCLOSURE_LINEAR_H
#define DS_DISCLOSURE_LINEAR_H

#include <glpk.h>

/* A new program; the caller's (glp_delete_prob, in the same thread). GLPK ends the process when
 * there is no memory. */
glp_prob *ds_linear_new(void);

#endif
