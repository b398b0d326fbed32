#include "stats/rate.h"

bool rate_interval(count_limits_fn *limits, const double *in, double *out, struct err *e) {
    double count = in[0], exposure = in[1];
    if (exposure == 0)
        return undefined(e, "a rate over nothing: exposure is 0");
    if (!limits(count, in[2], out + 1, e))
        return false;
    out[0] = count / exposure;
    out[1] /= exposure;
    out[2] /= exposure;
    return true;
}
