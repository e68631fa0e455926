package dev.postern.importer;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** An export that was read and becomes a tenant. For one thread. */
public final class TenantImport {
    private static final Duration MAX_TIME = Duration.ofMinutes(15);
    private static final int MAX_DOMAINS = 1_000;
    private static final int MAX_REASONS = 10;

    private final Export export;
    private final ImportReport report;
    private final ImportBudget budget;

    private TenantImport(Export export, ImportReport report, ImportBudget budget) {
        this.export = export;
        this.report = report;
        this.budget = budget;
    }

    /** Opens the archive from its beginning. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    /**
     * Reads a ZIP archive with the files of an export.
     *
     * @throws ImportRefused beyond a limit, or if nothing can be read
     */
    public static TenantImport read(Source archive, ImportLimits limits) {
        ImportReport report = new ImportReport();
        ImportBudget budget = new ImportBudget(limits, MAX_TIME.toNanos());
        Export export = ExportArchive.read(archive, limits, budget, report);
        if (export.isEmpty()) {
            String reasons = String.join(
                    " ",
                    report.unused().stream()
                            .map(one -> one.file() + ": " + one.reason())
                            .toList());
            throw new ImportRefused("Nothing could be read. " + reasons);
        }
        return new TenantImport(export, report, budget);
    }

    /**
     * The accepted domains of the tenant: its own, and those of the addresses of mailboxes and groups.
     *
     * @param free whether no other tenant of the server has a domain
     */
    public List<String> domains(String own, Predicate<String> free) {
        Set<String> domains = new LinkedHashSet<>(List.of(own));
        Set<String> taken = new LinkedHashSet<>();
        List<ExportItem> items = new ArrayList<>(export.of(ExportFile.RECIPIENTS));
        items.addAll(export.of(ExportFile.GROUPS));
        for (ExportItem item : items) {
            String kind = RecipientKinds.name(item);
            var type = RecipientKinds.of(kind);
            if (type == null || !(type.hasMailbox() || RecipientKinds.isGroup(type))) {
                continue;
            }
            for (String address : RecipientAddresses.of(item).all()) {
                String domain = RecipientAddresses.domain(address);
                if (domains.contains(domain) || domains.size() >= MAX_DOMAINS) {
                    continue;
                }
                if (free.test(domain)) {
                    domains.add(domain);
                } else {
                    taken.add(domain);
                }
            }
        }
        taken.forEach(domain -> report.warn("The domain " + domain
                + " belongs to another tenant of this server. Its addresses are kept, but mail to them is not"
                + " delivered in the new tenant."));
        return List.copyOf(domains);
    }

    /** The object ids that the resources of every tenant have in the export. */
    public Map<AppId, ObjectId> resources() {
        Map<AppId, ObjectId> ids = new HashMap<>();
        for (ExportItem item : export.of(ExportFile.APPLICATIONS)) {
            UUID app = item.guid("AppId");
            UUID id = item.guid("Id", "ObjectId");
            if (app != null && id != null && ApplicationImport.RESOURCES.contains(new AppId(app))) {
                ObjectId object = new ObjectId(id);
                if (!ids.containsValue(object)) {
                    ids.putIfAbsent(new AppId(app), object);
                }
            }
        }
        return ids;
    }

    /**
     * Puts everything into the draft of a new tenant. Called once.
     *
     * @throws ImportRefused if it takes too long, or if nothing of the export can be used
     */
    public void into(Draft draft, Instant now, RandomGenerator random) {
        draft.note("import");
        ImportContext context = ImportContext.of(draft, export, report, budget, now, random);
        RecipientImport recipients = new RecipientImport(context, PolicyImport.sids(export));
        recipients.run();
        GroupImport groups = new GroupImport(context, recipients);
        groups.run();
        new UnitImport(context).run();
        new ApplicationImport(context).run();
        new PolicyImport(context, groups.incomplete()).run();
        new RoleImport(context, groups.incomplete()).run();
        if (report.isNothingImported()) {
            throw new ImportRefused("Nothing of the export can be used, so no tenant was created. " + reasons());
        }
    }

    private String reasons() {
        List<ImportReport.Unused> unused = report.unused();
        String first = unused.stream()
                .limit(MAX_REASONS)
                .map(one -> one.file() + ", " + one.item() + ": " + one.reason())
                .collect(Collectors.joining(" "));
        return unused.size() <= MAX_REASONS ? first : first + " And " + (unused.size() - MAX_REASONS) + " more.";
    }

    public ImportReport report() {
        return report;
    }
}
