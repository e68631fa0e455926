package dev.postern.console.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the page of possible changes shows.
 *
 * @param app whose policies or role assignments are listed; empty for none yet
 * @param problem why none are listed; empty if they are
 * @param roles which can be assigned
 */
public record WhatIf(Kind kind, String app, String problem, List<Removable> removable, List<String> roles) {
    public WhatIf {
        removable = List.copyOf(removable);
        roles = List.copyOf(roles);
    }

    /** What is changed. */
    public enum Kind {
        NEW_POLICY("New policy"),
        REMOVE_POLICY("Remove a policy"),
        NEW_ASSIGNMENT("New role assignment"),
        REMOVE_ASSIGNMENT("Remove a role assignment"),
        ADD_MEMBER("Add a member"),
        REMOVE_MEMBER("Remove a member");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        static Kind of(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text().equals(text))
                    .findFirst()
                    .orElse(NEW_POLICY);
        }

        public String title() {
            return title;
        }

        /** As it is in links. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public String path() {
            return WhatIfPage.PATH + "?kind=" + text();
        }

        /** Whether something is chosen from a list that is removed. */
        public boolean removes() {
            return this == REMOVE_POLICY || this == REMOVE_ASSIGNMENT;
        }

        /** The cmdlet of a form for groups. */
        public String memberCmdlet() {
            return this == ADD_MEMBER ? "Add-DistributionGroupMember" : "Remove-DistributionGroupMember";
        }
    }

    /** Something that can be removed, and the page of what that would do. */
    public record Removable(String what, String on, String path) {}
}
