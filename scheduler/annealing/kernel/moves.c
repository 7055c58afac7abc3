/* Which change to try next: mostly one for somebody who waits. */

#include "kernel.h"

static int32_t some_bit(word bits, Random *random)
{
    for (int32_t n = below(random, __builtin_popcountll(bits)); n; n--)
        bits &= bits - 1;
    return __builtin_ctzll(bits);
}

static int32_t some_item(const Event *e, const Plan *s, int32_t p, int32_t t, Random *random)
{
    int32_t many = e->parallel[p], k = many > 1 ? below(random, many) : 0;
    const int32_t *berths = &s->berths[e->berth[p] + t * many];
    for (int32_t n = 0; n < many; n++, k = k + 1 == many ? 0 : k + 1)
        if (berths[k] >= 0)
            return berths[k];
    return -1;
}

/* Move an item to a slot, and what is in its way to where it was. */
static int move(const Event *e, const Plan *s, Change *c, int32_t item, int32_t from, int32_t to, Random *random)
{
    if (item < e->requests) {
        pair_slots(c, from, to, 1);
        return change_add(e, s, c, item, to) && change_close(e, s, c, random);
    }
    int32_t g = item - e->requests, at = s->start[g], length = e->length[g], begin = at + to - from;
    if (begin < 0 || begin + length > e->slots || (begin < at + length && at < begin + length))
        begin = to; /* it would overlap itself */
    if (begin + length > e->slots || (begin < at + length && at < begin + length))
        return 0;
    pair_slots(c, at, begin, length);
    return change_add(e, s, c, item, begin) && change_close(e, s, c, random);
}

/* Hold a request that is not held in place of one of the same participant. */
static int exchange(const Event *e, const Plan *s, Change *c, int32_t p, int32_t out, int32_t to, Random *random)
{
    int32_t many = e->own[p + 1] - e->own[p], from = s->slot[out];
    if (many < 2 || e->fixed[out] || e->must[out])
        return 0;
    for (int32_t n = 0, k = below(random, many); n < 12 && n < many; n++, k = k + 1 == many ? 0 : k + 1) {
        int32_t r = e->own_request[e->own[p] + k];
        if (s->slot[r] >= 0 || e->value[r] < e->value[out] || !has(&e->open[(int64_t)r * e->words], to))
            continue;
        if (from != to)
            pair_slots(c, from, to, 1);
        return change_add(e, s, c, out, -1) && change_add(e, s, c, r, to) && change_close(e, s, c, random);
    }
    return 0;
}

/* Hold a request of somebody in this slot in place of what its other participant has there. */
static int take_over(const Event *e, const Plan *s, Change *c, int32_t p, int32_t t, Random *random)
{
    int32_t many = e->own[p + 1] - e->own[p];
    for (int32_t n = 0, k = below(random, many); n < 12 && n < many; n++, k = k + 1 == many ? 0 : k + 1) {
        int32_t r = e->own_request[e->own[p] + k];
        if (s->slot[r] >= 0 || !has(&e->open[(int64_t)r * e->words], t))
            continue;
        int32_t q = e->pair[2 * r] == p ? e->pair[2 * r + 1] : e->pair[2 * r], out = some_item(e, s, q, t, random);
        if (out >= e->requests || (out >= 0 && e->value[out] > e->value[r]))
            continue;
        return (out < 0 || change_add(e, s, c, out, -1)) && change_add(e, s, c, r, t) && change_close(e, s, c, random);
    }
    return 0;
}

static int add_request(const Event *e, const Plan *s, Change *c, Random *random)
{
    int32_t many = s->size[e->slots];
    if (!many)
        return 0;
    int32_t r = s->listed[(int64_t)e->slots * e->requests + below(random, many)];
    int32_t to = below(random, e->slots), other = below(random, e->slots);
    if (!has(&e->open[(int64_t)r * e->words], to))
        return 0;
    if (other != to)
        pair_slots(c, to, other, 1);
    return change_add(e, s, c, r, to) && change_close(e, s, c, random);
}

static int any_move(const Event *e, const Plan *s, Change *c, int32_t r, Random *random)
{
    for (int n = 0; n < 4; n++) {
        int32_t to = below(random, e->slots);
        if (to != s->slot[r] && has(&e->open[(int64_t)r * e->words], to))
            return move(e, s, c, r, s->slot[r], to, random);
    }
    return 0;
}

/* Fill a slot in which somebody waits. */
static int fill(const Event *e, const Plan *s, Change *c, int32_t p, Random *random)
{
    for (int32_t n = 0, d = below(random, e->days); n < e->days; n++, d = d + 1 == e->days ? 0 : d + 1) {
        int64_t at = (int64_t)p * e->days + d;
        word busy = s->busy[at];
        if (!busy)
            continue;
        word waits = ~(word)0 << __builtin_ctzll(busy) & ~(word)0 >> __builtin_clzll(busy) & ~busy;
        if (!e->across)
            waits &= e->free[at];
        if (!waits)
            continue;
        int32_t to = e->first[d] + some_bit(waits, random), from, choice = below(random, 8);
        if (choice < 3)
            from = e->first[d] + __builtin_ctzll(busy);
        else if (choice < 6)
            from = e->first[d] + 63 - __builtin_clzll(busy);
        else if (choice == 6 || e->days == 1)
            from = e->first[d] + some_bit(busy, random);
        else {
            int32_t day = below(random, e->days);
            word bits = s->busy[(int64_t)p * e->days + day];
            from = bits ? e->first[day] + some_bit(bits, random) : e->first[d] + some_bit(busy, random);
        }
        int32_t item = some_item(e, s, p, from, random);
        if (item < e->requests)
            switch (below(random, 6)) {
            case 0:
            case 1:
                return exchange(e, s, c, p, item, to, random);
            case 2:
                return take_over(e, s, c, p, to, random);
            case 3:
                return exchange(e, s, c, e->pair[2 * item] == p ? e->pair[2 * item + 1] : e->pair[2 * item], item, from, random);
            }
        return move(e, s, c, item, from, to, random);
    }
    return 0;
}

/* Take somebody who goes from zone to zone to the one where it is just before or after. */
static int stay(const Event *e, const Plan *s, Change *c, int32_t p, Random *random)
{
    for (int32_t n = 0, d = below(random, e->days); n < e->days; n++, d = d + 1 == e->days ? 0 : d + 1) {
        int64_t at = (int64_t)p * e->days + d;
        word other = 0;
        for (int32_t k = 0; k < e->planes; k++)
            other |= s->planes[at * e->planes + k] ^ (s->planes[at * e->planes + k] >> 1);
        other &= s->busy[at] & (s->busy[at] >> 1);
        if (!other)
            continue;
        int32_t t = e->first[d] + some_bit(other, random), beside = t + 1;
        if (below(random, 2)) {
            beside = t;
            t++;
        }
        int32_t r = some_item(e, s, p, t, random), zone = 0;
        if (r >= e->requests)
            return 0;
        if (below(random, 3) == 0)
            return any_move(e, s, c, r, random);
        for (int32_t k = 0; k < e->planes; k++)
            zone |= (int32_t)(s->planes[at * e->planes + k] >> (beside - e->first[d]) & 1) << k;
        for (int32_t k = e->entry[r]; k < e->entry[r + 1]; k++)
            if (e->zone[e->entry_pool[k]] == zone)
                return change_places(e, s, c, r, e->entry_pool[k], random);
        return any_move(e, s, c, r, random);
    }
    return 0;
}

int propose(const Event *e, const Plan *s, Change *c, Random *random)
{
    int32_t choice = below(random, 64);
    change_begin(e, c);
    if (choice < 48 && *s->hots) {
        int32_t p = s->hot[below(random, *s->hots)];
        if (s->cost[3 * p] && (choice < 32 || !s->cost[3 * p + 2]))
            return fill(e, s, c, p, random);
        return s->cost[3 * p + 2] && e->weight[MOVES] ? stay(e, s, c, p, random) : 0;
    }
    if (choice == 63 && e->dialogues) {
        int32_t g = below(random, e->dialogues);
        return move(e, s, c, e->requests + g, s->start[g], below(random, e->slots), random);
    }
    if (choice == 62)
        return add_request(e, s, c, random);
    int32_t r = below(random, e->requests ? e->requests : 1);
    if (!e->requests || s->slot[r] < 0)
        return 0;
    if (choice < 60 || e->entry[r + 1] - e->entry[r] < 2) {
        if (below(random, 3) != 0)
            return exchange(e, s, c, e->pair[2 * r + below(random, 2)], r, below(random, 2) ? s->slot[r] : below(random, e->slots), random);
        return any_move(e, s, c, r, random);
    }
    return change_places(e, s, c, r, e->entry_pool[e->entry[r] + below(random, e->entry[r + 1] - e->entry[r])], random);
}
