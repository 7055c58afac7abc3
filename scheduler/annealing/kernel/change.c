/* One change of a plan: what moves, who has to make room for it, and what that costs. */

#include <string.h>

#include "kernel.h"

void change_begin(const Event *e, Change *c)
{
    if (c->number == INT32_MAX) { /* marks of long ago would be taken for new ones */
        memset(c->mark, 0, sizeof(int32_t) * (size_t)(e->requests + e->dialogues));
        memset(c->cell_mark, 0, sizeof(int32_t) * (size_t)e->people * (size_t)e->slots);
        memset(c->person_mark, 0, sizeof(int32_t) * (size_t)e->people);
        c->number = 0;
    }
    c->number++;
    c->count = c->touched = c->people = 0;
    for (int k = 0; k < GOALS; k++)
        c->delta[k] = 0;
    for (int32_t t = 0; t < e->slots; t++)
        c->swap[t] = -1;
}

/* Whoever has to leave one of `length` slots from `a` on goes to the same one from `b` on, and the other way round. */
void pair_slots(Change *c, int32_t a, int32_t b, int32_t length)
{
    for (int32_t k = 0; k < length; k++) {
        c->swap[a + k] = b + k;
        c->swap[b + k] = a + k;
    }
}

static void touch(const Event *e, Change *c, int32_t p, int32_t t, int32_t more)
{
    int32_t cell = p * e->slots + t;
    if (c->person_mark[p] != c->number) {
        c->person_mark[p] = c->number;
        c->meets[p] = 0;
        c->chained[p] = -1;
        c->person[c->people++] = p;
    }
    if (c->cell_mark[cell] != c->number) {
        c->cell_mark[cell] = c->number;
        c->net[cell] = 0;
        c->cell_zone[cell] = -1;
        c->cells[c->touched++] = cell;
        c->next[cell] = c->chained[p];
        c->chained[p] = cell;
    }
    c->net[cell] += more;
}

/* Put a request, or a dialogue (numbered after them), on the list of what changes; returns whether it may. */
int change_add(const Event *e, const Plan *s, Change *c, int32_t item, int32_t to)
{
    if (c->count >= e->chain || c->mark[item] == c->number)
        return 0;
    int32_t i = c->count, r = item, g = item - e->requests;
    int32_t from = g < 0 ? s->slot[r] : s->start[g];
    if (from == to)
        return 0;
    if (g < 0) {
        if (e->fixed[r] || (to < 0 && e->must[r]) || (to >= 0 && !has(&e->open[(int64_t)r * e->words], to)))
            return 0;
        for (int k = 0; k < 2; k++) {
            int32_t p = e->pair[2 * r + k];
            if (from >= 0)
                touch(e, c, p, from, -1);
            if (to >= 0)
                touch(e, c, p, to, 1);
            c->meets[p] += (to >= 0) - (from >= 0);
        }
        c->delta[VALUE] += ((to >= 0) - (from >= 0)) * (int64_t)e->value[r];
    } else {
        if (to < 0 || !has(&e->start[(int64_t)g * e->words], to))
            return 0;
        for (int32_t k = e->seat[g]; k < e->seat[g + 1]; k++)
            for (int32_t j = 0; j < e->length[g]; j++) {
                touch(e, c, e->seated[k], from + j, -e->parallel[e->seated[k]]);
                touch(e, c, e->seated[k], to + j, e->parallel[e->seated[k]]);
            }
    }
    c->mark[item] = c->number;
    c->item[i] = item;
    c->from[i] = from;
    c->to[i] = to;
    c->pool[i] = -1;
    c->count++;
    return 1;
}

/* Move out of a slot what an item would go to; a dialogue only where all of its slots go together. */
static int push_out(const Event *e, const Plan *s, Change *c, int32_t item, int32_t t)
{
    if (item < e->requests)
        return c->swap[t] >= 0 && change_add(e, s, c, item, c->swap[t]);
    int32_t g = item - e->requests, at = s->start[g], to = c->swap[at];
    if (to < 0)
        return 0;
    for (int32_t j = 1; j < e->length[g]; j++)
        if (c->swap[at + j] != to + j)
            return 0;
    return change_add(e, s, c, item, to);
}

static int make_room(const Event *e, const Plan *s, Change *c, int32_t p, int32_t t)
{
    int32_t cell = p * e->slots + t, many = e->parallel[p];
    const int32_t *berths = &s->berths[e->berth[p] + t * many];
    for (int32_t k = 0; s->load[cell] + c->net[cell] > many; k++) {
        if (k == many)
            return 0;
        if (berths[k] >= 0 && c->mark[berths[k]] != c->number && !push_out(e, s, c, berths[k], t))
            return 0;
    }
    return 1;
}

/* From an item of the list on, push out what is in the way of each. */
static int settle(const Event *e, const Plan *s, Change *c, int32_t i)
{
    for (; i < c->count; i++) {
        int32_t item = c->item[i], to = c->to[i], g = item - e->requests;
        if (to < 0)
            continue;
        if (g < 0) {
            if (!make_room(e, s, c, e->pair[2 * item], to) || !make_room(e, s, c, e->pair[2 * item + 1], to))
                return 0;
            continue;
        }
        for (int32_t k = e->seat[g]; k < e->seat[g + 1]; k++)
            for (int32_t j = 0; j < e->length[g]; j++)
                if (!make_room(e, s, c, e->seated[k], to + j))
                    return 0;
    }
    return 1;
}

static void use_pool(const Event *e, Change *c, int32_t pool, int32_t t, int32_t more)
{
    c->pools[c->pooled++] = pool * e->slots + t;
    c->pool_net[pool * e->slots + t] += more;
}

static int fits(const Event *e, const Plan *s, const Change *c, int32_t pool, int32_t t, int32_t more)
{
    int32_t cell = pool * e->slots + t;
    return s->taken[cell] + c->pool_net[cell] + more <= e->room[pool];
}

/* How many of a meeting's two participants come to this zone from another one, or go on to one. */
static int32_t walks(const Event *e, const Plan *s, int32_t r, int32_t t, int32_t zone)
{
    int32_t count = 0, d = e->day[t], bit = t - e->first[d];
    for (int k = 0; k < 2; k++) {
        int64_t at = (int64_t)e->pair[2 * r + k] * e->days + d;
        word other = 0;
        for (int32_t j = 0; j < e->planes; j++)
            other |= s->planes[at * e->planes + j] ^ (zone >> j & 1 ? ~(word)0 : 0);
        word beside = ((word)1 << bit << 1 | (bit ? (word)1 << bit >> 1 : 0)) & s->busy[at];
        count += __builtin_popcountll(beside & other);
    }
    return count;
}

static int32_t choose_pool(const Event *e, const Plan *s, const Change *c, int32_t r, int32_t t, Random *random)
{
    int32_t begin = e->entry[r], many = e->entry[r + 1] - begin, best = -1, least = 1 << 30;
    for (int32_t n = 0, k = many > 1 ? below(random, many) : 0; n < many; n++, k = k + 1 == many ? 0 : k + 1) {
        int32_t pool = e->entry_pool[begin + k];
        if (!has(&e->entry_open[(int64_t)(begin + k) * e->words], t) || !fits(e, s, c, pool, t, 1))
            continue;
        int32_t cost = e->planes && many > 1 ? 2 * walks(e, s, r, t, e->zone[pool]) + (pool != s->pool[r]) : 0;
        if (cost < least) {
            least = cost;
            best = pool;
        }
    }
    return best;
}

/* Whoever holds several meetings at once holds them at one place. */
static int at_one_place(const Event *e, const Plan *s, const Change *c, int32_t i)
{
    int32_t r = c->item[i], t = c->to[i];
    for (int side = 0; side < 2; side++) {
        int32_t p = e->pair[2 * r + side], cell = p * e->slots + t;
        if (s->load[cell] + c->net[cell] <= 1)
            continue;
        if (!e->lone[c->pool[i]])
            return 0;
        const int32_t *berths = &s->berths[e->berth[p] + t * e->parallel[p]];
        for (int32_t k = 0; k < e->parallel[p]; k++)
            if (berths[k] >= 0 && c->mark[berths[k]] != c->number && s->pool[berths[k]] != c->pool[i])
                return 0;
        for (int32_t j = 0; j < c->count; j++)
            if (c->item[j] < e->requests && c->to[j] == t && c->pool[j] != c->pool[i] && (e->pair[2 * c->item[j]] == p || e->pair[2 * c->item[j] + 1] == p))
                return 0;
    }
    return 1;
}

/* Find places for what comes; returns the slot in which there is none, -1 where all have one, -2 where there can be none. */
static int32_t place(const Event *e, const Plan *s, Change *c, Random *random)
{
    while (c->pooled)
        c->pool_net[c->pools[--c->pooled]] = 0;
    for (int32_t i = 0; i < c->count; i++) {
        int32_t item = c->item[i], g = item - e->requests, pool = g < 0 ? s->pool[item] : e->dialogue_pool[g];
        for (int32_t j = 0; c->from[i] >= 0 && j < (g < 0 ? 1 : e->length[g]); j++)
            use_pool(e, c, pool, c->from[i] + j, g < 0 ? -1 : -e->each[pool]);
        for (int32_t j = 0; g >= 0 && j < e->length[g]; j++)
            use_pool(e, c, pool, c->to[i] + j, e->each[pool]);
        c->pool[i] = pool;
    }
    for (int32_t i = 0; i < c->count; i++) {
        int32_t item = c->item[i], g = item - e->requests, t = c->to[i];
        if (g >= 0) {
            for (int32_t j = 0; j < e->length[g]; j++) {
                if (!fits(e, s, c, c->pool[i], t + j, 0))
                    return -2;
                for (int32_t k = e->seat[g]; k < e->seat[g + 1]; k++)
                    c->cell_zone[e->seated[k] * e->slots + t + j] = e->zone[c->pool[i]];
            }
        } else if (t >= 0) {
            c->pool[i] = choose_pool(e, s, c, item, t, random);
            if (c->pool[i] < 0)
                return t;
            use_pool(e, c, c->pool[i], t, 1);
            for (int k = 0; k < 2; k++)
                c->cell_zone[e->pair[2 * item + k] * e->slots + t] = e->zone[c->pool[i]];
        } else {
            c->pool[i] = -1;
        }
    }
    for (int32_t i = 0; i < c->count; i++)
        if (c->item[i] < e->requests && c->to[i] >= 0 && !at_one_place(e, s, c, i))
            return -2;
    return -1;
}

/* Move some meeting, with its chain, out of a slot in which places are short. */
static int free_place(const Event *e, const Plan *s, Change *c, int32_t t, Random *random)
{
    if (!s->size[t] || c->swap[t] < 0)
        return 0;
    for (int n = 0; n < 4; n++) {
        int32_t r = s->listed[(int64_t)t * e->requests + below(random, s->size[t])], i = c->count;
        if (e->entry[r + 1] - e->entry[r] > 1 || !e->lone[s->pool[r]])
            if (change_add(e, s, c, r, c->swap[t]))
                return settle(e, s, c, i);
    }
    return 0;
}

static int32_t slot_after(const Plan *s, const Change *c, int32_t r)
{
    if (c->mark[r] == c->number)
        for (int32_t i = 0; i < c->count; i++)
            if (c->item[i] == r)
                return c->to[i];
    return s->slot[r];
}

static int in_order(const Event *e, const Plan *s, const Change *c)
{
    for (int32_t i = 0; i < c->count; i++) {
        int32_t r = c->item[i];
        if (r >= e->requests || c->to[i] < 0)
            continue;
        for (int32_t k = e->order[r]; k < e->order[r + 1]; k++) {
            int32_t other = slot_after(s, c, e->order_of[k]);
            if (other >= 0 && (e->later[k] ? other <= c->to[i] : other >= c->to[i]))
                return 0;
        }
    }
    return 1;
}

static void weigh_person(const Event *e, const Plan *s, Change *c, int32_t p)
{
    word busy[MAX_DAYS], planes[MAX_DAYS][MAX_PLANES];
    uint32_t seen = 0;
    for (int32_t cell = c->chained[p]; cell >= 0; cell = c->next[cell]) {
        int32_t t = cell % e->slots, d = e->day[t];
        int64_t at = (int64_t)p * e->days + d;
        word bit = (word)1 << (t - e->first[d]);
        if (!(seen >> d & 1)) {
            seen |= (uint32_t)1 << d;
            busy[d] = s->busy[at];
            for (int32_t k = 0; k < e->planes; k++)
                planes[d][k] = s->planes[at * e->planes + k];
        }
        int now = s->load[cell] + c->net[cell] > 0;
        busy[d] = now ? busy[d] | bit : busy[d] & ~bit;
        for (int32_t k = 0; k < e->planes && (!now || c->cell_zone[cell] >= 0); k++)
            planes[d][k] = now && (c->cell_zone[cell] >> k & 1) ? planes[d][k] | bit : planes[d][k] & ~bit;
    }
    for (int k = 0; k < 3; k++)
        c->fresh[3 * p + k] = s->cost[3 * p + k];
    for (; seen; seen &= seen - 1) {
        int32_t d = __builtin_ctz(seen), before[3], after[3];
        int64_t at = (int64_t)p * e->days + d;
        person_cost(e, p, d, s->busy[at], &s->planes[at * e->planes], before);
        person_cost(e, p, d, busy[d], planes[d], after);
        for (int k = 0; k < 3; k++) {
            c->fresh[3 * p + k] += after[k] - before[k];
            c->delta[BREAKS + k] += after[k] - before[k];
        }
    }
}

/* Think a change through to its end; returns whether it keeps all rules. `delta` then says what it does to each goal. */
int change_close(const Event *e, const Plan *s, Change *c, Random *random)
{
    if (!c->count || !settle(e, s, c, 0))
        return 0;
    int32_t full = place(e, s, c, random);
    for (int n = 0; full >= 0 && n < 2; n++) {
        if (!free_place(e, s, c, full, random))
            return 0;
        full = place(e, s, c, random);
    }
    if (full != -1 || !in_order(e, s, c))
        return 0;
    for (int32_t i = 0; i < c->people; i++) {
        int32_t p = c->person[i], short_before = e->floor[p] - s->held[p], short_after = short_before - c->meets[p];
        if (c->meets[p] > 0 && s->held[p] + c->meets[p] > e->limit[p])
            return 0;
        if (c->meets[p] < 0 && s->held[p] + c->meets[p] < e->least[p])
            return 0;
        c->delta[FLOOR] += (short_after > 0 ? short_after : 0) - (short_before > 0 ? short_before : 0);
        weigh_person(e, s, c, p);
    }
    return 1;
}

static void keep_slot(const Event *e, const Plan *s, Change *c, int32_t r, int32_t pool)
{
    int32_t i = c->count++, t = s->slot[r];
    c->mark[r] = c->number;
    c->item[i] = r;
    c->from[i] = c->to[i] = t;
    c->pool[i] = pool;
    for (int k = 0; k < 2; k++) {
        touch(e, c, e->pair[2 * r + k], t, 0);
        c->cell_zone[e->pair[2 * r + k] * e->slots + t] = e->zone[pool];
    }
}

static int alone(const Event *e, const Plan *s, int32_t r)
{
    for (int k = 0; k < 2; k++)
        if (s->load[e->pair[2 * r + k] * e->slots + s->slot[r]] > 1)
            return 0;
    return 1;
}

static int may_use(const Event *e, int32_t r, int32_t pool, int32_t t)
{
    for (int32_t k = e->entry[r]; k < e->entry[r + 1]; k++)
        if (e->entry_pool[k] == pool)
            return has(&e->entry_open[(int64_t)k * e->words], t);
    return 0;
}

/* Give a meeting a place of another pool in its slot, if need be in exchange with one that is there; returns whether that can be. */
int change_places(const Event *e, const Plan *s, Change *c, int32_t r, int32_t pool, Random *random)
{
    int32_t t = s->slot[r], old = s->pool[r], other = -1;
    if (pool == old || e->fixed[r] || !alone(e, s, r) || !may_use(e, r, pool, t))
        return 0;
    if (s->taken[pool * e->slots + t] >= e->room[pool]) {
        for (int n = 0; n < 24 && other < 0; n++) {
            int32_t m = s->listed[(int64_t)t * e->requests + below(random, s->size[t])];
            if (s->pool[m] == pool && !e->fixed[m] && alone(e, s, m) && may_use(e, m, old, t))
                other = m;
        }
        if (other < 0)
            return 0;
        keep_slot(e, s, c, other, old);
    }
    keep_slot(e, s, c, r, pool);
    for (int32_t i = 0; i < c->people; i++)
        weigh_person(e, s, c, c->person[i]);
    return 1;
}
