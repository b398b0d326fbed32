#include "stats/deviance.h"

#include <math.h>

double deviance_term(double u) {
    if (u <= -1)
        return 1; /* an empty cell */
    if (fabs(u) > 0.05)
        return (1 + u) * log1p(u) - u;
    double sum = 0, power = u * u; /* the series: u^2/2 - u^3/6 + u^4/12 - ... */
    for (int j = 2; j < 16; j++, power *= -u)
        sum += power / (j * (j - 1));
    return sum;
}
