package dev.postern.audit;

import dev.postern.store.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends entries in two steps, so that their statements share pipelines with others of the transaction: {@link #begin} reserves the sequence
 * numbers and locks the chains, {@link #write} inserts the entries. The head of a chain is updated once, for any number of entries.
 */
public final class ChainAppend {
    private final List<Part> parts = new ArrayList<>();

    private ChainAppend() {}

    private record Part(Chain chain, List<AuditEntry> entries, Pipeline.Result<List<Link>> last) {}

    public static ChainAppend begin(Pipeline pipeline, List<AuditEntry> entries) {
        Map<Chain, List<AuditEntry>> chains = new LinkedHashMap<>();
        entries.forEach(entry ->
                chains.computeIfAbsent(Chain.of(entry), _ -> new ArrayList<>()).add(entry));
        ChainAppend append = new ChainAppend();
        chains.forEach((chain, ofChain) -> {
            Object[] values = {chain.key(), ofChain.size(), ChainHash.beginning(), ofChain.size()};
            append.parts.add(
                    new Part(chain, ofChain, pipeline.list(chain.advance(), Link::head, List.<Object[]>of(values))));
        });
        return append;
    }

    /** To be called after the pipeline of {@link #begin} has run. */
    public void write(Pipeline pipeline) {
        parts.forEach(part -> write(pipeline, part));
    }

    private static void write(Pipeline pipeline, Part part) {
        if (part.last().get().isEmpty()) {
            throw new IllegalStateException("The chain did not advance");
        }
        Link last = part.last().get().getFirst();
        long sequence = last.sequence() - part.entries().size();
        byte[] before = last.hash();
        var rows = new ArrayList<Object[]>(part.entries().size());
        for (AuditEntry entry : part.entries()) {
            String text = AuditJson.write(entry);
            byte[] hash = ChainHash.of(before, text);
            rows.add(row(part.chain(), entry, ++sequence, new Written(text, before, hash)));
            before = hash;
        }
        pipeline.batch(part.chain().insert(), rows);
        pipeline.update(part.chain().setHead(), before, part.chain().key());
    }

    /** The parts of an entry's row that depend on the chain. */
    private record Written(String text, byte[] previous, byte[] hash) {}

    private static Object[] row(Chain chain, AuditEntry entry, long sequence, Written link) {
        var values = new ArrayList<Object>(List.of(
                link.hash(),
                link.previous(),
                link.text(),
                entry.actor().requestId(),
                entry.at(),
                entry.tenant().value(),
                sequence));
        if (chain instanceof Chain.OfMailbox) {
            values.add(chain.key());
        }
        return values.toArray();
    }
}
