package dev.postern.cli;

import static dev.postern.cli.CommandDefinition.onServer;
import static dev.postern.cli.CommandOption.FORMAT;
import static dev.postern.cli.CommandOption.JSON;

import java.util.List;

/** The commands for workflows. */
final class WorkflowCommands {
    private static final CommandOption BODY =
            CommandOption.of("--body FILE", "a JSON file with the body for a trigger of type Request");

    private static final CommandOption PARAMETERS =
            CommandOption.of("--parameters FILE", "a JSON file with the parameters of a template");

    private WorkflowCommands() {}

    static List<CommandDefinition> all() {
        return List.of(
                onServer(
                        "workflow cancel",
                        "NAME RUNID",
                        "cancels a run that has not ended",
                        "workflow cancel nightly 08584061788854775807817328788CU18",
                        List.of(JSON),
                        call -> call.print(WorkflowRuns.cancel(call))),
                onServer(
                        "workflow delete",
                        "NAME",
                        "deletes a workflow with its runs and its identity",
                        "workflow delete nightly",
                        List.of(JSON),
                        call -> call.print(WorkflowStates.delete(call))),
                onServer(
                        "workflow deploy",
                        "NAME FILE [--parameters FILE]",
                        "stores the definition of a workflow, or the workflow of a template of Azure Resource Manager",
                        "workflow deploy nightly nightly.json",
                        List.of(PARAMETERS, JSON),
                        call -> call.print(WorkflowDeployment.deploy(call))),
                onServer(
                        "workflow disable",
                        "NAME",
                        "stops the triggers of a workflow",
                        "workflow disable nightly",
                        List.of(JSON),
                        call -> call.print(WorkflowStates.enable(call, false))),
                onServer(
                        "workflow enable",
                        "NAME",
                        "starts the triggers of a workflow",
                        "workflow enable nightly",
                        List.of(JSON),
                        call -> call.print(WorkflowStates.enable(call, true))),
                onServer(
                        "workflow list",
                        "[--json | -o FORMAT]",
                        "lists the workflows",
                        "workflow list",
                        List.of(JSON, FORMAT),
                        call -> call.print(WorkflowStates.list(call))),
                onServer(
                        "workflow resubmit",
                        "NAME RUNID",
                        "starts a run with the trigger data of a former run and the current definition",
                        "workflow resubmit nightly 08584061788854775807817328788CU18",
                        List.of(JSON),
                        call -> call.print(WorkflowRuns.resubmit(call))),
                onServer(
                        "workflow run",
                        "NAME [TRIGGER] [--body FILE]",
                        "runs a workflow and waits for its end",
                        "workflow run nightly",
                        List.of(BODY, JSON),
                        WorkflowRun::run),
                onServer(
                        "workflow runs",
                        "NAME [--json | -o FORMAT]",
                        "lists the runs of a workflow",
                        "workflow runs nightly",
                        List.of(JSON, FORMAT),
                        call -> call.print(WorkflowRuns.list(call))),
                onServer(
                        "workflow show",
                        "NAME RUNID [--json]",
                        "shows a run as a tree; as JSON with inputs, outputs and repetitions",
                        "workflow show nightly 08584061788854775807817328788CU18",
                        List.of(JSON),
                        call -> call.print(WorkflowShow.run(call))),
                onServer(
                        "workflow validate",
                        "FILE [--parameters FILE]",
                        "checks the definition of a workflow without storing it",
                        "workflow validate nightly.json",
                        List.of(PARAMETERS, JSON),
                        WorkflowDeployment::validate));
    }
}
