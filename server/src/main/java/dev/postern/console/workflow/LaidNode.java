package dev.postern.console.workflow;

import static dev.postern.console.workflow.GraphSizes.AROUND;
import static dev.postern.console.workflow.GraphSizes.ASIDE;
import static dev.postern.console.workflow.GraphSizes.BRANCH_TITLE;
import static dev.postern.console.workflow.GraphSizes.NODE_HEIGHT;
import static dev.postern.console.workflow.GraphSizes.NODE_WIDTH;
import static dev.postern.console.workflow.GraphSizes.TITLE;

import java.util.List;

/** How large an action is with all that is inside. Branches are beside each other. */
record LaidNode(ActionNode node, List<LaidBranch> branches, int width, int height) {
    /** A branch; one with a label has a box of its own. */
    record LaidBranch(String label, LaidScope scope) {
        boolean isBoxed() {
            return !label.isEmpty();
        }

        int width() {
            return isBoxed()
                    ? Math.max(scope.width(), NODE_WIDTH / 2) + 2 * AROUND
                    : Math.max(scope.width(), NODE_WIDTH / 2);
        }

        int height() {
            return isBoxed() ? scope.height() + BRANCH_TITLE + AROUND : scope.height();
        }
    }

    static LaidNode of(ActionNode node) {
        if (node.branches().isEmpty()) {
            return new LaidNode(node, List.of(), NODE_WIDTH, NODE_HEIGHT);
        }
        List<LaidBranch> branches = node.branches().stream()
                .map(one -> new LaidBranch(one.label(), new LaidScope(one.actions())))
                .toList();
        int inner = branches.stream().mapToInt(LaidBranch::width).sum() + ASIDE * (branches.size() - 1);
        int tall = branches.stream().mapToInt(LaidBranch::height).max().orElse(0);
        return new LaidNode(node, branches, Math.max(NODE_WIDTH, inner + 2 * AROUND), TITLE + tall + AROUND);
    }

    private int inner() {
        return branches.stream().mapToInt(LaidBranch::width).sum() + ASIDE * (branches.size() - 1);
    }

    void draw(GraphDrawing drawing, int x, int y) {
        drawing.node(node, x, y, width, height);
        int left = x + (width - inner()) / 2;
        int tall = height - TITLE - AROUND;
        for (LaidBranch branch : branches) {
            int top = y + TITLE;
            if (branch.isBoxed()) {
                drawing.branch(branch.label(), left, top, branch.width(), tall);
                top += BRANCH_TITLE;
            }
            int inside = left + (branch.width() - branch.scope().width()) / 2;
            branch.scope().draw(drawing, inside, top);
            left += branch.width() + ASIDE;
        }
    }
}
