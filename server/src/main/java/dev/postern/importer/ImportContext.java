package dev.postern.importer;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.Draft;
import dev.postern.directory.ExchangeObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of an import share. For one thread.
 *
 * @param draft the new tenant with its resources and nothing else
 */
record ImportContext(
        Draft draft,
        Export export,
        ImportReport report,
        ImportBudget budget,
        RecipientNames names,
        Instant now,
        RandomGenerator random,
        Set<UUID> ids) {
    static ImportContext of(
            Draft draft, Export export, ImportReport report, ImportBudget budget, Instant now, RandomGenerator random) {
        return new ImportContext(draft, export, report, budget, new RecipientNames(), now, random, new HashSet<>());
    }

    List<ExportItem> items(ExportFile file) {
        return export.of(file);
    }

    /** Uses a GUID as an id; a new one if there is none or if another object has it. */
    ObjectId newId(@Nullable UUID wanted) {
        budget.checkTime();
        if (wanted != null && isFree(wanted)) {
            ids.add(wanted);
            return new ObjectId(wanted);
        }
        return new ObjectId(uuid());
    }

    boolean isFree(UUID id) {
        return !ids.contains(id) && draft.now(new ObjectId(id)) == null;
    }

    /** A random GUID of version 4. */
    UUID uuid() {
        return new UUID(
                (random.nextLong() & ~0xf000L) | 0x4000L, (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | (1L << 63));
    }

    /** Puts an object. If the directory refuses it, it is listed as unused. */
    boolean put(ExportFile file, String item, DirectoryObject object) {
        try {
            draft.put(object);
            return true;
        } catch (DirectoryFailure e) {
            report.unused(file, item, String.valueOf(e.getMessage()));
            return false;
        }
    }

    boolean put(ExportFile file, String item, ExchangeObject object) {
        try {
            draft.put(object);
            return true;
        } catch (DirectoryFailure e) {
            report.unused(file, item, String.valueOf(e.getMessage()));
            return false;
        }
    }
}
