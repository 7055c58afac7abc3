/* A plan and what follows from it: who is busy, what is taken, what it costs. */

#include "kernel.h"

void person_cost(const Event *e, int32_t p, int32_t d, word busy, const word *planes, int32_t *cost)
{
    cost[0] = cost[1] = cost[2] = 0;
    if (!busy)
        return;
    word since = ~(word)0 << __builtin_ctzll(busy), until = ~(word)0 >> __builtin_clzll(busy);
    word waits = since & until & ~busy;
    if (!e->across)
        waits &= e->free[p * e->days + d];
    cost[0] = __builtin_popcountll(waits & ~(waits << 1));
    cost[1] = __builtin_popcountll(waits);
    word other = 0;
    for (int32_t k = 0; k < e->planes; k++)
        other |= planes[k] ^ (planes[k] >> 1);
    cost[2] = __builtin_popcountll(busy & (busy >> 1) & other);
}

static void set_cell(const Event *e, Plan *s, int32_t cell, int busy, int32_t zone)
{
    int32_t p = cell / e->slots, t = cell % e->slots, d = e->day[t];
    word bit = (word)1 << (t - e->first[d]);
    word *mask = &s->busy[p * e->days + d], *planes = &s->planes[(int64_t)(p * e->days + d) * e->planes];
    if (busy)
        *mask |= bit;
    else
        *mask &= ~bit;
    if (busy && zone < 0)
        return;
    for (int32_t k = 0; k < e->planes; k++)
        planes[k] = busy && (zone >> k & 1) ? planes[k] | bit : planes[k] & ~bit;
}

static void seat(const Event *e, Plan *s, int32_t p, int32_t t, int32_t item, int whole)
{
    int32_t many = e->parallel[p], *berths = &s->berths[e->berth[p] + t * many];
    for (int32_t k = 0, left = whole ? many : 1; k < many && left; k++)
        if (berths[k] < 0) {
            berths[k] = item;
            s->load[p * e->slots + t]++;
            left--;
        }
}

static void unseat(const Event *e, Plan *s, int32_t p, int32_t t, int32_t item)
{
    int32_t many = e->parallel[p], *berths = &s->berths[e->berth[p] + t * many];
    for (int32_t k = 0; k < many; k++)
        if (berths[k] == item) {
            berths[k] = -1;
            s->load[p * e->slots + t]--;
        }
}

static void list_in(const Event *e, Plan *s, int32_t r, int32_t slot)
{
    int32_t which = slot < 0 ? e->slots : slot;
    s->at[r] = s->size[which];
    s->listed[(int64_t)which * e->requests + s->size[which]++] = r;
}

static void list_out(const Event *e, Plan *s, int32_t r, int32_t slot)
{
    int32_t which = slot < 0 ? e->slots : slot, *list = &s->listed[(int64_t)which * e->requests];
    int32_t last = list[--s->size[which]];
    list[s->at[r]] = last;
    s->at[last] = s->at[r];
}

static void warm(Plan *s, int32_t p)
{
    int waits = s->cost[3 * p] || s->cost[3 * p + 1] || s->cost[3 * p + 2];
    if (waits && s->hot_at[p] < 0) {
        s->hot_at[p] = *s->hots;
        s->hot[(*s->hots)++] = p;
    } else if (!waits && s->hot_at[p] >= 0) {
        int32_t last = s->hot[--*s->hots];
        s->hot[s->hot_at[p]] = last;
        s->hot_at[last] = s->hot_at[p];
        s->hot_at[p] = -1;
    }
}

static void come(const Event *e, Plan *s, int32_t item, int32_t to, int32_t pool)
{
    if (item < e->requests) {
        s->slot[item] = to;
        s->pool[item] = pool;
        list_in(e, s, item, to);
        if (to < 0)
            return;
        s->taken[pool * e->slots + to]++;
        for (int k = 0; k < 2; k++) {
            seat(e, s, e->pair[2 * item + k], to, item, 0);
            s->held[e->pair[2 * item + k]]++;
        }
        s->total[VALUE] += e->value[item];
        return;
    }
    int32_t g = item - e->requests;
    s->start[g] = to;
    for (int32_t t = to; t < to + e->length[g]; t++) {
        s->taken[e->dialogue_pool[g] * e->slots + t] += e->each[e->dialogue_pool[g]];
        for (int32_t k = e->seat[g]; k < e->seat[g + 1]; k++)
            seat(e, s, e->seated[k], t, item, 1);
    }
}

static void go(const Event *e, Plan *s, int32_t item)
{
    if (item < e->requests) {
        int32_t from = s->slot[item];
        list_out(e, s, item, from);
        if (from < 0)
            return;
        s->taken[s->pool[item] * e->slots + from]--;
        for (int k = 0; k < 2; k++) {
            unseat(e, s, e->pair[2 * item + k], from, item);
            s->held[e->pair[2 * item + k]]--;
        }
        s->total[VALUE] -= e->value[item];
        return;
    }
    int32_t g = item - e->requests;
    for (int32_t t = s->start[g]; t < s->start[g] + e->length[g]; t++) {
        s->taken[e->dialogue_pool[g] * e->slots + t] -= e->each[e->dialogue_pool[g]];
        for (int32_t k = e->seat[g]; k < e->seat[g + 1]; k++)
            unseat(e, s, e->seated[k], t, item);
    }
}

/* Fill in all that follows from the slots, pools and starts; every other array holds zeros, berths and `hot_at` -1. */
void bms_build(const Event *e, Plan *s)
{
    for (int32_t r = 0; r < e->requests; r++) {
        int32_t t = s->slot[r], k = s->pool[r];
        come(e, s, r, t, k);
        for (int side = 0; t >= 0 && side < 2; side++)
            set_cell(e, s, e->pair[2 * r + side] * e->slots + t, 1, e->zone[k]);
    }
    for (int32_t g = 0; g < e->dialogues; g++) {
        come(e, s, e->requests + g, s->start[g], e->dialogue_pool[g]);
        for (int32_t t = s->start[g]; t < s->start[g] + e->length[g]; t++)
            for (int32_t k = e->seat[g]; k < e->seat[g + 1]; k++)
                set_cell(e, s, e->seated[k] * e->slots + t, 1, e->zone[e->dialogue_pool[g]]);
    }
    for (int32_t p = 0; p < e->people; p++) {
        for (int32_t d = 0; d < e->days; d++) {
            int32_t cost[3], cell = p * e->days + d;
            person_cost(e, p, d, s->busy[cell], &s->planes[(int64_t)cell * e->planes], cost);
            for (int k = 0; k < 3; k++) {
                s->cost[3 * p + k] += cost[k];
                s->total[BREAKS + k] += cost[k];
            }
        }
        if (s->held[p] < e->floor[p])
            s->total[FLOOR] += e->floor[p] - s->held[p];
        warm(s, p);
    }
}

/* Make a change that was closed. */
void plan_apply(const Event *e, Plan *s, const Change *c)
{
    for (int32_t i = 0; i < c->count; i++)
        go(e, s, c->item[i]);
    for (int32_t i = 0; i < c->count; i++)
        come(e, s, c->item[i], c->to[i], c->pool[i]);
    for (int32_t i = 0; i < c->touched; i++) {
        int32_t cell = c->cells[i];
        set_cell(e, s, cell, s->load[cell] > 0, c->cell_zone[cell]);
    }
    for (int32_t i = 0; i < c->people; i++) {
        int32_t p = c->person[i];
        for (int k = 0; k < 3; k++)
            s->cost[3 * p + k] = c->fresh[3 * p + k];
        warm(s, p);
    }
    for (int k = 0; k < GOALS; k++)
        if (k != VALUE)
            s->total[k] += c->delta[k];
}
