// Google's sparse hash maps. They need a key that stands for a deleted entry, and have no lookup of
// a string by anything but a string of theirs.
// bench: peer google "Google sparsehash" needs header sparsehash/sparse_hash_map
// bench: stores *_insert
#include <sparsehash/sparse_hash_map>
#include <sparsehash/sparse_hash_set>
#include "map.h"

typedef google::sparse_hash_map<uint64_t, uint64_t> google_u64;
typedef google::sparse_hash_map<uint32_t, uint32_t> google_u32;
typedef google::sparse_hash_set<uint64_t> google_set;
typedef google::sparse_hash_map<map_record, uint32_t, map_record_hasher> google_record;
typedef google::sparse_hash_map<std::string, uint32_t> google_str;

#define MAP_X google_u64
#define MAP_KIND u64
#define MAP_CLASS
#define MAP_START(m) m->set_deleted_key(0)
#include "map.h"

#define MAP_X google_u32
#define MAP_KIND u32
#define MAP_CLASS
#define MAP_START(m) m->set_deleted_key(0)
#include "map.h"

#define MAP_X google_set
#define MAP_KIND set
#define MAP_CLASS
#define MAP_START(m) m->set_deleted_key(0)
#include "map.h"

#define MAP_X google_record
#define MAP_KIND record
#define MAP_CLASS
#define MAP_START(m) m->set_deleted_key(map_record{})
#include "map.h"

#define MAP_X google_str
#define MAP_KIND str
#define MAP_CLASS
#define MAP_LOOKUP map_string
#define MAP_COUNTS
#define MAP_START(m) m->set_deleted_key(std::string())
#include "map.h"

static const bench_work works[] = {
    MAP_ROWS("u64", "google", google_u64, 0),
    MAP_ROW_SWEEP("u64", "google", google_u64),
    MAP_ROWS_FLOOD("google", google_u64),
    MAP_ROWS("u32", "google", google_u32, 0),
    MAP_ROW_SWEEP("u32", "google", google_u32),
    MAP_ROWS_SET("set", "google", google_set, 0),
    MAP_ROW_SWEEP("set", "google", google_set),
    MAP_ROWS("record", "google", google_record, 0),
    MAP_ROW_SWEEP("record", "google", google_record),
    MAP_ROWS_STR("google", google_str),
};

BENCH_MAIN(works)
