/* Annealing over Kempe chains: what an event is made of, what a plan of it is, and the parts that work on both.

   Kempe chains recolour the edges of a bipartite graph: here a meeting is an edge, a slot its colour (Kempe, 1879;
   de Werra, 1970). All numbers are indices from 0; -1 says "none". Every array belongs to the caller. */

#ifndef BMS_KERNEL_H
#define BMS_KERNEL_H

#include <stdint.h>

typedef uint64_t word; /* one bit a slot of one day, or of the whole event */

enum { FLOOR, VALUE, BREAKS, IDLE, MOVES, GOALS };

/* An event. Cells are (participant, slot): `p * slots + t`. A place of an item in a cell is a berth. */
typedef struct {
    int32_t people, slots, requests, dialogues, pools, days, words, planes, across, chain, goals;
    const int32_t *day, *first;               /* (slots) day of a slot; (days + 1) first slot of a day */
    const int32_t *parallel, *berth;          /* (people) meetings at once; where a participant's berths begin */
    const int32_t *limit, *floor, *least;     /* (people) meetings at most; wanted at least; to be kept at least */
    const word *free;                         /* (people, days) when a break can be */
    const int32_t *pair, *value, *fixed;      /* (requests, 2); (requests) worth; whether it stays held, in its slot */
    const int32_t *must;                      /* (requests) whether it has to be held */
    const int32_t *entry;                     /* (requests + 1) where a request's pools begin */
    const int32_t *entry_pool;                /* (entries) */
    const word *entry_open;                   /* (entries, words) slots in which it can be held there */
    const word *open;                         /* (requests, words) in any of them */
    const int32_t *order, *order_of, *later;  /* (requests + 1), then the other request, and whether that one is later */
    const int32_t *own, *own_request;         /* (people + 1), then a participant's requests */
    const int32_t *room, *each, *zone, *lone; /* (pools) meetings at once; those of one place; its zone; whether it is one place */
    const int32_t *length, *seat, *seated;    /* (dialogues) slots; (dialogues + 1), then who is there */
    const word *start;                        /* (dialogues, words) slots in which it can begin with all of them */
    const int32_t *dialogue_pool;             /* (dialogues) */
    const int32_t *rank;                      /* (goals) goals in their order */
    const int64_t *weight;                    /* (GOALS) cost of a unit of each */
} Event;

/* A plan, and all that follows from it. */
typedef struct {
    int32_t *slot, *pool, *start;    /* (requests); (requests); (dialogues) */
    int32_t *berths;                 /* items in berths: a request, or requests + dialogue */
    uint8_t *load;                   /* (cells) berths in use; a dialogue takes all */
    word *busy, *planes;             /* (people, days); (people, days, planes) the bits of the zone's number */
    int32_t *taken;                  /* (pools, slots) meetings; a dialogue takes a whole place */
    int32_t *held;                   /* (people) */
    int32_t *cost;                   /* (people, 3) breaks, idle slots, moves */
    int32_t *listed, *at, *size;     /* (slots + 1, requests) those in a slot, the last list for those not held; position; (slots + 1) */
    int32_t *hot, *hot_at, *hots;    /* participants who wait or move; position or -1; their number */
    int64_t *total;                  /* (GOALS) */
} Plan;

/* One change that is being thought through. */
typedef struct {
    int32_t *item, *from, *to, *pool; /* (requests + dialogues) what changes; a slot, or -1 for not held; the new pool */
    int32_t count;
    int32_t *mark;                    /* (requests + dialogues) number of the change that an item is part of */
    int32_t *net;                     /* (cells) berths more in use */
    int32_t *cells, touched;          /* touched cells */
    int32_t *cell_mark, *cell_zone;   /* (cells); zone of what comes, or -1 */
    int32_t *person, people;          /* touched participants */
    int32_t *person_mark, *meets;     /* (people); meetings more that it holds */
    int32_t *chained, *next;          /* (people) its first touched cell; (cells) the next one */
    int32_t *pool_net, *pools, pooled;/* (pools, slots) */
    int32_t *swap;                    /* (slots) where the slots of this change go, -1: nowhere */
    int32_t *fresh;                   /* (people, 3) costs after it */
    int64_t delta[GOALS];
    int32_t number;
} Change;

enum { MAX_DAYS = 32, MAX_PLANES = 8 };

/* How to anneal, and the best plan met. */
typedef struct {
    int64_t steps;                   /* changes to try */
    double hot, cold;                /* temperatures at the first and the last of them */
    int64_t most[GOALS];             /* what a goal may cost at most; the value counts as negative */
    int32_t *slot, *pool, *start;    /* the best plan */
    int64_t total[GOALS];            /* what it reaches */
    int64_t taken;                   /* changes made */
    word seed[2];
} Run;

typedef struct { word a, b; } Random;

static inline word next_word(Random *r) /* xorshift128+ (Vigna, 2017) */
{
    word x = r->a, y = r->b;
    r->a = y;
    x ^= x << 23;
    r->b = x ^ y ^ (x >> 17) ^ (y >> 26);
    return r->b + y;
}

static inline int32_t below(Random *r, int32_t n) { return (int32_t)(((next_word(r) >> 32) * (word)n) >> 32); }
static inline double unit(Random *r) { return (double)(next_word(r) >> 11) * 0x1p-53; }
static inline int has(const word *bits, int32_t t) { return (int)(bits[t >> 6] >> (t & 63)) & 1; }

/* plan.c */
void bms_build(const Event *e, Plan *s);
void plan_apply(const Event *e, Plan *s, const Change *c);
void person_cost(const Event *e, int32_t p, int32_t d, word busy, const word *planes, int32_t *cost);

/* change.c */
void change_begin(const Event *e, Change *c);
void pair_slots(Change *c, int32_t a, int32_t b, int32_t length);
int change_add(const Event *e, const Plan *s, Change *c, int32_t item, int32_t to);
int change_close(const Event *e, const Plan *s, Change *c, Random *r);
int change_places(const Event *e, const Plan *s, Change *c, int32_t r, int32_t pool, Random *random);

/* moves.c */
int propose(const Event *e, const Plan *s, Change *c, Random *r);

/* anneal.c */
void bms_anneal(const Event *e, Plan *s, Change *c, Run *run);

#endif
