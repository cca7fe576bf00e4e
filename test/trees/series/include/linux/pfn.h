/* Toy pfn type with flags. */
typedef struct {
	u64 val;
} pfn_t;
