package dev.postern.compute;

/**
 * What a server has for work whose cost its content decides.
 *
 * @param pool where it is done
 * @param made what was made of content and may be wanted again
 */
public record Compute(ComputePool pool, ContentCache made) implements AutoCloseable {
    /** A pool of this many threads, and a cache of this many bytes. */
    public static Compute of(int threads, long cacheBytes) {
        return new Compute(new ComputePool(threads), new ContentCache(cacheBytes));
    }

    @Override
    public void close() {
        pool.close();
    }
}
