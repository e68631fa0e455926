package dev.postern.importer;

/**
 * What an import may use.
 *
 * @param fileBytes of one file, decompressed
 * @param items of one file
 * @param depth of nested JSON
 * @param values in one item
 * @param memory estimated bytes of all items that are kept
 */
public record ImportLimits(long fileBytes, int items, int depth, int values, long memory) {
    /** The usual limits; the memory is a third of the heap. */
    public static final ImportLimits USUAL = new ImportLimits(
            256L << 20, 2_000_000, 100, 1_000_000, Runtime.getRuntime().maxMemory() / 3);
}
