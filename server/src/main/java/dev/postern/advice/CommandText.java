package dev.postern.advice;

import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.effective.AccessNames;
import dev.postern.effective.ShellText;
import java.util.List;
import java.util.UUID;

/** The commands of cures, as the command line accepts them. */
final class CommandText {
    private final DirectorySnapshot directory;
    private final AccessNames names;

    CommandText(DirectorySnapshot directory, AccessNames names) {
        this.directory = directory;
        this.names = names;
    }

    Cure removePolicy(ApplicationAccessPolicy one) {
        return Cure.of(
                        "Remove-ApplicationAccessPolicy -Identity " + ShellText.quoted(directory.policyIdentity(one)),
                        draft -> draft.remove(one))
                .loosening(one.app());
    }

    String newPolicy(AccessRight right, AppId app, ObjectId scope) {
        return "New-ApplicationAccessPolicy -AccessRight " + right.text() + " -AppId " + app + " -PolicyScopeGroupId "
                + name(scope);
    }

    static Cure removeGrant(AppRoleAssignment one) {
        return Cure.of(
                "Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId " + one.principal()
                        + " -AppRoleAssignmentId " + one.id(),
                draft -> draft.remove(one));
    }

    /** Removes all grants. */
    static Cure removeGrants(List<AppRoleAssignment> all) {
        return all.stream()
                .map(CommandText::removeGrant)
                .reduce(Cure::then)
                .orElseThrow(() -> new IllegalArgumentException("There is no grant"));
    }

    static Cure removeAssignment(ManagementRoleAssignment one) {
        return Cure.of(
                "Remove-ManagementRoleAssignment -Identity " + ShellText.quoted(one.name()),
                draft -> draft.remove(one));
    }

    Cure addMember(ObjectId group, ObjectId member) {
        return new Cure(
                List.of("Add-DistributionGroupMember -Identity " + name(group) + " -Member " + name(member)),
                draft -> draft.addMember(group, member),
                null,
                true);
    }

    String name(ObjectId id) {
        return ShellText.quoted(names.address(id));
    }

    static String removePassword(boolean application, ObjectId holder, UUID key) {
        String type = application ? "Application" : "ServicePrincipal";
        return "Remove-Mg" + type + "Password -" + type + "Id " + holder + " -KeyId " + key;
    }
}
