// Abseil's flat hash maps, with Abseil's hashes but for the struct.
// bench: peer absl "Abseil" needs pkg-config absl_flat_hash_map
// bench: stores *_insert
#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <absl/strings/string_view.h>
#include "map.h"

// Debian's Abseil has a string_view of its own, not that of the C++ library.
BENCH_INLINE absl::string_view absl_view(const map_word &key) {
    return absl::string_view(key.at, key.length);
}

typedef absl::flat_hash_map<uint64_t, uint64_t> absl_u64;
typedef absl::flat_hash_map<uint32_t, uint32_t> absl_u32;
typedef absl::flat_hash_set<uint64_t> absl_set;
typedef absl::flat_hash_map<map_record, uint32_t, map_record_hasher> absl_record;
typedef absl::flat_hash_map<std::string, uint32_t> absl_str;

#define MAP_X absl_u64
#define MAP_KIND u64
#define MAP_CLASS
#include "map.h"

#define MAP_X absl_u32
#define MAP_KIND u32
#define MAP_CLASS
#include "map.h"

#define MAP_X absl_set
#define MAP_KIND set
#define MAP_CLASS
#include "map.h"

#define MAP_X absl_record
#define MAP_KIND record
#define MAP_CLASS
#include "map.h"

#define MAP_X absl_str
#define MAP_KIND str
#define MAP_CLASS
#define MAP_LOOKUP absl_view
#define MAP_COUNTS
#include "map.h"

static const bench_work works[] = {
    MAP_ROWS("u64", "absl", absl_u64, 0),
    MAP_ROW_SWEEP("u64", "absl", absl_u64),
    MAP_ROWS_FLOOD("absl", absl_u64),
    MAP_ROWS("u32", "absl", absl_u32, 0),
    MAP_ROW_SWEEP("u32", "absl", absl_u32),
    MAP_ROWS_SET("set", "absl", absl_set, 0),
    MAP_ROW_SWEEP("set", "absl", absl_set),
    MAP_ROWS("record", "absl", absl_record, 0),
    MAP_ROW_SWEEP("record", "absl", absl_record),
    MAP_ROWS_STR("absl", absl_str),
};

BENCH_MAIN(works)
