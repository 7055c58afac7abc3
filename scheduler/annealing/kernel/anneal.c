/* Simulated annealing (Kirkpatrick et al., 1983): many small changes, ever fewer for the worse. */

#include <math.h>
#include <string.h>

#include "kernel.h"

static int64_t sign(int goal) { return goal == VALUE ? -1 : 1; }

/* Below 0 where the first totals are better, the goals taken in their order. */
static int compare(const Event *e, const int64_t *one, const int64_t *other)
{
    for (int32_t k = 0; k < e->goals; k++) {
        int goal = e->rank[k];
        if (one[goal] != other[goal])
            return sign(goal) * one[goal] < sign(goal) * other[goal] ? -1 : 1;
    }
    return 0;
}

static void keep(const Event *e, const Plan *s, Run *run)
{
    memcpy(run->slot, s->slot, sizeof(int32_t) * e->requests);
    memcpy(run->pool, s->pool, sizeof(int32_t) * e->requests);
    memcpy(run->start, s->start, sizeof(int32_t) * e->dialogues);
}

static int allowed(const Plan *s, const Change *c, const Run *run)
{
    for (int k = 0; k < GOALS; k++)
        if (sign(k) * c->delta[k] > 0 && sign(k) * (s->total[k] + c->delta[k]) > run->most[k])
            return 0;
    return 1;
}

void bms_anneal(const Event *e, Plan *s, Change *c, Run *run)
{
    Random random = {run->seed[0], run->seed[1] | 1};
    double heat = run->hot, fall = run->steps > 1 ? pow(run->cold / run->hot, 1.0 / (double)(run->steps - 1)) : 1.0;
    int fresh = compare(e, s->total, run->total) < 0;
    if (fresh)
        memcpy(run->total, s->total, sizeof run->total);
    run->taken = 0;
    for (int64_t step = 0; step < run->steps; step++, heat *= fall) {
        if (!propose(e, s, c, &random) || !allowed(s, c, run))
            continue;
        int64_t worse = 0, total[GOALS];
        for (int k = 0; k < GOALS; k++) {
            worse += sign(k) * e->weight[k] * c->delta[k];
            total[k] = s->total[k] + c->delta[k];
        }
        if (worse > 0 && unit(&random) >= exp(-(double)worse / heat))
            continue;
        int better = compare(e, total, run->total) < 0;
        if (fresh && !better) { /* the best plan is about to be left */
            keep(e, s, run);
            fresh = 0;
        }
        plan_apply(e, s, c);
        run->taken++;
        if (better) {
            memcpy(run->total, total, sizeof total);
            fresh = 1;
        }
    }
    if (fresh)
        keep(e, s, run);
    run->seed[0] = random.a;
    run->seed[1] = random.b;
}
