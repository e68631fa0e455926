package dev.postern.workflow.run;

import dev.postern.workflow.action.AppendToArrayVariable;
import dev.postern.workflow.action.AppendToStringVariable;
import dev.postern.workflow.action.Compose;
import dev.postern.workflow.action.Connector;
import dev.postern.workflow.action.CountVariable;
import dev.postern.workflow.action.Foreach;
import dev.postern.workflow.action.Http;
import dev.postern.workflow.action.HttpWebhook;
import dev.postern.workflow.action.If;
import dev.postern.workflow.action.InitializeVariable;
import dev.postern.workflow.action.Join;
import dev.postern.workflow.action.NestedWorkflow;
import dev.postern.workflow.action.ParseJson;
import dev.postern.workflow.action.Query;
import dev.postern.workflow.action.Response;
import dev.postern.workflow.action.Scope;
import dev.postern.workflow.action.Select;
import dev.postern.workflow.action.SetVariable;
import dev.postern.workflow.action.Switch;
import dev.postern.workflow.action.Table;
import dev.postern.workflow.action.Terminate;
import dev.postern.workflow.action.Until;
import dev.postern.workflow.action.Wait;
import dev.postern.workflow.expression.JsonValues;

/** Starts an action with the executor of its type. */
public final class Executors {
    private Executors() {}

    /** @throws dev.postern.workflow.expression.EvaluationFailed if an expression fails */
    static Started start(Starting starting) {
        return switch (starting.action().type()) {
            case AppendToArrayVariable type -> VariableActions.append(type, starting);
            case AppendToStringVariable type -> VariableActions.append(type, starting);
            case Compose type -> DataActions.compose(type, starting);
            case Connector type -> CallActions.connector(type, starting);
            case CountVariable type -> VariableActions.count(type, starting);
            case Foreach type -> ControlActions.items(type, starting);
            case Http type -> CallActions.http(type, starting);
            case HttpWebhook type -> CallActions.webhook(type, starting);
            case If type -> ControlActions.choose(type, starting);
            case InitializeVariable type -> VariableActions.initialize(type, starting);
            case Join type -> DataActions.join(type, starting);
            case NestedWorkflow type -> CallActions.workflow(type, starting);
            case ParseJson type -> DataActions.parseJson(type, starting);
            case Query type -> DataActions.query(type, starting);
            case Response type -> ResponseAction.respond(type, starting);
            case Scope type -> new Started.Opened(null, JsonValues.object());
            case Select type -> DataActions.select(type, starting);
            case SetVariable type -> VariableActions.set(type, starting);
            case Switch type -> ControlActions.choose(type, starting);
            case Table type -> DataActions.table(type, starting);
            case Terminate type -> ControlActions.terminate(type, starting);
            case Until type -> new Started.Opened(null, JsonValues.object());
            case Wait type -> ControlActions.await(type, starting);
        };
    }
}
