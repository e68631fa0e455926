package dev.postern.benchmarks.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.ResourceScope;
import dev.postern.directory.DistinguishedNames;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.Tenant;

/** The scope of the role assignment of an application in the sample. */
sealed interface SampleScope {
    /** What the results call applications with such a scope. */
    String kind();

    /** Without any role assignment. */
    record Nothing() implements SampleScope {
        @Override
        public String kind() {
            return "policies only";
        }
    }

    /** With a filter, which a management scope has. */
    sealed interface Filtered extends SampleScope {
        ManagementScope scope();
    }

    /** The mailboxes of a department. */
    record OfDepartment(String department, ManagementScope scope) implements Filtered {
        @Override
        public String kind() {
            return "scope `Department -eq`";
        }

        static String filter(String department) {
            return "Department -eq '" + department + "'";
        }
    }

    /** The mailboxes whose first custom attribute begins with a text. */
    record OfPrefix(String prefix, ManagementScope scope) implements Filtered {
        @Override
        public String kind() {
            return "scope `CustomAttribute1 -like`";
        }

        static String filter(String prefix) {
            return "CustomAttribute1 -like '" + prefix + "*'";
        }
    }

    /** The direct members of a group, by a filter. */
    record OfGroupFilter(ObjectId group, ManagementScope scope) implements Filtered {
        @Override
        public String kind() {
            return "scope `MemberOfGroup -eq`";
        }

        static String filter(Tenant tenant, String groupName) {
            return "MemberOfGroup -eq '" + DistinguishedNames.of(tenant, groupName) + "'";
        }
    }

    /** The direct members of a group. */
    record OfGroup(ObjectId group) implements SampleScope {
        @Override
        public String kind() {
            return "`-RecipientGroupScope`";
        }
    }

    /** As decisions use it. */
    default ResourceScope resources() {
        return switch (this) {
            case Filtered filtered ->
                new ResourceScope.ManagementScope(filtered.scope().id());
            case OfGroup(ObjectId group) -> new ResourceScope.GroupMembers(group);
            case Nothing _ -> throw new IllegalStateException("No role assignment");
        };
    }
}
