// Boost's flat hash maps, with Boost's hashes but for the struct. Strings are looked up by a view.
// bench: peer boost "Boost 1.81" needs header boost/unordered/unordered_flat_map.hpp
// bench: stores *_insert
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <functional>
#include "map.h"

struct view_hasher {
    typedef void is_avalanching; // as Boost's hash of strings is
    typedef void is_transparent;
    size_t operator()(std::string_view s) const {
        return boost::hash<std::string_view>()(s);
    }
};

typedef boost::unordered_flat_map<uint64_t, uint64_t> boost_u64;
typedef boost::unordered_flat_map<uint32_t, uint32_t> boost_u32;
typedef boost::unordered_flat_set<uint64_t> boost_set;
typedef boost::unordered_flat_map<map_record, uint32_t, map_record_hasher> boost_record;
typedef boost::unordered_flat_map<std::string, uint32_t, view_hasher, std::equal_to<>> boost_str;

#define MAP_X boost_u64
#define MAP_KIND u64
#define MAP_CLASS
#include "map.h"

#define MAP_X boost_u32
#define MAP_KIND u32
#define MAP_CLASS
#include "map.h"

#define MAP_X boost_set
#define MAP_KIND set
#define MAP_CLASS
#include "map.h"

#define MAP_X boost_record
#define MAP_KIND record
#define MAP_CLASS
#include "map.h"

#define MAP_X boost_str
#define MAP_KIND str
#define MAP_CLASS
#define MAP_LOOKUP map_view
#define MAP_COUNTS
#include "map.h"

static const bench_work works[] = {
    MAP_ROWS("u64", "boost", boost_u64, 0),
    MAP_ROW_SWEEP("u64", "boost", boost_u64),
    MAP_ROWS("u32", "boost", boost_u32, 0),
    MAP_ROW_SWEEP("u32", "boost", boost_u32),
    MAP_ROWS_SET("set", "boost", boost_set, 0),
    MAP_ROW_SWEEP("set", "boost", boost_set),
    MAP_ROWS("record", "boost", boost_record, 0),
    MAP_ROW_SWEEP("record", "boost", boost_record),
    MAP_ROWS_STR("boost", boost_str),
};

BENCH_MAIN(works)
