package dev.postern.exchange;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import dev.postern.compute.ComputePool;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.effective.AccessDifference;
import dev.postern.effective.WhatIf;
import dev.postern.gate.AdministrationReader;
import dev.postern.gate.AdministrationWriter;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.DirectoryWriter;
import dev.postern.gate.Operation;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.store.DiskFull;
import dev.postern.store.StoreException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The cmdlets that are implemented, each bound to its row of the table. Thread-safe. */
final class Cmdlets {
    private static final int DEFAULT_RESULT_SIZE = 1000;
    private static final Map<String, Reading> READING = Map.ofEntries(
            Map.entry("Get-Mailbox", MailboxCmdlets::list),
            Map.entry("Get-DistributionGroup", DistributionGroups::list),
            Map.entry("Get-DistributionGroupMember", GroupMembers::list),
            Map.entry("Get-TransportRule", TransportRules::list),
            Map.entry("Get-Recipient", RecipientCmdlets::list),
            Map.entry("Get-RecipientPermission", RecipientPermissions::list),
            Map.entry("Get-ApplicationAccessPolicy", Policies::list),
            Map.entry("Test-ApplicationAccessPolicy", PolicyTest::run),
            Map.entry("Get-ServicePrincipal", ServicePrincipalCmdlets::list),
            Map.entry("Get-ManagementScope", ManagementScopes::list),
            Map.entry("Get-ManagementRoleAssignment", RoleAssignmentCmdlets::list),
            Map.entry("Test-ServicePrincipalAuthorization", AuthorizationTest::run));
    private static final Map<String, Writing> WRITING = Map.ofEntries(
            Map.entry("New-Mailbox", MailboxCmdlets::create),
            Map.entry("Set-Mailbox", MailboxCmdlets::set),
            Map.entry("Remove-Mailbox", MailboxCmdlets::remove),
            Map.entry("New-DistributionGroup", DistributionGroups::create),
            Map.entry("Set-DistributionGroup", DistributionGroups::set),
            Map.entry("Remove-DistributionGroup", DistributionGroups::remove),
            Map.entry("Add-DistributionGroupMember", GroupMembers::add),
            Map.entry("Remove-DistributionGroupMember", GroupMembers::remove),
            Map.entry("New-ApplicationAccessPolicy", Policies::create),
            Map.entry("Set-ApplicationAccessPolicy", Policies::set),
            Map.entry("Remove-ApplicationAccessPolicy", Policies::remove),
            Map.entry("Add-RecipientPermission", RecipientPermissions::add),
            Map.entry("Remove-RecipientPermission", RecipientPermissions::remove),
            Map.entry("New-TransportRule", TransportRules::create),
            Map.entry("Set-TransportRule", TransportRules::set),
            Map.entry("Remove-TransportRule", TransportRules::remove),
            Map.entry("Enable-TransportRule", TransportRules::enable),
            Map.entry("Disable-TransportRule", TransportRules::disable),
            Map.entry("Set-User", UserCmdlets::set),
            Map.entry("New-ServicePrincipal", ServicePrincipalCmdlets::create),
            Map.entry("Set-ServicePrincipal", ServicePrincipalCmdlets::set),
            Map.entry("Remove-ServicePrincipal", ServicePrincipalCmdlets::remove),
            Map.entry("New-ManagementScope", ManagementScopes::create),
            Map.entry("Set-ManagementScope", ManagementScopes::set),
            Map.entry("Remove-ManagementScope", ManagementScopes::remove),
            Map.entry("New-ManagementRoleAssignment", RoleAssignmentCmdlets::create),
            Map.entry("Set-ManagementRoleAssignment", RoleAssignmentCmdlets::set),
            Map.entry("Remove-ManagementRoleAssignment", RoleAssignmentCmdlets::remove));
    private static final Map<String, MailboxReading> MAILBOX_READING = Map.of(
            "Get-MailboxFolderPermission", FolderPermissions::list,
            "Get-MailboxCalendarConfiguration", CalendarConfigurations::get,
            "Get-MailboxRegionalConfiguration", RegionalConfigurations::get,
            "Get-MailboxAutoReplyConfiguration", AutoReplyConfigurations::get,
            "Get-InboxRule", InboxRules::get,
            "Get-CalendarProcessing", CalendarProcessings::get,
            "Get-MessageTrace", MessageTraceCmdlets::listFormerly,
            "Get-MessageTraceV2", MessageTraceCmdlets::list,
            "Get-MessageTraceDetail", MessageTraceCmdlets::detailFormerly,
            "Get-MessageTraceDetailV2", MessageTraceCmdlets::detail);
    private static final Map<String, MailboxWriting> MAILBOX_WRITING = Map.ofEntries(
            Map.entry("Add-MailboxFolderPermission", FolderPermissions::add),
            Map.entry("Set-MailboxFolderPermission", FolderPermissions::set),
            Map.entry("Remove-MailboxFolderPermission", FolderPermissions::remove),
            Map.entry("Set-MailboxCalendarConfiguration", CalendarConfigurations::set),
            Map.entry("Set-MailboxRegionalConfiguration", RegionalConfigurations::set),
            Map.entry("Set-MailboxAutoReplyConfiguration", AutoReplyConfigurations::set),
            Map.entry("Set-CalendarProcessing", CalendarProcessings::set),
            Map.entry("New-InboxRule", InboxRules::create),
            Map.entry("Set-InboxRule", InboxRules::set),
            Map.entry("Remove-InboxRule", InboxRules::remove),
            Map.entry("Enable-InboxRule", InboxRules::enable),
            Map.entry("Disable-InboxRule", InboxRules::disable));

    private final ComputePool compute;
    private final InstantSource clock;
    private final CmdletTable table = CmdletTable.exchange();
    private final CmdletOperations operations = new CmdletOperations(table);
    private final WhatIf whatIf;

    /** A cmdlet that reads. */
    @FunctionalInterface
    private interface Reading {
        List<CmdletRow> run(Invocation call);
    }

    /** A cmdlet that changes something. */
    @FunctionalInterface
    private interface Writing {
        List<CmdletRow> run(WritingInvocation call);
    }

    /** A cmdlet that reads what is set up in a mailbox. */
    @FunctionalInterface
    private interface MailboxReading {
        List<CmdletRow> run(MailboxInvocation call);
    }

    /** A cmdlet that changes what is set up in a mailbox. */
    @FunctionalInterface
    private interface MailboxWriting {
        List<CmdletRow> run(ChangingInvocation call);
    }

    /** @throws IllegalStateException if the table has a cmdlet without an implementation, or with one of another form */
    Cmdlets(ComputePool compute, InstantSource clock) {
        this.compute = compute;
        this.clock = clock;
        this.whatIf = new WhatIf(compute, clock);
        for (Cmdlet cmdlet : table.all()) {
            if (!built(operations.of(cmdlet)).containsKey(cmdlet.name())) {
                throw new IllegalStateException(cmdlet.name() + " is not built");
            }
        }
    }

    private static Map<String, ?> built(Operation operation) {
        return switch (operation.area()) {
            case DIRECTORY -> operation.writes() ? WRITING : READING;
            case ADMINISTRATION -> operation.writes() ? MAILBOX_WRITING : MAILBOX_READING;
            default -> Map.of();
        };
    }

    CmdletTable table() {
        return table;
    }

    CmdletOperations operations() {
        return operations;
    }

    /**
     * Runs a cmdlet that reads. A failure has no output, but includes the warnings before it.
     *
     * @throws Warned if it fails
     */
    Output run(Cmdlet cmdlet, CmdletArguments arguments, DirectoryReader directory) {
        Invocation call = new Invocation(directory.snapshot(), arguments, compute, clock.instant());
        return output(
                cmdlet,
                call,
                false,
                () -> Objects.requireNonNull(READING.get(cmdlet.name())).run(call));
    }

    /**
     * Runs a cmdlet that changes something, like {@link #run}; if it fails, nothing was changed.
     *
     * @param all whether -WhatIf lists more rows than usual
     */
    Output change(Cmdlet cmdlet, CmdletArguments arguments, DirectoryWriter directory, boolean all) {
        WritingInvocation call = new WritingInvocation(directory, arguments, compute, clock.instant());
        return output(
                cmdlet,
                call,
                all,
                () -> Objects.requireNonNull(WRITING.get(cmdlet.name())).run(call));
    }

    /** Makes the change of a cmdlet in a draft; the cmdlet has no output. */
    void draft(
            Cmdlet cmdlet,
            CmdletArguments arguments,
            DirectorySnapshot snapshot,
            WritingInvocation.DraftMaker directory) {
        var call = new WritingInvocation(snapshot, directory, arguments, compute, clock.instant());
        output(
                cmdlet,
                call,
                false,
                () -> Objects.requireNonNull(WRITING.get(cmdlet.name())).run(call));
    }

    WhatIf whatIf() {
        return whatIf;
    }

    /** As {@link #run(Cmdlet, CmdletArguments, DirectoryReader)}, for a cmdlet about what is set up in a mailbox. */
    Output run(Cmdlet cmdlet, CmdletArguments arguments, AdministrationReader mailboxes) {
        MailboxInvocation call = new MailboxInvocation(mailboxes, arguments, compute, clock.instant());
        return output(
                cmdlet,
                call,
                false,
                () -> Objects.requireNonNull(MAILBOX_READING.get(cmdlet.name())).run(call));
    }

    /** As {@link #change(Cmdlet, CmdletArguments, DirectoryWriter, boolean)}, for a cmdlet about what is set up in a mailbox. */
    Output change(Cmdlet cmdlet, CmdletArguments arguments, AdministrationWriter mailboxes) {
        ChangingInvocation call = new ChangingInvocation(mailboxes, arguments, compute, clock.instant());
        return output(
                cmdlet,
                call,
                false,
                () -> Objects.requireNonNull(MAILBOX_WRITING.get(cmdlet.name())).run(call));
    }

    private Output output(Cmdlet cmdlet, Invocation call, boolean all, Supplier<List<CmdletRow>> body) {
        CmdletArguments arguments = call.arguments();
        try {
            List<CmdletRow> rows = body.get().stream()
                    .sorted(Comparator.comparing(CmdletRow::key))
                    .toList();
            int size = arguments.count("ResultSize", DEFAULT_RESULT_SIZE);
            boolean limited = cmdlet.parameter("ResultSize").isPresent() && rows.size() > size;
            if (limited && !arguments.has("ResultSize")) {
                call.warn("There are more results available than are currently displayed. To view them, increase the"
                        + " value for the ResultSize parameter.");
            }
            return new Output(limited ? rows.subList(0, size) : rows, call.warnings(), 0);
        } catch (NothingChanged e) {
            AccessDifference difference = whatIf.difference(e.supposed(), all);
            call.warn("What if: " + cmdlet.name() + " would succeed. Nothing was changed.");
            String incomplete = WhatIf.warning(difference);
            if (incomplete != null) {
                call.warn(incomplete);
            }
            return new Output(List.of(new CmdletRow("", difference::json)), call.warnings(), difference.jsonBytes());
        } catch (CmdletFailure e) {
            throw new Warned(e, call.warnings());
        } catch (DirectoryFailure e) {
            throw new Warned(CmdletFailures.of(e), call.warnings());
        } catch (MailboxFailure e) {
            throw new Warned(CmdletFailures.of(e), call.warnings());
        } catch (DiskFull e) {
            throw e;
        } catch (StoreException e) {
            throw new Warned(CmdletFailures.of(e), call.warnings());
        }
    }

    /**
     * The output of a cmdlet.
     *
     * @param bytes of memory that making the response needs beyond what is usual
     */
    record Output(List<CmdletRow> rows, List<String> warnings, long bytes) {}

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
