package dev.postern.effective;

import tools.jackson.databind.node.ObjectNode;

/**
 * A change of a plan.
 *
 * @param cmdlet its name, in any case
 * @param parameters as in a call of the cmdlet
 */
public record PlannedChange(String cmdlet, ObjectNode parameters) {}
