package dev.postern.compute;

/**
 * The resources for CPU-bound work whose cost depends on content.
 *
 * @param pool where the work runs
 * @param made the cache of results
 */
public record Compute(ComputePool pool, ContentCache made) implements AutoCloseable {
    /** Creates a pool with this many threads and a cache with this many bytes. */
    public static Compute of(int threads, long cacheBytes) {
        return new Compute(new ComputePool(threads), new ContentCache(cacheBytes));
    }

    @Override
    public void close() {
        pool.close();
    }
}
