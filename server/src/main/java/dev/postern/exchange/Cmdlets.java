package dev.postern.exchange;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import dev.postern.compute.ComputePool;
import dev.postern.directory.DirectoryFailure;
import dev.postern.gate.OpenDirectory;
import dev.postern.store.DiskFull;
import dev.postern.store.StoreException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The cmdlets that are implemented, each bound to its row of the table. Thread-safe. */
final class Cmdlets {
    private static final int DEFAULT_RESULT_SIZE = 1000;
    private static final Map<String, Body> BODIES = Map.ofEntries(
            Map.entry("New-Mailbox", MailboxCmdlets::create),
            Map.entry("Get-Mailbox", MailboxCmdlets::list),
            Map.entry("Set-Mailbox", MailboxCmdlets::set),
            Map.entry("Remove-Mailbox", MailboxCmdlets::remove),
            Map.entry("New-DistributionGroup", DistributionGroups::create),
            Map.entry("Get-DistributionGroup", DistributionGroups::list),
            Map.entry("Set-DistributionGroup", DistributionGroups::set),
            Map.entry("Remove-DistributionGroup", DistributionGroups::remove),
            Map.entry("Add-DistributionGroupMember", GroupMembers::add),
            Map.entry("Remove-DistributionGroupMember", GroupMembers::remove),
            Map.entry("Get-DistributionGroupMember", GroupMembers::list),
            Map.entry("Get-Recipient", RecipientCmdlets::list),
            Map.entry("New-ApplicationAccessPolicy", Policies::create),
            Map.entry("Get-ApplicationAccessPolicy", Policies::list),
            Map.entry("Set-ApplicationAccessPolicy", Policies::set),
            Map.entry("Remove-ApplicationAccessPolicy", Policies::remove),
            Map.entry("Test-ApplicationAccessPolicy", PolicyTest::run));

    private final ComputePool compute;
    private final InstantSource clock;
    private final CmdletTable table = CmdletTable.exchange();
    private final Map<Cmdlet, Body> bodies = new HashMap<>();

    /** The implementation of a cmdlet. */
    @FunctionalInterface
    private interface Body {
        List<CmdletRow> run(Invocation call);
    }

    Cmdlets(ComputePool compute, InstantSource clock) {
        this.compute = compute;
        this.clock = clock;
        table.all()
                .forEach(
                        cmdlet -> bodies.put(cmdlet, Objects.requireNonNull(BODIES.get(cmdlet.name()), cmdlet.name())));
    }

    CmdletTable table() {
        return table;
    }

    /**
     * Runs a cmdlet.
     *
     * @throws Warned if it fails, with the warnings before the failure; nothing was changed
     */
    Output run(Cmdlet cmdlet, CmdletArguments arguments, OpenDirectory directory) {
        Invocation call = new Invocation(directory, arguments, compute, clock.instant());
        try {
            List<CmdletRow> rows = Objects.requireNonNull(bodies.get(cmdlet)).run(call).stream()
                    .sorted(Comparator.comparing(CmdletRow::key))
                    .toList();
            int size = arguments.count("ResultSize", DEFAULT_RESULT_SIZE);
            boolean limited = cmdlet.parameter("ResultSize").isPresent() && rows.size() > size;
            if (limited && !arguments.has("ResultSize")) {
                call.warn("There are more results available than are currently displayed. To view them, increase the"
                        + " value for the ResultSize parameter.");
            }
            return new Output(limited ? rows.subList(0, size) : rows, call.warnings());
        } catch (Invocation.NothingChanged _) {
            call.warn("What if: " + cmdlet.name() + " would succeed. Nothing was changed.");
            return new Output(List.of(), call.warnings());
        } catch (CmdletFailure e) {
            throw new Warned(e, call.warnings());
        } catch (DirectoryFailure e) {
            throw new Warned(CmdletFailures.of(e), call.warnings());
        } catch (DiskFull e) {
            throw e;
        } catch (StoreException e) {
            throw new Warned(CmdletFailures.of(e), call.warnings());
        }
    }

    /** The output of a cmdlet. */
    record Output(List<CmdletRow> rows, List<String> warnings) {}

    /** A failure together with the warnings before it. */
    static final class Warned extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient CmdletFailure failure;
        private final transient List<String> warnings;

        Warned(CmdletFailure failure, List<String> warnings) {
            super(failure.getMessage(), failure);
            this.failure = failure;
            this.warnings = warnings;
        }

        CmdletFailure failure() {
            return failure;
        }

        List<String> warnings() {
            return warnings;
        }
    }
}
