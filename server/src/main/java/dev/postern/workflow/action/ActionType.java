package dev.postern.workflow.action;

import dev.postern.workflow.expression.Reference;
import dev.postern.workflow.expression.Template;
import java.util.List;

/** What an action does. Each type reads its own members of the definition; the package {@code run} has an executor for each. */
public sealed interface ActionType
        permits AppendToArrayVariable,
                AppendToStringVariable,
                Compose,
                Connector,
                CountVariable,
                Foreach,
                Http,
                HttpWebhook,
                If,
                InitializeVariable,
                Join,
                NestedWorkflow,
                ParseJson,
                Query,
                Response,
                Scope,
                Select,
                SetVariable,
                Switch,
                Table,
                Terminate,
                Until,
                Wait {
    /** The scopes inside, in the order of the definition. */
    default List<Actions> scopes() {
        return List.of();
    }

    /** The expressions evaluated before the actions inside start. */
    List<Template> templates();

    /** What these expressions reference. */
    default List<Reference> references() {
        return templates().stream()
                .flatMap(template -> template.references().stream())
                .toList();
    }

    /** Returns whether the actions inside are repeated. */
    default boolean loops() {
        return false;
    }
}
