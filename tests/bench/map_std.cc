// Hash maps of the C++ library. Before C++20 a string has to be made to look one up.
// bench: stores *_insert
#include <unordered_map>
#include <unordered_set>
#include "map.h"

typedef std::unordered_map<uint64_t, uint64_t> std_u64;
typedef std::unordered_map<uint32_t, uint32_t> std_u32;
typedef std::unordered_set<uint64_t> std_set;
typedef std::unordered_map<map_record, uint32_t, map_record_hasher> std_record;
typedef std::unordered_map<std::string, uint32_t> std_str;

#define MAP_X std_u64
#define MAP_KIND u64
#define MAP_CLASS
#include "map.h"

#define MAP_X std_u32
#define MAP_KIND u32
#define MAP_CLASS
#include "map.h"

#define MAP_X std_set
#define MAP_KIND set
#define MAP_CLASS
#include "map.h"

#define MAP_X std_record
#define MAP_KIND record
#define MAP_CLASS
#include "map.h"

#define MAP_X std_str
#define MAP_KIND str
#define MAP_CLASS
#define MAP_LOOKUP map_string
#define MAP_COUNTS
#include "map.h"

static const bench_work works[] = {
    MAP_ROWS("u64", "std", std_u64, 0),
    MAP_ROW_SWEEP("u64", "std", std_u64),
    MAP_ROWS_FLOOD("std", std_u64),
    MAP_ROWS("u32", "std", std_u32, 0),
    MAP_ROW_SWEEP("u32", "std", std_u32),
    MAP_ROWS_SET("set", "std", std_set, 0),
    MAP_ROW_SWEEP("set", "std", std_set),
    MAP_ROWS("record", "std", std_record, 0),
    MAP_ROW_SWEEP("record", "std", std_record),
    MAP_ROWS_STR("std", std_str),
};

BENCH_MAIN(works)
